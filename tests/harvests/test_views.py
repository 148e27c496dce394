"""The pages of a harvest: the librarian's desk, and what who was there can do without account."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.activity.verbs import Verb
from community.clock import now
from community.conversations.models import Kind
from community.db import transaction
from community.gatherings.models import SignUpStatus
from community.harvests import hearing, items, links, mails, queries, quoting
from community.harvests.models import HarvestCorrection, NoteConfirmation, State
from community.harvests.presenting import PRESENTED
from community.meetlat.engine import notes as engine
from community.meetlat.engine import told
from community.outbox.models import OutboxMail
from community.table_notes import queries as table_notes
from tests.factories import a_librarian, a_member, a_person, a_sign_up
from tests.harvests.rows import (
    a_draft,
    a_note,
    a_past_talk,
    does,
    items_of,
    logged,
    presented,
    published,
    texts_of,
    version_of,
)
from tests.table_notes import tables

BENCH, TREE = "Meer banken in de straat", "Een boom op het plein"
ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "<a href='javascript:alert(1)'>x</a>",
)


def desk_of(talk) -> str:
    return f"/vechtdal/beheer/activiteiten/{talk.id}/oogst"


def page_of(app, sign_up) -> str:
    return f"/vechtdal/oogst/klopt/{links.token_of(sign_up, key=app.config['SECRET_KEY'])}"


def test_what_is_empty_is_not_offered_to_who_was_there(client_of, talk):
    empty = a_draft(talk)
    desk = client_of(a_librarian())
    page = desk.get(desk_of(talk)).text
    assert f'{desk_of(talk)}/voorleggen"' not in page
    assert "Eerst iets om te laten zien" in page
    does(items.add, empty, version=version_of(empty), kind=Kind.IDEA, text=BENCH)
    assert f'{desk_of(talk)}/voorleggen"' in desk.get(desk_of(talk)).text


def test_a_librarian_goes_from_notes_to_published_without_javascript(
    app, client_of, talk, noor, session
):
    a_note(talk, BENCH, table_no=1)
    a_note(talk, "In de straat meer banken", table_no=2)
    a_note(talk, TREE, table_no=2)
    client = client_of(a_librarian())
    desk = desk_of(talk)
    assert "Begin de oogst" in client.get(desk).text
    client.post(f"{desk}/begin")
    page = client.get(desk).text
    assert "Is dit hetzelfde?" in page  # Near-duplicates are proposed as one.
    made = one_of(session, talk)
    alike = [item.id for item in items_of(made) if item.text != TREE]
    client.post(f"{desk}/samen", data={"seen": version_of(made), "item": alike})
    assert len(texts_of(made)) == 2
    client.post(f"{desk}/voorleggen", data={"seen": version_of(made)})
    app.test_client().post(page_of(app, noor))
    early = {"seen": version_of(made), "why": "Morgen is de raad"}
    client.post(f"{desk}/vaststellen", data=early)
    client.post(f"{desk}/publiceren")
    assert one_of(session, talk).state is State.PUBLISHED
    assert "Iedereen kan dit lezen" in client.get(desk).text


def one_of(session, talk):
    session.rollback()
    session.expire_all()
    return queries.find_of(session, talk.library_id, talk.id)


def test_what_one_typed_stays_when_a_colleague_was_first(client_of, talk):
    made = a_draft(talk, BENCH)
    item, seen = items_of(made)[0], version_of(made)
    does(items.quote, made, item.id, is_quote=True)
    client = client_of(a_librarian())
    typed = {"seen": seen, "kind": "idea", "text": "Vier banken"}
    answer = client.post(f"{desk_of(talk)}/{item.id}/wijzig", data=typed)
    assert answer.status_code == 409
    assert "Vier banken" in answer.text
    assert "Iemand anders" in answer.text
    empty = client.post(f"{desk_of(talk)}/nieuw", data={"seen": seen, "kind": "idea", "text": ""})
    assert empty.status_code == 422
    assert texts_of(made) == [BENCH]


def test_what_is_published_is_changed_in_one_form_that_says_why(client_of, talk):
    made = published(a_draft(talk, BENCH, TREE))
    bench, tree = items_of(made)
    client = client_of(a_librarian())
    form = {
        "seen": version_of(made), "title": "Wat maakt een straat fijn?", "summary": "",
        f"kind-{bench.id}": "insight", f"text-{bench.id}": "Drie banken",
        f"kind-{tree.id}": "idea", f"text-{tree.id}": "",
        "kind-0": "idea", "text-0": "Een fontein", "why": "",
    }  # fmt: skip
    refused = client.post(f"{desk_of(talk)}/herzien", data=form)
    assert refused.status_code == 422
    assert "Drie banken" in refused.text
    client.post(f"{desk_of(talk)}/herzien", data=form | {"why": "Er waren er drie"})
    assert texts_of(made) == ["Drie banken", "Een fontein"]


def test_who_was_there_confirms_corrects_and_takes_back_by_the_link_alone(
    app, client, talk, noor, session
):
    made = presented(a_draft(talk, BENCH, TREE))
    bench, tree = items_of(made)
    page = page_of(app, noor)
    shown = client.get(page)
    assert shown.headers["Cache-Control"] == "no-store"
    assert "Ja, alles klopt" in shown.text
    client.post(f"{page}/{bench.id}/ja")
    wrong = client.post(f"{page}/anders", data={"item": tree.id, "text": ""})
    assert wrong.status_code == 422
    client.post(f"{page}/anders", data={"item": tree.id, "text": "Een linde, geen boom"})
    client.post(f"{page}/{tree.id}/weg")
    session.rollback()
    said = session.scalars(select(HarvestCorrection).order_by(HarvestCorrection.id)).all()
    assert [(each.item_id, each.take_back) for each in said] == [(tree.id, False), (tree.id, True)]
    assert "Een linde" in client.get(page).text
    does(hearing.handle, made, said[0].id, "Het is nu een linde", remove=False, now=now())
    assert "Het is nu een linde" in client.get(page).text


def test_a_link_of_somebody_else_or_of_before_it_was_shown_opens_nothing(app, client, talk, noor):
    later = a_sign_up(talk, a_person("Later"), SignUpStatus.CANCELLED)
    a_draft(talk, BENCH)
    assert client.get(page_of(app, noor)).status_code == 404  # A draft is for librarians.
    for token in (page_of(app, later), "/vechtdal/oogst/klopt/1-AAAAAAAAAAAAAAAAAAAAAA"):
        assert client.get(token).status_code == 404


def test_who_was_there_sees_nothing_of_others(app, client, talk, noor):
    kees = a_sign_up(talk, a_person("Kees", surname="Geheim"))
    made = presented(a_draft(talk, BENCH))
    item = items_of(made)[0]
    does(hearing.correct, made, kees.id, item.id, "Alleen voor de bibliothecaris", now=now())
    does(quoting.ask, made, item.id, kees.id, name="Kees uit Ommen", now=now())
    page = client.get(page_of(app, noor)).text
    for hidden in ("Alleen voor", "Geheim", "Kees uit Ommen"):
        assert hidden not in page


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.VOLUNTEER, Role.STAFF])
def test_nobody_but_librarians_sees_the_desk_of_a_harvest(client_of, talk, role):
    made = a_draft(talk, BENCH)
    client = client_of(a_member(role))
    for path in ("", "/vel", f"/{items_of(made)[0].id}/wijzig"):
        assert client.get(desk_of(talk) + path).status_code in {403, 404}


def test_a_quote_is_said_yes_to_by_its_owner_alone(app, client, talk, noor, session):
    made = a_draft(talk, BENCH)
    consent = does(quoting.ask, made, items_of(made)[0].id, noor.id, name="Noor", now=now())
    token = links.quote_token(consent, key=app.config["SECRET_KEY"])
    page = f"/vechtdal/oogst/citaat/{token}"
    assert BENCH in client.get(page).text
    client.post(f"{page}/ja")
    assert "Je zei ja" in client.get(page).text
    client.post(f"{page}/nee")
    assert "Je zei nee" in client.get(page).text
    stranger = f"/vechtdal/oogst/citaat/{consent.id}-AAAAAAAAAAAAAAAAAAAAAA"
    assert client.post(f"{stranger}/ja").status_code == 404


def test_what_people_wrote_does_no_harm_on_pages_and_in_mails(
    app, client, client_of, talk, noor, session
):
    made = presented(a_draft(talk, *ATTACKS))
    mail = session.scalars(select(OutboxMail).where(OutboxMail.template == PRESENTED)).one()
    letter = mails.presented(session, mail)
    pages = [client.get(page_of(app, noor)).text, letter.html]
    client = client_of(a_librarian())
    desk = desk_of(talk)
    pages += [client.get(desk + path).text for path in ("", "/vel", "/klopt")]
    pages.append(client.get(f"{desk}/{items_of(made)[0].id}/naam").text)
    for text in pages:
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert 'href="javascript' not in text
        assert "<a href='javascript" not in text


def test_the_mail_says_everything_and_leads_to_a_page_with_a_button(app, talk, noor, session):
    presented(a_draft(talk, BENCH))
    mail = session.scalars(select(OutboxMail).where(OutboxMail.template == PRESENTED)).one()
    letter = mails.presented(session, mail)
    assert BENCH in letter.text
    assert "Tafel 1, ronde 1" in letter.text
    assert page_of(app, noor) in letter.text


def test_the_meetlat_counts_what_a_table_confirmed_through_its_own_reading(app, talk):
    """O6: different texts at a gathering, each once."""
    made = a_draft(talk, BENCH, TREE)
    with transaction() as tx:
        hearing.confirm_for_table(tx, made.library_id, made.id, 1, now=now())
    rows = [
        told.Row(
            id=row.id, happened_at=row.happened_at, recorded_at=row.recorded_at,
            gathering_id=row.gathering_id, quantity=row.quantity, details=row.details,
        )
        for row in logged(Verb.HARVEST_CONFIRMED)
    ]  # fmt: skip
    found = engine._first_texts(rows, {talk.id: 1})
    assert found == {talk.id: {hearing.fingerprint(BENCH)}}


def test_a_table_says_with_one_tap_that_its_own_notes_are_right(app, client, session):
    over = a_past_talk(starts_at=now() - timedelta(hours=2), ends_at=now() - timedelta(minutes=5))
    mine, theirs = a_note(over, BENCH, table_no=1), a_note(over, TREE, table_no=2)
    table = tables.a_table(over)
    token = table_notes.token_of(table, key=app.config["SECRET_KEY"])
    page = client.get(f"/vechtdal/tafel/{token}").text
    assert "Klopt dit?" in page
    assert TREE not in page
    for note in (theirs, mine):
        client.post(f"/vechtdal/tafel/{token}/klopt/{note.id}")
    client.post(f"/vechtdal/tafel/{token}/klopt")
    session.rollback()
    assert list(session.scalars(select(NoteConfirmation.note_id))) == [mine.id]
    assert "Je zei dat alles klopt" in client.get(f"/vechtdal/tafel/{token}").text
    made = a_draft(over)
    assert [row.details["fingerprint"] for row in logged(Verb.HARVEST_CONFIRMED)] == [
        hearing.fingerprint(BENCH)
    ]
    assert len(items_of(made)) == 2
    stranger = "/vechtdal/tafel/1-AAAAAAAAAAAAAAAAAAAAAA/klopt"
    assert client.post(stranger).status_code == 404
