"""What is known is handed over whole; erased is erased; and no count changes."""

from __future__ import annotations

import json
import re
import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import String, Text, func, inspect, select, update

from community.accounts.models import Membership, Person, Role, SignedIn
from community.accounts.people import LastManager
from community.activity.models import Activity, PersonKey
from community.activity.verbs import Verb
from community.clock import now
from community.consents.models import Consent
from community.db import db, session, transaction
from community.gatherings.models import Gathering, GatheringHost, SignUp, SignUpStatus
from community.harvests import quoting
from community.harvests.models import HarvestEdition
from community.pictures import storage
from community.pictures.encoding import Encoded
from community.rights import erasing, knowing
from community.rights.erasing import MustHandOverFirst
from community.rights.traces import BY_TABLE, TRACES, Fate
from tests import factories
from tests.architecture.world import a_world
from tests.harvests.rows import a_draft, a_past_talk, does, items_of, published

pytestmark = pytest.mark.usefixtures("app")

MARK = "Zwqx"


@pytest.fixture
def resident() -> Person:
    return a_world().here.resident


def erase(person: Person) -> None:
    with transaction() as tx:
        erasing.erase(tx, person.id, now=now())
    session().expire_all()


def mark_everything(person: Person) -> set[str]:
    """Put a word that stands nowhere else in every text that leads to this person."""
    marked = set()
    with transaction() as tx:
        tx.execute(
            update(Person)
            .where(Person.id == person.id)
            .values(first_name=MARK, surname=MARK, phone=MARK, email=f"{MARK.lower()}@example.org")
        )
        for trace in TRACES:
            rows = knowing.table(trace.table)
            texts = [
                column.name
                for column in rows.columns
                if column.name in {*trace.shows, *(trace.blanks or {})}
                and type(column.type) in (String, Text)
                and (getattr(column.type, "length", None) or 99) >= 40
                and column.name
                not in {"hidden_why", "language", "asked", "answer", "template", "purpose"}
            ]
            if texts and knowing.count(tx, trace, person.id):
                tx.execute(
                    update(rows)
                    .where(knowing.whose(trace, person.id))
                    .values(**dict.fromkeys(texts, MARK))
                )
                marked.add(trace.table)
    session().expire_all()
    return marked


def everywhere() -> str:
    """Every value of every row of every table, as text; those of search included."""
    with db.engine.connect() as connection:
        names = inspect(connection).get_table_names()
        return "\n".join(
            f"{name}: {tuple(row)}"
            for name in names
            for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"')  # noqa: S608
        )


def counts() -> dict[str, int]:
    """Rows of the log, and of each trace whose rows stay."""
    tables = [Activity.__table__, *(
        knowing.table(trace.table) for trace in TRACES if trace.fate is Fate.BLANKED
    )]  # fmt: skip
    return {
        str(rows): session().scalar(select(func.count()).select_from(rows)) or 0 for rows in tables
    }


def test_nothing_of_somebody_is_left_anywhere_and_no_count_changes(resident):
    marked = mark_everything(resident)
    assert len(marked) > 8, marked
    assert MARK in everywhere()
    before, who = counts(), resident.id
    erase(resident)
    assert [line for line in everywhere().splitlines() if MARK.lower() in line.lower()] == []
    left = select(func.count()).where(Activity.verb == Verb.SIGN_UP_LEFT)
    before[str(Activity.__table__)] += session().scalar(left) or 0
    assert counts() == before
    gone = session().get_one(Person, who)
    assert (gone.first_name, gone.email, gone.memberships) == ("—", None, [])
    assert session().scalars(select(PersonKey).where(PersonKey.person_id == who)).all() == []


def test_a_seat_goes_to_who_waits_and_twice_changes_nothing():
    gathering = factories.a_gathering(capacity=1)
    noor = factories.a_sign_up(gathering)
    riet = factories.a_sign_up(gathering, status=SignUpStatus.WAITING)
    person = noor.person
    erase(person)
    erase(person)
    session().expire_all()
    assert session().get_one(SignUp, riet.id).status is SignUpStatus.CONFIRMED
    assert session().get_one(Gathering, gathering.id).taken == 1


def test_who_keeps_a_library_or_the_installation_running_hands_that_over_first():
    ada = factories.a_member(Role.MANAGER)
    with pytest.raises(LastManager):
        erase(ada)
    with transaction() as tx:
        tx.get_one(Person, ada.id).is_operator = True
    with pytest.raises(MustHandOverFirst):
        erase(ada)
    assert session().get_one(Person, ada.id).erased_at is None


def test_everything_is_in_the_file_twice_and_nothing_of_somebody_else(app, client_of, resident):
    factories.a_person("Vreemde Vogel")
    mark_everything(resident)
    answer = client_of(resident).get("/mijn/gegevens/bestand?taal=nl")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    with zipfile.ZipFile(BytesIO(answer.data)) as made:
        told = json.loads(made.read("gegevens.json"))
        page = made.read("gegevens.html").decode()
    assert told["person"]["email"] == f"{MARK.lower()}@example.org"
    for trace in TRACES:
        if trace.what and knowing.count(session(), trace, resident.id):
            assert told[trace.table], trace.table
            assert len(told[trace.table]) == knowing.count(session(), trace, resident.id)
    assert MARK in page
    assert "Je aanmeldingen" in page
    assert "Vreemde Vogel" not in page + json.dumps(told)
    assert not re.search(r"salt|hash", json.dumps(list(told)))


def test_it_is_seen_before_it_is_done_and_wants_a_tick(client_of, resident):
    browser = client_of(resident)
    page = browser.get("/mijn/gegevens/wissen?taal=nl")
    assert "Je aanmeldingen" in page.text
    assert browser.post("/mijn/gegevens/wissen").status_code == 422
    session().expire_all()
    assert session().get_one(Person, resident.id).erased_at is None
    assert browser.post("/mijn/gegevens/wissen", data={"sure": "y"}).status_code == 303
    session().expire_all()
    assert session().get_one(Person, resident.id).erased_at
    assert browser.get("/mijn/gegevens").status_code in {302, 303}, "still signed in"


def test_who_has_no_address_is_erased_at_the_counter_and_who_has_one_or_lives_elsewhere_is_not(
    client_of,
):
    riet = factories.a_member(name="Riet", email=None, phone="0612")
    both, mailed = factories.a_member(name="Bo", email=None), factories.a_member(name="Mia")
    elsewhere = factories.a_library("zuidpolder")
    here, then = factories.the_library().slug, now()
    factories.saved(Membership(library_id=elsewhere.id, person_id=both.id, created_at=then))
    desk = client_of(factories.a_librarian())
    path, sure = f"/{here}/beheer/wissen/{riet.id}", {"sure": "y"}
    assert "Bibliotheken die je kennen" in desk.get(f"{path}?taal=nl").text
    assert desk.post(path).status_code == 422
    for other in (both, mailed):
        assert "Wis voorgoed" not in desk.get(f"/{here}/beheer/wissen/{other.id}?taal=nl").text
        assert desk.post(f"/{here}/beheer/wissen/{other.id}", data=sure).status_code == 422
    stranger = client_of(factories.a_librarian(elsewhere, "Zus"))
    assert stranger.post(f"/zuidpolder/beheer/wissen/{riet.id}", data=sure).status_code == 404
    assert desk.post(path, data=sure).status_code == 303
    session().expire_all()
    erased = select(Person.id).where(Person.erased_at.is_not(None))
    assert session().scalars(erased).all() == [riet.id]


def test_who_has_no_address_gets_everything_at_the_counter_and_nobody_else_does(client_of):
    riet = factories.a_member(name="Riet", surname="Vrkqstra", email=None, phone="0612")
    talk = factories.a_sign_up(factories.a_gathering("Lezen"), riet).gathering
    mailed = factories.a_member(name="Mia")
    here = factories.the_library().slug
    desk, asked = client_of(factories.a_librarian()), {"asked": "y"}
    path = f"/{here}/beheer/gegevens/{riet.id}"
    assert path in desk.get(f"/{here}/beheer/activiteiten/{talk.id}/aanmeldingen").text
    assert desk.get(f"{path}?taal=nl").status_code == 200
    assert desk.post(path).status_code == 422, "somebody asks for it"
    assert desk.post(f"/{here}/beheer/gegevens/{mailed.id}", data=asked).status_code == 422
    stranger = client_of(factories.a_librarian(factories.a_library("zuidpolder"), "Zus"))
    assert stranger.post(f"/zuidpolder/beheer/gegevens/{riet.id}", data=asked).status_code == 404

    page = desk.post(path, data=asked | {"on_paper": "1"})
    assert page.status_code == 200
    assert "Lezen" in page.text
    assert "Vrkqstra" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    made = desk.post(path, data=asked)
    with zipfile.ZipFile(BytesIO(made.data)) as opened:
        told = json.loads(opened.read("gegevens.json"))
    assert told["person"]["first_name"] == "Riet"
    assert [each["gathering_id"] for each in told["sign_up"]] == ["Lezen"]
    assert told["access_read"], "and that it was handed over stands in it"


def test_on_a_screen_that_was_left_open_nothing_is_handed_over(client_of):
    riet = factories.a_member(name="Riet", email=None, phone="0612")
    desk = client_of(factories.a_librarian())
    with transaction() as tx:
        tx.execute(update(SignedIn).values(created_at=now() - timedelta(hours=1)))
    path = f"/{factories.the_library().slug}/beheer/gegevens/{riet.id}"
    assert desk.post(path, data={"asked": "y"}).status_code == 403


def test_somebody_else_keeps_everything(resident):
    other = factories.a_sign_up(factories.a_gathering(), factories.a_person("Ander"))
    erase(resident)
    kept = session().get_one(SignUp, other.id)
    assert kept.person.first_name == "Ander"
    assert BY_TABLE["membership"].fate is Fate.GONE
    mine = select(Membership).where(Membership.person_id == resident.id)
    assert session().scalars(mine).all() == []


def test_each_consent_is_shown_in_its_words_and_taken_back_by_one_button(client_of, resident):
    consent = session().scalars(select(Consent).where(Consent.person_id == resident.id)).one()
    browser = client_of(resident)
    page = browser.get("/mijn/gegevens?taal=nl").text
    assert "Mag de bibliotheek je later uitnodigen" in page
    assert "Op een pagina" in page
    path = f"/mijn/gegevens/toestemmingen/{consent.id}"
    assert f'href="{path}"' in page
    asked = browser.get(f"{path}?taal=nl").text
    assert "stuurt je geen uitnodigingen meer" in asked
    assert client_of(factories.a_person("Ander")).post(path).status_code == 404
    for _ in range(2):
        assert browser.post(path).status_code == 303
    assert "ingetrokken" in browser.get(f"{path}?taal=nl").text


def test_a_name_is_taken_away_from_under_a_quote_and_from_what_was_published(client_of):
    noor = factories.a_sign_up(a_past_talk())
    harvest = a_draft(noor.gathering, "Meer banken")
    item = items_of(harvest)[0]
    with transaction() as tx:
        tx.merge(item).is_quote = True
    of = {"name": "Noor", "how": "Aan de balie", "now": now()}
    quote = does(quoting.note_aloud, harvest, item.id, noor.id, **of)
    published(harvest)
    assert "Noor" in everywhere_published()
    browser = client_of(noor.person)
    path = f"/mijn/gegevens/citaten/{quote.id}"
    assert f'href="{path}"' in browser.get("/mijn/gegevens").text
    assert "Meer banken" in browser.get(path).text
    assert browser.post(path).status_code == 303
    assert "Noor" not in everywhere_published()
    assert browser.get(path).status_code == 404


def everywhere_published() -> str:
    session().rollback()
    return json.dumps([each.said for each in session().scalars(select(HarvestEdition))])


def test_pictures_of_what_somebody_hosts_go_along_and_no_others(app, client_of):
    library, instance = factories.the_library(), Path(app.config["INSTANCE"])
    host = factories.a_member()
    for digest, by in (("a" * 64, host), ("b" * 64, factories.a_person("Ander"))):
        encoded = Encoded(digest=digest, width=480, height=270, files={480: digest[:4].encode()})
        storage.keep(instance, library.id, encoded)
        picture = factories.a_picture(library, digest=digest, width=480, height=270)
        gathering = factories.a_gathering("Plantjesruil", picture_id=picture.id)
        factories.saved(GatheringHost(gathering_id=gathering.id, person_id=by.id))
    answer = client_of(host).get("/mijn/gegevens/bestand")
    with zipfile.ZipFile(BytesIO(answer.data)) as made:
        (name,) = [each for each in made.namelist() if each.startswith("beelden/")]
        assert made.read(name) == b"aaaa"
        assert f'src="{name}"' in made.read("gegevens.html").decode()
        assert json.loads(made.read("gegevens.json"))["pictures"][0]["activity"] == "Plantjesruil"
