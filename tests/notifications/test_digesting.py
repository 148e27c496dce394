"""The weekly digest: on which morning, to whom, and about what."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from sqlalchemy import func, insert, select

from community.accounts.models import Person
from community.clock import from_local
from community.db import session, table_of, transaction
from community.gatherings.kinds import Kind, SignUpMode, Visibility
from community.gatherings.models import (
    Absent,
    Attendance,
    Gathering,
    GatheringStatus,
    LookBack,
    SignUpStatus,
)
from community.notifications import digesting, jobs, wishes
from community.notifications.models import MailWish, Stream
from community.outbox.models import OutboxMail
from community.preferences import services as preferences
from community.preferences.services import Said
from tests.factories import a_branch, a_gathering, a_library, a_person, a_sign_up, a_theme, saved
from tests.notifications.post import all_owed, call_off, change, sends, wants, written

pytestmark = pytest.mark.usefixtures("app")

#: A Thursday at eight.
MORNING = from_local(date(2026, 11, 12), time(8))
LAST_MONTH = MORNING - timedelta(days=30)


@pytest.fixture(autouse=True)
def thursday(clock):
    clock.at = MORNING
    return clock


def a_reader(library_id: int, name: str = "Fatima", **said: object) -> Person:
    person = a_person(name)
    wants(person, library_id, at=LAST_MONTH, digest=True, **said)
    return person


def an_offer(title: str = "Repair Café", days: float = 4, age: float = 3, **fields):
    """Something in so many days, that came out so many days ago."""
    return a_gathering(
        title,
        starts_at=MORNING + timedelta(days=days),
        published_at=MORNING - timedelta(days=age),
        **fields,
    )


def test_what_suits_her_stands_in_it_with_why_if_she_wants_that():
    offer = an_offer("Muziek maken")
    fatima = a_reader(offer.library_id, kinds=frozenset({Kind.COURSE}), fitting=True)
    with transaction() as tx:
        music = tx.merge(a_theme("muziek-podium"))
        tx.get_one(Gathering, offer.id).themes = [music]
        preferences.keep(
            tx, offer.library_id, fatima.id, Said(theme_ids=frozenset({music.id})), now=MORNING
        )
    jobs.send_digests(MORNING)
    letter = the_letter()
    assert "Muziek maken" in letter.subject
    assert "Dit past bij je" in letter.text
    assert "Je houdt van" in letter.text


def the_letter():
    return written(all_owed()[-1])


# ─── when ───


def test_it_goes_out_once_a_week(clock):
    a_reader(an_offer(age=40).library_id)
    for week in range(2):
        an_offer(f"Nieuw {week}", days=7 * week + 3)
        assert [jobs.send_digests(clock.at) for _ in range(3)] == [1, 0, 0]
        clock.pass_by(days=7)
    keys = [mail.key.rpartition(":")[2] for mail in all_owed()]
    assert keys == ["2026-W46", "2026-W47"]


@pytest.mark.parametrize(("hours", "owed"), [(-0.1, 0), (0, 1), (6, 1), (11.9, 1), (12, 0)])
def test_six_hours_of_sleep_make_it_late_and_a_day_makes_it_wait_for_the_next(clock, hours, owed):
    a_reader(an_offer().library_id)
    clock.pass_by(hours=hours)
    assert jobs.send_digests(clock.at) == owed


def test_another_day_in_the_same_week_brings_no_second_one(clock):
    offer = an_offer()
    a_reader(offer.library_id)
    jobs.send_digests(clock.at)
    sends(offer.library_id, weekday=4)
    clock.pass_by(days=1)
    assert jobs.send_digests(clock.at) == 0


def test_a_library_that_has_none_sends_none(clock):
    offer = an_offer()
    a_reader(offer.library_id)
    sends(offer.library_id, digest=False)
    assert jobs.send_digests(clock.at) == 0


# ─── to whom ───


def test_who_did_not_ask_gets_none(clock):
    offer = an_offer()
    wants(a_person(), offer.library_id, at=LAST_MONTH, digest=False)
    a_sign_up(offer, a_person())
    assert jobs.send_digests(clock.at) == 0


def test_who_asked_after_the_morning_waits_a_week(clock):
    offer = an_offer(days=10)
    wants(a_person(), offer.library_id, at=MORNING + timedelta(hours=1), digest=True)
    clock.pass_by(hours=2)
    assert jobs.send_digests(clock.at) == 0
    clock.at = MORNING + timedelta(days=7)
    assert jobs.send_digests(clock.at) == 1


def test_another_librarys_offer_is_not_told(clock):
    a_reader(a_library("ijssel").id)
    an_offer(library=a_library("vechtdal"))
    assert jobs.send_digests(clock.at) == 0


# ─── about what ───

UNTOLD = {
    "a draft": {"status": GatheringStatus.DRAFT},
    "for who is signed in": {"visibility": Visibility.SIGNED_IN},
    "by link": {"visibility": Visibility.LINK},
    "by invitation": {"sign_up_mode": SignUpMode.INVITATION},
    "sensitive": {"is_sensitive": True},
    "cancelled": {"status": GatheringStatus.CANCELLED},
    "full": {"capacity": 2, "taken": 2, "has_waiting_list": False},
    "closed for sign-up": {"sign_up_closes_at": MORNING - timedelta(hours=1)},
}


TOLD = {
    "to walk in": {"kind": Kind.DROP_IN},
    "with a ticket": {"sign_up_mode": SignUpMode.ELSEWHERE},
    "full, with a waiting list": {"capacity": 2, "taken": 2},
    "for everybody": {"capacity": None},
    "a lecture": {"kind": Kind.LECTURE},
}


def test_nothing_to_tell_is_no_mail(clock):
    for title, such in UNTOLD.items():
        library_id = an_offer(title, **such).library_id
    an_offer("Te ver weg", days=22)
    an_offer("Net uit", age=-0.01)
    a_reader(library_id)
    clock.pass_by(hours=1)
    offers = digesting.offers_of(session(), library_id, MORNING, now=clock.at)
    assert [offer.title for offer in offers] == []
    assert jobs.send_digests(clock.at) == 0


def test_what_one_can_come_to_or_wait_for_is_told(clock):
    for title, such in TOLD.items():
        library_id = an_offer(title, **such).library_id
    assert {told.offer.title for told in digest_of(a_reader(library_id)).new} == set(TOLD)


@pytest.mark.parametrize("status", [SignUpStatus.CONFIRMED, SignUpStatus.WAITING])
def test_what_she_is_in_already_is_not_told(clock, status):
    offer = an_offer()
    a_sign_up(offer, a_reader(offer.library_id), status)
    assert jobs.send_digests(clock.at) == 0


def test_what_she_hears_nothing_more_of_is_not_told(clock):
    """She stayed away from an earlier one, and the desk said: who did not come is left out."""
    earlier = an_offer(days=-10, age=40)
    bas, fatima = a_reader(earlier.library_id, "Bas"), a_reader(earlier.library_id)
    came, _stayed_away = a_sign_up(earlier, bas), a_sign_up(earlier, fatima)
    saved(Attendance(
        library_id=earlier.library_id, gathering_id=earlier.id, sign_up_id=came.id, people=1,
        activity_id=1,
        checked_in_at=earlier.starts_at, noted_at=earlier.starts_at,
    ))  # fmt: skip
    saved(LookBack(
        gathering_id=earlier.id, library_id=earlier.library_id, absent=Absent.LEFT_OUT,
        written_at=earlier.ends_at,
    ))  # fmt: skip
    an_offer()
    jobs.send_digests(clock.at)
    assert [mail.person_id for mail in all_owed()] == [bas.id]
    an_offer("Leesclub")
    assert [told.offer.title for told in digest_of(fatima).new] == ["Leesclub"]


def test_what_she_left_is_told_again(clock):
    offer = an_offer()
    a_sign_up(offer, a_reader(offer.library_id), SignUpStatus.CANCELLED)
    assert jobs.send_digests(clock.at) == 1


def with_theme(gathering: Gathering, slug: str) -> Gathering:
    theme_id = a_theme(slug).id
    with transaction() as tx:
        link = Gathering.__mapper__.relationships["themes"].secondary
        tx.execute(insert(link).values(gathering_id=gathering.id, theme_id=theme_id))
    return gathering


def test_of_themes_kinds_and_branches_it_tells_what_she_chose():
    here, there = a_branch(place="Dalfsen"), a_branch(place="Hardenberg")
    library_id, kind = here.library_id, Kind.WORKSHOP
    fits = with_theme(an_offer("Alles klopt", kind=kind, branch_id=here.id), "digitaal")
    an_offer("Geen thema", kind=kind, branch_id=here.id)
    with_theme(an_offer("Ander soort", branch_id=here.id), "digitaal")
    with_theme(an_offer("Elders", kind=kind, branch_id=there.id), "digitaal")
    her = a_person()
    wants(her, library_id, at=LAST_MONTH, digest=True, kinds=frozenset({kind}),
          theme_ids=frozenset({a_theme("digitaal").id}),
          branch_ids=frozenset({here.id}))  # fmt: skip
    everything = a_reader(library_id, "Noor")
    jobs.send_digests(MORNING)
    narrow, wide = (digest_of(person) for person in (her, everything))
    assert narrow.titles == [fits.title]
    assert len(wide.titles) == 4


def digest_of(person: Person) -> digesting.Digest:
    wish = session().scalars(select(MailWish).where(MailWish.person_id == person.id)).one()
    found = digesting.digest_for(session(), wish, MORNING, now=MORNING)
    assert found is not None
    return found


def test_another_librarys_branch_cannot_be_chosen():
    elsewhere = a_branch(a_library("ijssel"), "Deventer")
    here = a_library("vechtdal")
    wish = wants(a_person(), here.id, at=LAST_MONTH, digest=True,
                 branch_ids=frozenset({elsewhere.id}))  # fmt: skip
    assert wish.branches == []


def test_new_comes_first_and_what_repeats_stands_there_once():
    library_id = an_offer("Taalcafé", days=2, age=90).library_id
    an_offer("Taalcafé", days=9, age=90)
    an_offer("Taalcafé", days=16, age=90)
    an_offer("Repair Café", days=6, age=2)
    found = digest_of(a_reader(library_id))
    assert [(told.offer.title, told.more) for told in found.new] == [("Repair Café", 0)]
    assert [(told.offer.title, told.more) for told in found.still_open] == [("Taalcafé", 2)]


def test_it_is_short_and_says_how_much_it_leaves_out():
    for number in range(digesting.MOST + 3):
        library_id = an_offer(f"Nieuw {number}").library_id
    found = digest_of(a_reader(library_id))
    assert (len(found.new), found.untold) == (digesting.MOST, 3)


# ─── as a mail ───


@pytest.fixture
def owed(clock):
    """A digest about something new and something that is still open; whose it is."""
    library_id = an_offer("Taalcafé", days=2, age=90, kind=Kind.LANGUAGE_CAFE).library_id
    an_offer("Taalcafé", days=9, age=90, kind=Kind.LANGUAGE_CAFE)
    an_offer("Fietsen maken", days=5)
    her = a_reader(library_id)
    assert jobs.send_digests(clock.at) == 1
    return her


def test_it_tells_all_in_text_too_with_one_button_and_ways_to_stop(owed):
    letter = the_letter()
    assert letter.subject == "Te doen: Fietsen maken en nog 1"
    for part in (letter.text, letter.html):
        for word in ("Nieuw", "Fietsen maken", "Hier kun je nog bij", "Taalcafé", "Ommen",
                     "dinsdag 17\u00a0november, 08.00 tot 10.00\u00a0uur", "Ook op 1 andere dag.",
                     "/vechtdal/agenda/", "/vechtdal/berichten/"):  # fmt: skip
            assert word in part
    assert letter.text.index("Fietsen maken") < letter.text.index("Taalcafé")
    assert letter.html.count('class="button"') == 1
    assert letter.unsubscribe_url.endswith("/uit/weekbericht")


def test_what_is_gone_by_then_is_not_told_and_an_empty_one_is_dropped(owed):
    for gathering in session().scalars(select(Gathering)).all():
        if gathering.title == "Fietsen maken":
            call_off(gathering)
    assert the_letter().subject == "Te doen: Taalcafé"
    for gathering in session().scalars(select(Gathering)).all():
        change(gathering, status=GatheringStatus.CANCELLED)
    assert the_letter() is None


def test_who_stopped_in_the_meantime_gets_none(owed):
    wish = session().scalars(select(MailWish)).one()
    with transaction() as tx:
        wishes.switch(tx, wish.id, Stream.DIGEST, on=False, now=MORNING)
    assert the_letter() is None


@pytest.mark.parametrize(("days", "still"), [(1.9, True), (2.1, False)])
def test_old_news_is_dropped(owed, clock, days, still):
    clock.pass_by(days=days)
    assert bool(the_letter()) is still


def test_a_thousand_readers_cost_as_many_reads_as_one(clock, statements):
    """And they are owed by the hundred."""
    library_id = an_offer().library_id
    theme = a_theme("digitaal").id
    wants(a_person(), library_id, at=LAST_MONTH, digest=True, theme_ids=frozenset({theme}))

    def reads() -> int:
        with statements() as seen:
            digesting.list_due(session(), library_id, MORNING, now=clock.at)
        return sum(each.startswith(("SELECT", "WITH")) for each in seen)

    a_reader(library_id)
    few = reads()
    with transaction() as tx:
        rows = [
            {"first_name": f"P{n}", "email": f"p{n}@example.org", "created_at": LAST_MONTH}
            for n in range(1000)
        ]
        ids = tx.scalars(insert(Person).returning(Person.id), rows).all()
        tx.execute(
            insert(table_of(MailWish)),
            [{"library_id": library_id, "person_id": each, "digest_since": LAST_MONTH}
             for each in ids],
        )  # fmt: skip
    # selectinload asks by five hundred.
    assert reads() <= few + 4 <= 12
    with statements() as seen:
        assert jobs.send_digests(clock.at) == 1001
    inserts = [each for each in seen if each.startswith("INSERT")]
    assert len(inserts) == 11
    assert len(seen) < 11 + 60
    owed = session().scalars(select(func.count()).select_from(OutboxMail)).one()
    assert owed == 1001


def test_what_is_full_says_so_and_a_title_is_never_markup(clock):
    library_id = an_offer("<b>Vol</b> & leeg", capacity=2, taken=2).library_id
    a_reader(library_id)
    jobs.send_digests(clock.at)
    letter = the_letter()
    assert "Vol: je kunt op de wachtlijst." in " ".join(letter.text.split())
    assert "<b>Vol</b> & leeg\n" in letter.text
    assert "&lt;b&gt;Vol&lt;/b&gt; &amp; leeg</a>" in letter.html
