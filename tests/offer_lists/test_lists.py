"""A list of offers: all of it or nothing, and a second time nothing."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from community.accounts.models import Person
from community.clock import now
from community.db import session, transaction
from community.lists import ListRefused
from community.offer_lists import taking_over
from community.offer_lists.models import OfferList
from community.outbox import letters
from community.outbox.models import OutboxMail
from community.register import writing
from community.register.models import Entry, EntryState, Form, SeenBy
from community.tongues import Tongue
from tests.factories import a_librarian, a_library, the_library
from tests.gatherings.crowd import rush
from tests.keeping.forgetting import forget
from tests.offer_lists.lists import FATIMA, GERRIT, HEAD, read, taken_over


def entries() -> list[Entry]:
    session().rollback()
    return list(session().scalars(select(Entry).order_by(Entry.id)))


def mails() -> list[OutboxMail]:
    session().rollback()
    rows = select(OutboxMail).where(OutboxMail.template == taking_over.ASK)
    return list(session().scalars(rows))


def people() -> int:
    session().rollback()
    return len(session().scalars(select(Person.id)).all())


def test_what_was_agreed_on_paper_is_open_at_once_and_mails_nobody(app):
    outcome = taken_over(FATIMA, GERRIT, agreed=True)
    assert (outcome.added, outcome.same) == (2, 0)
    bread, bikes = entries()
    assert (bread.state, bread.title, bread.text) == (
        EntryState.OPEN,
        "Ik bak brood",
        "Met je samen.",
    )
    assert bread.forms == {Form.DO_TOGETHER, Form.TELL}
    assert bread.tongues == {Tongue.DUTCH, Tongue.ARABIC}
    assert (bread.person.email, bread.seen_by) == ("fatima@example.org", SeenBy.SIGNED_IN)
    assert [theme.slug for theme in bread.themes] == ["koken-voeding"]
    assert (bikes.state, bikes.person.first_name, bikes.person.email) == (
        EntryState.OPEN, "Gerrit", None,
    )  # fmt: skip
    assert mails() == []
    before = people()
    again = taken_over(FATIMA.lower(), GERRIT, GERRIT, agreed=True)
    assert (again.list_id, again.added, again.same) == (None, 0, 3)
    assert (len(entries()), people()) == (2, before)


def test_without_that_each_person_is_asked_once_and_sees_what_it_says(app):
    taken_over(FATIMA, FATIMA.replace("brood", "taart"), GERRIT)
    assert {entry.state for entry in entries()} == {EntryState.CHECKED}
    (mail,) = mails()
    text = letters.render(session(), mail).text
    first, second, _gerrit = entries()
    assert f"/vechtdal/kennis/link/{first.id}-" in text
    assert f"/vechtdal/kennis/link/{second.id}-" in text
    assert "brood" not in text
    with transaction() as tx:
        writing.confirm(tx, first.library_id, first.id, now=now())
    assert entries()[0].state is EntryState.OPEN, "whoever made the list read it already"
    with transaction() as tx:
        gone = taking_over.take_back(tx, first.library_id, session().scalar(select(OfferList.id)))
    assert gone == 2
    assert [entry.title for entry in entries()] == ["Ik bak brood"]
    assert letters.render(session(), mail) is None


def test_what_nobody_says_yes_to_goes_by_itself(app):
    taken_over(FATIMA)
    forget("register.unconfirmed", now() + taking_over.ASKED_FOR - timedelta(hours=1))
    assert len(entries()) == 1
    forget("register.unconfirmed", now() + taking_over.ASKED_FOR + timedelta(hours=1))
    assert entries() == []
    assert taken_over(FATIMA).added == 1, "and can be brought again"


def test_two_who_bring_the_same_list_at_once_bring_it_once(app):
    the_library()
    assert rush(app, [lambda: taken_over(FATIMA, GERRIT)] * 4) == []
    assert (len(entries()), len(mails())) == (2, 1)
    elsewhere = a_library("salland")
    assert taken_over(FATIMA, library=elsewhere).added == 1


WRONG = [
    ("geen adres;F;Brood;;;;;", "email"),
    (f";F;{'x' * 141};;;;;", "title"),
    (f";F;Brood;{'x' * 2001};;;;", "text"),
    (";F;Brood;;dansen;;;", "form"),
    (";F;Brood;;;onzin;;", "themes"),
    (";F;Brood;;;;klingon;", "languages"),
    (";F;Brood;;;;;niemand", "visibility"),
    (";F;;;;;;", "title"),
    (f";{'x' * 81};Brood;;;;;", "first_name"),
    (";F;Brood;;;;;;te veel", ""),
]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_mistake_is_named_by_its_line_and_column(app):
    _offered, flaws = read(GERRIT, *(row for row, _column in WRONG))
    assert [(flaw.line, flaw.column) for flaw in flaws.kept] == [
        (number, column) for number, (_row, column) in enumerate(WRONG, start=3)
    ]
    for head in ("naam;titel", HEAD.replace(";", ","), HEAD):
        with pytest.raises(ListRefused):
            read(head=head)
    (one,), _flaws = read("anna@example.org;;;Ik leer je breien. Elke week.;;;;")
    assert (one.first_name, one.title) == ("anna", "Ik leer je breien.")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_command_takes_over_all_or_nothing(app, tmp_path):
    the_library()
    file = tmp_path / "aanbod.csv"

    def run(*rows: str, more: tuple[str, ...] = ()):
        file.write_text("\n".join([HEAD, *rows]), encoding="utf-8-sig")
        done = app.test_cli_runner().invoke(
            args=["skills", "import", str(file), "--library", "vechtdal", *more]
        )
        return done.exit_code, done.output

    code, said = run(GERRIT, WRONG[0][0], WRONG[3][0])
    assert code != 0
    assert "aanbod.csv, line 3, email:" in said
    assert "aanbod.csv, line 4, form:" in said
    assert "2 mistakes: nothing was imported" in said
    assert entries() == []
    code, said = run(FATIMA, GERRIT, more=("--confirmed",))
    assert (code, "2 new, 0 unchanged" in said) == (0, True)
    code, said = run(FATIMA, GERRIT, more=("--confirmed",))
    assert (code, "0 new, 2 unchanged" in said) == (0, True)
    assert run(more=("--library", "nergens"))[0] != 0


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_at_the_desk_it_is_looked_at_first_and_can_be_taken_back(app, client_of):
    the_library()
    desk, at = client_of(a_librarian()), "/vechtdal/beheer/kennis/lijst"

    def bring(*rows: str, **more: str):
        content = "\n".join([HEAD, *rows]).encode("utf-8-sig")
        sent = {"file": (BytesIO(content), "lijst.csv"), "is_old_enough": "y", **more}
        return desk.post(at, data=sent)

    assert bring(GERRIT, WRONG[0][0]).status_code == 422
    assert bring(GERRIT, is_old_enough="").status_code == 422
    page = bring(FATIMA, GERRIT)
    assert "Nieuw aanbod: 2" in page.text
    assert entries() == []
    sent = {"content": "\n".join([HEAD, FATIMA, GERRIT]), "name": "lijst.csv"}
    for _time in range(2):
        assert desk.post(f"{at}/overnemen", data=sent).status_code == 303
    assert [entry.state for entry in entries()] == [EntryState.CHECKED] * 2
    assert "2 wachten op een ja" in desk.get(at).text
    number = session().scalar(select(OfferList.id))
    assert "gooien we aanbod weg (2)" in desk.get(f"{at}/{number}/terugnemen").text
    assert desk.post(f"{at}/{number}/terugnemen").status_code == 303
    assert entries() == []
