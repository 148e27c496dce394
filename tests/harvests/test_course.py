"""From shown to published: 72 hours, corrections, names, editions, and taking back."""

from __future__ import annotations

from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import select

from community.activity.verbs import Verb
from community.clock import now
from community.conversations.models import Kind
from community.db import transaction
from community.errors import NotFound
from community.gatherings.forgetting import PRESENCE
from community.gatherings.models import Attendance, SignUp, SignUpStatus
from community.harvests import (
    forgetting,
    hearing,
    items,
    jobs,
    presenting,
    queries,
    quoting,
    reader_queries,
    showing,
)
from community.harvests.models import (
    CORRECTION,
    Harvest,
    HarvestConfirmation,
    HarvestEdition,
    QuoteConsent,
    State,
)
from community.harvests.presenting import Refused, Revision
from community.harvests.quoting import OtherWords
from community.harvests.working import NotNow, SomebodyElseWasHere
from community.outbox.models import MailState, OutboxMail
from community.table_notes import writing
from community.table_notes.rules import PaperIsOver
from community.table_notes.writing import Sheet
from tests.factories import a_gathering, a_person, a_sign_up, saved
from tests.gatherings.crowd import rush
from tests.harvests.conftest import BENCH, TREE
from tests.harvests.rows import (
    a_draft,
    does,
    established,
    items_of,
    logged,
    presented,
    published,
    texts_of,
    version_of,
)
from tests.keeping.forgetting import forget


def owed(session, prefix: str) -> list[OutboxMail]:
    session.rollback()
    found = session.scalars(select(OutboxMail).order_by(OutboxMail.id))
    return [mail for mail in found if mail.template.startswith(prefix)]


# ─── shown ───


def test_it_is_shown_once_to_who_was_there_for_72_hours(talk, noor, session):
    a_sign_up(talk, a_person("Wacht"), SignUpStatus.WAITING)
    by_phone = a_sign_up(talk, a_person("Bep", email=None, phone="0612345678"))
    shown = presented(a_draft(talk, BENCH))
    presented(shown)
    assert shown.corrected_until == shown.presented_at + timedelta(hours=72)
    assert [mail.person_id for mail in owed(session, "harvests/presented")] == [noor.person_id]
    readers = reader_queries.list_readers(session, talk.library_id, shown.id)
    assert {reader.sign_up_id for reader in readers} == {noor.id, by_phone.id}


def test_where_attendance_was_kept_it_is_shown_to_who_came(talk, noor, session):
    came = a_sign_up(talk, a_person("Kees"))
    saved(Attendance(library_id=talk.library_id, gathering_id=talk.id, sign_up_id=came.id,
                     people=1, activity_id=1, checked_in_at=now(), noted_at=now()))  # fmt: skip
    shown = presented(a_draft(talk, BENCH))
    readers = reader_queries.list_readers(session, talk.library_id, shown.id)
    assert [reader.sign_up_id for reader in readers] == [came.id]


def test_an_empty_harvest_is_shown_to_nobody(talk):
    with pytest.raises(Refused):
        presented(a_draft(talk))


def test_only_who_it_was_shown_to_says_something_of_it(fresh, talk):
    stranger = a_sign_up(talk, a_person("Later"))
    elsewhere = a_sign_up(a_gathering("Iets anders"))
    for sign_up in (stranger, elsewhere):
        with pytest.raises(NotFound):
            does(hearing.confirm_all, fresh, sign_up.id, None, now=now())


def test_one_tap_confirms_everything_and_the_meetlat_counts_each_item_once(fresh, noor, session):
    assert does(hearing.confirm_all, fresh, noor.id, None, now=now()) == 2
    assert does(hearing.confirm_all, fresh, noor.id, None, now=now()) == 0
    does(hearing.confirm_for_table, fresh, 1, now=now())
    assert [each.confirmed for each in showing.items(session, fresh)] == [2, 1]
    assert {row.details["kind"] for row in logged(Verb.HARVEST_CONFIRMED)} == {"idea"}
    assert len(logged(Verb.HARVEST_CONFIRMED)) == 2


def test_who_confirmed_is_forgotten_in_time_and_that_somebody_did_is_not(fresh, noor, session):
    does(hearing.confirm_all, fresh, noor.id, None, now=now())
    who, over = noor.id, noor.gathering.ends_at
    forget("gatherings.presence", over + PRESENCE + timedelta(days=1))
    assert session.get(SignUp, who) is None
    fresh = session.scalars(select(Harvest)).one()
    assert [each.confirmed for each in showing.items(session, fresh)] == [1, 1]


def test_paper_is_typed_over_until_it_is_published_and_then_only_read(talk):
    def typed(text):
        sheet = Sheet(3, 1, [(Kind.IDEA, text)])
        with transaction() as tx:
            writing.type_over(tx, talk.library_id, talk.id, sheet, once=text * 16, now=now())

    harvest = established(a_draft(talk, BENCH))
    typed("aa")
    does(presenting.publish, harvest, by=1, now=now())
    with pytest.raises(PaperIsOver):
        typed("bb")
    does(presenting.withdraw, harvest, version=version_of(harvest), why="Fout", now=now())
    typed("cc")


# ─── 72 hours ───


def test_the_clock_establishes_when_time_has_passed_and_nobody_waits(fresh, noor, session):
    assert jobs.establish_due(now()) == 0
    later = now() + CORRECTION + timedelta(minutes=1)
    wrong = does(hearing.correct, fresh, noor.id, None, "Het waren er drie", now=now())
    assert jobs.establish_due(later) == 0
    does(hearing.handle, fresh, wrong.id, "Zo staat het er nu", remove=False, now=now())
    assert jobs.establish_due(later) == 1
    assert jobs.establish_due(later) == 0
    session.rollback()
    assert queries.get(session, fresh.library_id, fresh.id).state is State.ESTABLISHED


def test_earlier_only_when_everybody_was_told_and_a_librarian_says_why(fresh, talk, session):
    why = "Morgen is de raadsvergadering"
    with pytest.raises(Refused, match="can still correct"):
        does(presenting.establish, fresh, now=now())
    with pytest.raises(Refused, match="told"):
        does(presenting.establish, fresh, early_why=why, now=now())
    with transaction() as tx:
        mail = tx.scalars(
            select(OutboxMail).where(OutboxMail.template == presenting.PRESENTED)
        ).one()
        mail.state = MailState.SENT
    done = does(presenting.establish, fresh, early_why=why, now=now())
    assert (done.state, done.early_why) == (State.ESTABLISHED, why)


def test_who_was_called_or_answered_was_told(talk):
    kees = a_sign_up(talk, a_person("Kees", email=None))
    bep = a_sign_up(talk, a_person("Bep", email=None))
    shown = presented(a_draft(talk, BENCH))
    does(presenting.told, shown, kees.id, now=now())
    with pytest.raises(Refused):
        does(presenting.establish, shown, early_why="Haast", now=now())
    does(hearing.confirm_all, shown, bep.id, None, now=now())
    assert does(presenting.establish, shown, early_why="Haast", now=now()).early_why


def test_a_correction_that_is_just_coming_in_is_never_passed_over(app, fresh, noor, session):
    later = now() + CORRECTION + timedelta(minutes=1)
    said, done = Event(), Event()

    def correct() -> None:
        with transaction() as tx:
            hearing.correct(tx, fresh.library_id, fresh.id, noor.id, None, "Wacht", now=later)
            said.set()
            done.wait(0.2)  # As long as whoever does not wait for it needs.

    def establish() -> None:
        said.wait(10)
        with transaction() as tx:
            presenting.establish(tx, fresh.library_id, fresh.id, now=later)
        done.set()

    [refused] = rush(app, [correct, establish])
    assert isinstance(refused, Refused)
    session.expire_all()
    assert queries.get(session, fresh.library_id, fresh.id).state is State.PRESENTED


# ─── published ───


def test_publishing_makes_the_first_edition_and_tells_the_log_once(talk, session):
    stands = published(a_draft(talk, BENCH, TREE))
    does(presenting.publish, stands, by=1, now=now())
    [edition] = queries.list_editions(session, talk.library_id, stands.id)
    assert [each["text"] for each in edition.said["items"]] == [BENCH, TREE]
    [row] = logged(Verb.HARVEST_PUBLISHED)
    assert (row.quantity, row.details) == (2, {"edition": 1})
    assert queries.get_public(session, talk.library_id, stands.id).state is State.PUBLISHED


def test_two_librarians_who_publish_at_once_make_one_edition(app, talk, session):
    stands = established(a_draft(talk, BENCH))

    def publish() -> None:
        with transaction() as tx:
            presenting.publish(tx, stands.library_id, stands.id, by=1, now=now())

    assert rush(app, [publish] * 4) == []
    assert len(queries.list_editions(session, talk.library_id, stands.id)) == 1
    assert len(logged(Verb.HARVEST_PUBLISHED)) == 1


def test_a_revision_says_why_and_the_earlier_edition_stays_to_be_read(talk, session):
    stands = published(a_draft(talk, BENCH, TREE))
    bench, tree = items_of(stands)
    revision = Revision(
        "Het waren er drie",
        {bench.id: (Kind.IDEA, "Drie banken"), tree.id: None},
        added=((Kind.SOURCE, "De kaart van de gemeente"),),
    )
    seen = version_of(stands)
    done = does(presenting.revise, stands, revision, version=seen, by=1, now=now())
    assert (done.state, done.edition) == (State.REVISED, 2)
    assert texts_of(stands) == ["Drie banken", "De kaart van de gemeente"]
    first = session.get(HarvestEdition, (stands.id, 1))
    assert [each["text"] for each in first.said["items"]] == [BENCH, TREE]
    with pytest.raises(SomebodyElseWasHere):
        does(presenting.revise, stands, revision, version=seen, by=1, now=now())
    same = Revision("Niets", {bench.id: (Kind.IDEA, "Drie banken")})
    assert does(presenting.revise, stands, same, version=version_of(stands), by=1, now=now())
    assert len(logged(Verb.HARVEST_PUBLISHED)) == 2


def test_what_is_published_changes_by_a_revision_alone(talk):
    stands = published(a_draft(talk, BENCH))
    item = items_of(stands)[0]
    with pytest.raises(NotNow):
        does(items.edit, stands, item.id, version=version_of(stands), kind=Kind.IDEA, text="X")
    with pytest.raises(NotNow):
        does(items.leave_out, stands, item.id, out=True, now=now())


def test_what_is_withdrawn_is_for_nobody_and_can_begin_anew(talk, session):
    stands = published(a_draft(talk, BENCH))
    does(presenting.withdraw, stands, version=version_of(stands), why="Toch niet", now=now())
    session.rollback()
    with pytest.raises(NotFound):
        queries.get_public(session, talk.library_id, stands.id)
    anew = does(presenting.back_to_draft, stands, version=version_of(stands))
    assert (anew.state, anew.presented_at, anew.withdrawn_at) == (State.DRAFT, None, None)


# ─── names ───


def asked(of, sign_up, name: str = "Noor") -> QuoteConsent:
    consent: QuoteConsent = does(
        quoting.ask, of, items_of(of)[0].id, sign_up.id, name=name, now=now()
    )
    return consent


def answers(consent: QuoteConsent, *, says_yes: bool) -> None:
    with transaction() as tx:
        quoting.answer(tx, consent.library_id, consent.id, says_yes=says_yes, how="", now=now())


def names(session, of) -> list[str]:
    session.rollback()
    return list(showing.items(session, of)[0].names)


def test_a_name_stands_under_words_only_after_a_yes_and_only_under_those(fresh, noor, session):
    consent = asked(fresh, noor)
    assert asked(fresh, noor).id == consent.id
    assert len(owed(session, "harvests/quote")) == 1
    assert names(session, fresh) == []
    answers(consent, says_yes=True)
    assert names(session, fresh) == ["Noor"]
    item = items_of(fresh)[0]
    does(items.edit, fresh, item.id, version=version_of(fresh), kind=Kind.IDEA, text="Iets")
    assert names(session, fresh) == []
    answers(consent, says_yes=False)
    with pytest.raises(OtherWords):
        answers(consent, says_yes=True)


def test_nobody_is_asked_who_was_not_there(fresh):
    with pytest.raises(NotFound):
        asked(fresh, a_sign_up(a_gathering("Iets anders")))


def test_a_yes_said_aloud_is_noted_with_its_words(fresh, noor, session):
    item = items_of(fresh)[0]
    does(quoting.note_aloud, fresh, item.id, noor.id, name="Noor uit Ommen",
         how="Aan Bas, aan de balie: ‘dat mag’", now=now())  # fmt: skip
    assert names(session, fresh) == ["Noor uit Ommen"]


def test_a_name_taken_back_goes_out_of_every_edition(talk, noor, session):
    made = a_draft(talk, BENCH)
    consent = asked(made, noor)
    answers(consent, says_yes=True)
    stands = published(made)
    assert queries.list_editions(session, talk.library_id, made.id)[0].said["items"][0]["names"]
    answers(consent, says_yes=False)
    assert names(session, stands) == []
    [edition] = queries.list_editions(session, talk.library_id, made.id)
    assert edition.said["items"][0]["names"] == []
    assert texts_of(stands) == [BENCH]


# ─── "dit zei ik, haal het weg" ───


def test_ones_own_quote_goes_at_once_and_the_counts_stay(talk, noor, session):
    made = a_draft(talk, BENCH, TREE)
    answers(asked(made, noor), says_yes=True)
    stands = published(made)
    does(hearing.confirm_all, stands, noor.id, None, now=now())
    quote = items_of(stands)[0]
    assert does(hearing.take_back, stands, noor.id, quote.id, now=now())
    assert texts_of(stands) == [TREE]
    [edition] = queries.list_editions(session, talk.library_id, stands.id)
    gone = edition.said["items"][0]
    assert (gone["text"], gone["names"], gone["withdrawn"]) == ("", [], True)
    assert len(logged(Verb.HARVEST_CONFIRMED)) == 2
    assert len(session.scalars(select(HarvestConfirmation)).all()) == 2
    with pytest.raises(NotFound):
        does(hearing.take_back, stands, noor.id, quote.id, now=now())


def test_what_a_table_wrote_goes_when_a_librarian_has_looked(fresh, noor, session):
    item = items_of(fresh)[0]
    assert not does(hearing.take_back, fresh, noor.id, item.id, now=now())
    assert not does(hearing.take_back, fresh, noor.id, item.id, now=now())
    assert len(texts_of(fresh)) == 2
    [open_one] = reader_queries.list_corrections(
        session, fresh.library_id, fresh.id, sign_up_id=noor.id
    )
    does(hearing.handle, fresh, open_one.id, "Weggehaald", remove=True, now=now())
    assert texts_of(fresh) == [TREE]


def test_half_a_year_later_it_is_not_known_any_more_who_said_what(fresh, noor, session):
    does(hearing.correct, fresh, noor.id, None, "Anders", now=now())
    asked(fresh, noor)
    forget = forgetting.CORRECTIONS.forget
    assert forget is not None
    for months, left in ((5, 1), (7, 0)):
        with transaction() as tx:
            forget(tx, now() + timedelta(days=31 * months))
        session.rollback()
        assert reader_queries.count_open(session, fresh.id) == left
        assert len(session.scalars(select(QuoteConsent.id)).all()) == left
        assert len(reader_queries.list_readers(session, fresh.library_id, fresh.id)) == left
    assert len(texts_of(fresh)) == 2
