"""The register over HTTP and without JavaScript: looking, offering, asking, and the desk."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from community.clock import now
from community.consents.models import Channel
from community.db import session
from community.outbox import letters
from community.register.models import Direction, Entry, EntryState, SeenBy
from community.skills.models import SkillKind
from tests.factories import a_librarian, a_library, a_member, a_theme
from tests.gatherings.desk import error_beside
from tests.moderation.agreed import AGREED
from tests.register.entries import a_request, an_entry, count, owed, the
from tests.skills.rows import a_skill

HERE, DESK = "/vechtdal/kennis", "/vechtdal/beheer/kennis"
WHO = {"first_name": "Noor", "email": "noor@example.org"}
MAY = {"seen_by": "signed_in", "language": "nl", "how_often": "", "is_old_enough": "y", **AGREED}


@pytest.fixture(autouse=True)
def library(app):
    return a_library("vechtdal", phone="0529 12 34 56")


def only():
    session().rollback()
    return session().scalars(select(Entry)).one()


# ─── who sees what, in the source of every page ───


def test_the_source_of_no_page_says_more_than_its_reader_may_know(client, client_of):
    karim = a_member(name="Karimnaam", surname="Achternaam", phone="06 12345678")
    plain = an_entry("Plattetitel", text="binnenplat zijdeur", person=karim)
    an_entry("Geheimetitel", text="binnengeheim achterdeur", themes=("geld-recht",), person=karim)
    an_entry("Verborgentitel", hidden_at=now(), hidden_why="report", person=karim)
    asked = a_request("Naamlozevraag", is_anonymous=True, person=karim)
    public = a_request(
        "Openbarevraag", seen_by=SeenBy.EVERYONE, text="binnenvraag voordeur", person=karim
    )
    noor, bas = client_of(a_member()), client_of(a_librarian())
    words = "zijdeur achterdeur voordeur"  # They stand beside the words that may not leak.
    pages = [
        "/vechtdal/", HERE, f"{HERE}?soort=vragen", f"{HERE}?thema=geld-recht", f"{HERE}?q={words}",
        f"{HERE}?q={words}&soort=vragen", f"{HERE}/{plain.id}", f"{HERE}/{asked.id}",
        f"{HERE}/{public.id}",
        f"{HERE}/aanbieden?zin={words}", f"{HERE}/vragen?zin={words}",
    ]  # fmt: skip
    everywhere = {"Geheimetitel", "binnengeheim", "Verborgentitel", "Achternaam", "06 1234"}
    for_some = {"binnenplat", "Naamlozevraag", "Karimnaam"}
    for who, secrets in ((client, everywhere | for_some), (noor, everywhere), (bas, set())):
        seen = "".join(who.get(page).text for page in pages)
        assert {secret for secret in secrets if secret in seen} == set()
        assert "Plattetitel" in seen
        assert "binnenvraag" in seen
    assert client.get(f"{HERE}/{asked.id}").status_code == 404
    assert "Karimnaam" not in noor.get(f"{HERE}/{asked.id}").text
    assert "Karimnaam" in bas.get(f"{DESK}/{asked.id}").text


def test_only_what_everybody_may_read_is_for_search_engines_and_caches(client, client_of):
    karim = a_member()
    half, whole = an_entry(person=karim), an_entry("Heel", seen_by=SeenBy.EVERYONE, person=karim)
    assert client.get(f"{HERE}/{half.id}").headers["X-Robots-Tag"] == "noindex"
    answer = client.get(f"{HERE}/{whole.id}")
    assert "X-Robots-Tag" not in answer.headers
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert "Set-Cookie" not in answer.headers
    assert client_of(karim).get(f"{HERE}/{whole.id}").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("page", ["aanbieden", "vragen"])
def test_the_page_to_begin_on_may_be_found_until_something_is_written(client, client_of, page):
    assert "X-Robots-Tag" not in client.get(f"{HERE}/{page}?taal=en").headers
    written = client.get(f"{HERE}/{page}?zin=Mijn+geheim")
    mine = client_of(a_member()).get(f"{HERE}/{page}")
    for answer in (written, mine, client.post(f"{HERE}/{page}", data={})):
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert answer.headers["Cache-Control"] == "no-store"


def test_what_is_found_says_why_and_nothing_found_is_said_and_becomes_a_request(client):
    an_entry("Ik leer je fietsen maken")
    found = client.get(f"{HERE}?q=fietsen").text
    assert "Eén aanbod past bij je vraag" in found
    assert 'class="kk-reasons"' in found
    nothing = client.get(f"{HERE}?q=zweefvliegen").text
    assert "Niets wat goed past" in nothing
    assert f"{HERE}/vragen?zin=zweefvliegen" in nothing


@pytest.mark.parametrize("query", ["", "?q=fietsen"])
def test_a_list_of_twenty_asks_the_database_at_most_eight_things(client, statements, query):
    karim = a_member()
    for number in range(25):
        an_entry(f"Ik leer je fietsen nummer {number}", person=karim)
        a_request(f"Wie leert mij {number}?", person=karim, seen_by=SeenBy.EVERYONE)
    client.get(HERE + query)
    with statements() as asked:
        page = client.get(HERE + query).text
    assert page.count('class="kk-offer"') == 20
    assert len(asked) <= 8, "\n".join(asked)


# ─── offering and asking ───


def test_who_is_signed_in_says_it_in_one_sentence_and_the_page_knows_who_sees_it(client_of):
    noor = client_of(a_member())
    page = noor.get(f"{HERE}/aanbieden?zin=Ik+bak+brood").text
    assert 'value="Ik bak brood"' in page
    assert "Je voornaam en de rest ziet alleen wie is ingelogd." in page
    answer = noor.post(f"{HERE}/aanbieden", data={"title": "Ik bak brood", **MAY})
    assert answer.status_code == 303
    assert only().is_waiting
    assert "Een bibliothecaris leest het eerst" in noor.get(answer.location).text
    assert "Ik bak brood" in noor.get("/mijn").text


def test_a_wrong_form_keeps_what_was_typed(client_of):
    data = {"title": "", "text": "Met gist", **MAY, "is_old_enough": "", "seen_by": "x"}
    answer = client_of(a_member()).post(f"{HERE}/aanbieden", data=data)
    assert answer.status_code == 422
    assert "Met gist" in answer.text
    assert "Schrijf in één zin" in error_beside(answer, "title")
    assert "16 jaar en ouder" in error_beside(answer, "is_old_enough")


def test_a_stranger_asks_without_a_name_and_confirms_by_a_button_behind_the_mail(client):
    theme = a_theme("digitaal").id
    data = {"title": "Wie helpt mij met DigiD?", "themes": theme, "is_anonymous": "y", **WHO, **MAY}
    answer = client.post(f"{HERE}/vragen", data=data)
    assert answer.location == f"{HERE}/kijk-in-je-mail"
    assert WHO["email"] in client.get(answer.location).text
    (mail,) = owed("confirm")
    letter = letters.render(session(), mail)
    assert letter is not None
    assert "DigiD" not in letter.text
    link = next(word for word in letter.text.split() if "/kennis/link/" in word)
    path = link[link.index("/vechtdal") :]
    assert "DigiD" in client.get(path).text
    assert not only().is_waiting
    client.post(f"{path}/bevestigen", data=AGREED)
    entry = only()
    assert entry.is_waiting
    assert entry.is_anonymous
    assert [each.slug for each in entry.themes] == ["digitaal"]


def test_mine_is_changed_paused_and_renewed_by_me_and_by_nobody_else(client_of):
    noor, karim = a_member(), a_member(name="Karim")
    entry = an_entry(person=noor, themes=("digitaal",))
    mine, his = client_of(noor), client_of(karim)
    at = f"{HERE}/{entry.id}"
    for act in ("pauze", "weer-open", "verlengen", "stoppen", "wijzigen"):
        assert his.post(f"{at}/{act}").status_code == 404
    assert his.get(f"{at}/van-mij").status_code == 404
    assert "Ik leer je fietsen maken" in mine.get(f"{at}/wijzigen").text
    mine.post(f"{at}/wijzigen", data={"title": "Ik leer je banden plakken", **MAY})
    assert the(entry).title == "Ik leer je banden plakken"
    mine.post(f"{at}/pauze")
    assert the(entry).state is EntryState.PAUSED
    mine.post(f"{at}/weer-open")
    assert the(entry).state is EntryState.OPEN
    mine.post(f"{at}/stoppen")
    assert mine.get(f"{at}/wijzigen").status_code == 409, "no form that would be refused"


def test_a_sensitive_theme_stays_with_the_librarians_until_its_own_yes(client, client_of):
    noor = client_of(a_librarian(name="Noor"))
    data = {"title": "Ik kwam uit de schulden", "themes": a_theme("geld-recht").id, **MAY}
    noor.post(f"{HERE}/aanbieden", data=data)
    assert "schulden" not in client.get(HERE).text
    assert "Alleen jij en de bibliothecarissen zien dit" in noor.get(f"{HERE}/{only().id}").text
    noor.post(f"{HERE}/{only().id}/wijzigen", data={**data, "consents": "y"})
    assert "schulden" in client.get(HERE).text
    assert "vertelt" in only().consent_words


# ─── the desk ───


def test_the_desk_narrows_and_writes_down_for_who_has_no_account(client_of):
    desk = client_of(a_librarian())
    waiting = an_entry("Wachtend", state=EntryState.DRAFT, handed_in_at=now(),
                       opened_at=None, expires_at=None)  # fmt: skip
    data = {"title": "Ik leer je haken", "first_name": "Riet", "phone": "0529 1", **MAY}
    refused = desk.post(f"{DESK}/namens/aanbod", data=data)
    assert refused.status_code == 422
    answer = desk.post(f"{DESK}/namens/aanbod", data={**data, "how": "phone", "said_yes": "y"})
    assert "0529 1" in desk.get(answer.location).text
    riet = session().scalars(select(Entry).where(Entry.title == "Ik leer je haken")).one()
    assert (riet.state, riet.heard) == (EntryState.OPEN, Channel.PHONE)
    listed = desk.get(f"{DESK}?wat=wacht").text
    assert "Wachtend" in listed
    assert "haken" not in listed
    assert desk.get(f"{DESK}/{waiting.id}").status_code == 200
    assert "haken" in desk.get(f"{DESK}?soort=aanbod&stand=open").text
    assert count(Entry) == 2
    assert riet.direction is Direction.OFFER


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_offer_is_made_of_ones_own_kunde_and_of_nobody_elses(app, client_of):
    fatima, karim = a_member(name="Fatima"), a_member(name="Karim")
    own, others = a_skill(fatima, "Ik brei sokken"), a_skill(karim, "Ik zing")
    a_skill(fatima, "Ik wil leren zingen", kind=SkillKind.WANTS_TO_LEARN)
    browser = client_of(fatima)
    page = browser.get("/mijn/kunde").text
    assert page.count("/kennis/aanbieden?zin=") == 1
    assert f"kunde={own.id}" in page
    for skill, made_of in ((own, own.id), (others, None)):
        at = f"/vechtdal/kennis/aanbieden?zin=Ik+brei&kunde={skill.id}"
        assert f'action="/vechtdal/kennis/aanbieden?kunde={skill.id}"' in browser.get(at).text
        answer = browser.post(at, data={**MAY, "title": f"Ik brei {skill.id}"})
        assert answer.status_code == 303
        session().rollback()
        entry = session().scalars(select(Entry).order_by(Entry.id.desc()).limit(1)).one()
        assert entry.skill_id == made_of
    beyond = f"/vechtdal/kennis/aanbieden?kunde={10**20}"
    assert browser.post(beyond, data={**MAY, "title": "Ik haak"}).status_code == 303
