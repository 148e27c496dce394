"""Lists as files from the desk: the same that the page shows, for who may see that page."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts.models import Role
from community.clock import now
from community.db import session, transaction
from community.errors import NotFound
from community.exports import jobs, making, queries, services, views
from community.exports.models import KEPT, Export, Kind, State
from community.gatherings.models import Attendance, GatheringStatus
from community.gatherings.questions import QuestionKind
from community.gatherings.reply_models import AccessNeed, SignUpAnswer
from community.jobs import clock
from tests.factories import (
    a_gathering,
    a_host_of,
    a_librarian,
    a_member,
    a_person,
    a_sign_up,
    saved,
    the_library,
)
from tests.gatherings.desk import DESK
from tests.groups.groups import a_contact_of, a_group
from tests.partners.making import a_partner

FILES = "/vechtdal/beheer/bestanden"

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def desk(client_of):
    return client_of(a_librarian(the_library()))


@pytest.fixture
def manager(client_of):
    return client_of(a_member(Role.MANAGER, the_library(), "Mies"))


def table(answer):
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return answer.data.decode("utf-8-sig").splitlines()


def the_list(browser, kind, **narrowed):
    """Around now: this year, which is usual, leaves out what comes after its last week."""
    day = now().date()
    period = {"van": day - timedelta(days=200), "tot": day + timedelta(days=200)}
    wanted = {"soort": kind, "als": "csv", **period, **narrowed}
    return table(browser.get(f"{FILES}/lijst", query_string=wanted))


def the_file():
    session().rollback()
    return session().scalars(select(Export)).one()


def test_every_list_can_be_had_in_both_ways(desk):
    gathering = a_gathering()
    a_sign_up(gathering)
    a_group()
    a_partner()
    for kind in Kind:
        if kind is not Kind.EVERYTHING:
            assert len(the_list(desk, kind.value)) >= (
                1 if kind in ("attendance", "answers", "harvests", "log") else 2
            )
            sheet = desk.get(f"{FILES}/lijst?soort={kind}&als=xlsx")
            assert sheet.status_code == 200
            assert zipfile.is_zipfile(io.BytesIO(sheet.data))


def test_the_list_of_activities_is_as_its_page_shows_it(desk):
    a_gathering("Repair Café")
    a_gathering("Leesclub")
    a_gathering("Repair concept", status=GatheringStatus.DRAFT)
    page = desk.get("/vechtdal/beheer/activiteiten/?lijst=komend&q=repair").text
    assert "soort=gatherings&amp;als=csv&amp;lijst=komend&amp;q=repair" in page
    rows = the_list(desk, "gatherings", lijst="komend", q="repair")
    assert [row.split(";")[4] for row in rows[1:]] == ["Repair Café"]


def test_partners_and_groups_have_their_list_beside_them(desk):
    a_partner("Carinova")
    a_group("Breigroep")
    assert "soort=partners" in desk.get("/vechtdal/beheer/partners").text
    assert "soort=groups" in desk.get("/vechtdal/beheer/groepen").text
    assert "Carinova" in the_list(desk, "partners", q="carinova")[1]
    assert len(the_list(desk, "partners", q="niemand")) == 1


def test_a_shelf_that_there_is_not_is_no_failure(desk):
    a_gathering("Repair Café")
    assert "Repair Café" in str(the_list(desk, "gatherings", lijst="zolder", sector="geen"))


def test_who_is_the_contact_of_a_sensitive_group_is_in_no_file(desk):
    a_contact_of(a_group("Breigroep"), "Ineke")
    a_contact_of(a_group("Rouwgroep", is_sensitive=True), "Geheim")
    text = str(the_list(desk, "groups"))
    assert ("Rouwgroep" in text, "Ineke" in text, "Geheim" in text) == (True, True, False)


def test_a_list_of_sign_ups_is_of_a_period(desk):
    soon, later = now() + timedelta(days=3), now() + timedelta(days=90)
    for name, starts_at in (("Noor", soon), ("Ali", later)):
        a_sign_up(a_gathering(starts_at=starts_at), a_person(name))
    day = soon.date()
    rows = the_list(desk, "sign_ups", van=day - timedelta(days=1), tot=day + timedelta(days=1))
    assert "Noor" in rows[1]
    assert len(rows) == 2


def test_who_was_there_has_walk_ins_by_the_name_they_gave(desk):
    gathering = a_gathering(starts_at=now() - timedelta(hours=1))
    for name in ("Piet", ""):
        saved(Attendance(
            library_id=gathering.library_id, gathering_id=gathering.id, key=f"k{name}", name=name,
            people=2, activity_id=1, checked_in_at=now(), noted_at=now(),
        ))  # fmt: skip
    rows = the_list(desk, "attendance", tot=now().date() + timedelta(days=1))
    assert [row.split(";")[3] for row in rows[1:]] == ["Piet", ""]


def test_nobody_of_a_sensitive_activity_is_in_a_file(desk):
    quiet, plain = a_gathering(is_sensitive=True), a_gathering()
    for gathering, name, question in (
        (quiet, "Geheim", "Mag mijn zus mee?"),
        (plain, "Openlijk", "Mag mijn broer mee?"),
    ):
        entry = a_sign_up(
            gathering, a_person(name, email=f"{name.lower()}@example.org"), question=question
        )
        saved(SignUpAnswer(
            sign_up_id=entry.id, library_id=gathering.library_id, position=1,
            kind=QuestionKind.SHORT, question="Wat neem je mee?", value=f"De soep van {name}",
        ))  # fmt: skip
    files = {
        kind: "\n".join(the_list(desk, kind)) for kind in ("sign_ups", "attendance", "answers")
    }
    for each in (quiet, plain):
        own = table(desk.get(f"{DESK}/{each.id}/aanmeldingen/aanmeldingen.csv"))
        files[f"of {each.id}"] = "\n".join(own)
    for hidden in ("Geheim", "geheim@", "zus"):
        assert [kind for kind, text in files.items() if hidden in text] == []
    # Of another activity the same stands there: the files are not silent by themselves.
    assert [kind for kind, text in files.items() if "Openlijk" in text] == [
        "sign_ups", "answers", f"of {plain.id}",
    ]  # fmt: skip


def test_what_somebody_needs_is_in_no_file(desk):
    gathering = a_gathering()
    entry = a_sign_up(gathering)
    saved(AccessNeed(sign_up_id=entry.id, library_id=gathering.library_id, text="Een lift"))
    for kind in Kind:
        if kind is not Kind.EVERYTHING:
            assert "lift" not in str(the_list(desk, kind.value))
    assert len(the_list(desk, "sign_ups")) == 2, "who needs it does stand there"
    assert "lift" not in desk.get(f"{DESK}/{gathering.id}/aanmeldingen/aanmeldingen.csv").text


def test_a_host_has_the_list_of_their_own_activity_with_first_names_alone(client_of):
    gathering = a_gathering()
    a_sign_up(gathering, a_person("Noor", surname="van Dam", phone="06 1"), question="Wie helpt?")
    host = client_of(a_host_of(gathering))
    text = "\n".join(table(host.get(f"{DESK}/{gathering.id}/aanmeldingen/aanmeldingen.csv")))
    assert "Noor" in text
    assert "Wie helpt?" in text
    for hidden in ("van Dam", "@example.org", "06 1"):
        assert hidden not in text
    assert host.get(f"{FILES}/lijst?soort=people").status_code in {403, 404}
    other = a_gathering()
    assert host.get(f"{DESK}/{other.id}/aanmeldingen/aanmeldingen.csv").status_code == 404


def test_a_period_that_ends_before_it_begins_is_told(desk):
    answer = desk.get(f"{FILES}/lijst?soort=gatherings&van=2026-03-02&tot=2026-03-01")
    assert answer.status_code == 422
    assert desk.get(f"{FILES}/lijst?soort=alles").status_code == 422
    answer = desk.get(f"{FILES}/lijst?soort=gatherings&van=0001-01-01&tot=9999-12-31")
    assert (answer.status_code, "Kijk naar het jaartal" in answer.text) == (422, True)


# ─── what takes long ───


def test_a_long_list_is_made_aside_and_found_back(desk, monkeypatch):
    monkeypatch.setattr(views, "MOST_AT_ONCE", 0)
    a_gathering("Repair Café")
    address = f"{FILES}/lijst?soort=gatherings&lijst=komend&als=csv"
    assert "We maken hem voor je" in desk.get(address).text
    answer = desk.post(address)
    assert answer.status_code == 303
    assert desk.post(address).location == answer.location, "twice is once"
    assert "Wacht op zijn beurt" in desk.get(answer.location).text
    assert desk.post(f"{answer.location}/ophalen").status_code == 404
    assert the_file().times_taken == 0
    assert making.make_next(now())
    assert "Klaar" in desk.get(answer.location).text
    assert "Repair Café" in str(table(desk.post(f"{answer.location}/ophalen")))
    taken = the_file()
    assert (taken.times_taken, taken.state) == (1, State.READY)
    assert taken.taken_by_id is not None
    assert not making.make_next(now())


def test_a_file_is_wiped_after_a_week_and_who_took_it_is_not_forgotten(desk):
    a_gathering()
    desk.post(f"{FILES}/lijst?soort=gatherings&als=xlsx")
    making.make_next(now())
    file = the_file()
    path = making.path_of(file.library_id, file.id, file.format)
    assert path.is_file()
    assert making.wipe_old(now() + KEPT - timedelta(hours=1)) == 0
    with transaction() as tx, pytest.raises(NotFound):  # From then on, also while it still lies.
        services.take(tx, file.library_id, file.id, by_id=1, now=now() + KEPT + timedelta(hours=1))
    assert making.wipe_old(now() + KEPT + timedelta(hours=1)) == 1
    assert not path.exists()
    assert the_file().state is State.WIPED
    assert desk.post(f"{FILES}/{file.id}/ophalen").status_code == 404
    assert desk.get(f"{FILES}/{file.id}").status_code == 200


def test_a_file_that_could_not_be_made_says_so(desk, monkeypatch):
    def fail(*_args, **_more):
        raise OSError

    monkeypatch.setattr(making, "_write", fail)
    address = desk.post(f"{FILES}/lijst?soort=people&als=csv").location
    assert making.make_next(now())
    assert the_file().state is State.BROKEN
    assert "nog een keer" in desk.get(address).text


def test_nothing_is_left_of_a_list_that_broke_half_way(desk, monkeypatch):
    def breaks(*_args):
        yield b"half"
        raise OSError

    monkeypatch.setattr(making, "as_csv", breaks)
    desk.post(f"{FILES}/lijst?soort=people&als=csv")
    assert making.make_next(now())
    file = the_file()
    folder = making.path_of(file.library_id, file.id, file.format).parent
    assert (file.state, list(folder.iterdir())) == (State.BROKEN, [])


def test_a_file_that_somebody_else_waits_for_is_theirs(client_of, desk):
    other = client_of(a_librarian(the_library(), "Ella"))
    address = f"{FILES}/lijst?soort=people&als=csv"
    assert desk.post(address).location != other.post(address).location


def test_a_file_is_in_the_language_of_who_asked_for_it(client_of, desk):
    """The worker that makes it speaks none."""
    english = client_of(a_librarian(the_library(), "Ella"))
    address = f"{FILES}/lijst?soort=people&als=csv"
    places = [desk.post(address).location, english.post(f"{address}&taal=en").location]
    while making.make_next(now()):
        pass
    heads = [
        table(browser.post(f"{place}/ophalen"))[0]
        for browser, place in zip((desk, english), places, strict=True)
    ]
    assert ["Voornaam" in heads[0], "First name" in heads[1]] == [True, True], heads


def test_who_is_still_at_it_says_so(desk, monkeypatch):
    """Else another would begin it again after ten minutes, however long the list."""
    desk.post(f"{FILES}/lijst?soort=people&als=csv")
    with transaction() as tx:
        services.take_up(tx, now=now())
    with monkeypatch.context() as patched, transaction() as tx:  # Two who saw it at once.
        patched.setattr(queries, "find_due", lambda _session, now: the_file().id)
        assert services.take_up(tx, now=now()) is None
    later = now() + timedelta(minutes=9)
    with transaction() as tx:
        services.tell(tx, the_file().id, 1, 2, now=later)
    assert not making.make_next(now() + timedelta(minutes=11))
    assert making.make_next(later + timedelta(minutes=11))


def test_what_a_worker_let_fall_is_taken_up_by_the_next(desk, monkeypatch):
    address = desk.post(f"{FILES}/lijst?soort=people&als=csv").location

    def stop(*_args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(making, "_make", stop)
        with pytest.raises(KeyboardInterrupt):
            making.make_next(now())
    assert not making.make_next(now()), "somebody may still be at it"
    assert making.make_next(now() + timedelta(minutes=11))
    assert "Klaar" in desk.get(address).text


def test_everything_is_for_a_manager_who_types_the_name(desk, manager):
    assert desk.get(f"{FILES}/alles").status_code in {403, 404}
    assert the_library().name in manager.get(f"{FILES}/alles").text
    wrong = manager.post(f"{FILES}/alles", data={"name": "vechtdal"})
    assert wrong.status_code == 422
    answer = manager.post(f"{FILES}/alles", data={"name": the_library().name})
    assert answer.status_code == 303
    making.make_next(now())
    dump = manager.post(f"{answer.location}/ophalen")
    assert "schema.json" in zipfile.ZipFile(io.BytesIO(dump.data)).namelist()
    assert desk.get(answer.location).status_code == 404
    assert desk.post(f"{answer.location}/ophalen").status_code == 404
    assert answer.location not in desk.get(FILES).text


def test_the_clock_makes_and_wipes():
    jobs.register(None)
    by_name = {job.name: job for job in clock.registered()}
    assert by_name["exports.make_next"].aside
    assert "exports.wipe_old" in by_name
