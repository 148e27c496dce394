"""The log as a story: a sentence for every verb, nobody named, and what counts now."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from flask_babel import force_locale
from sqlalchemy import event

from community.activity.verbs import CARRIES, Verb
from community.clock import LOCAL, local_day, now
from community.db import db, session, transaction
from community.gatherings.models import gathering_theme
from community.logbook import noting, queries, story_queries, telling
from community.logbook.happenings import COUNTED, KIND_OF, VERBS, Happening, Part, Told
from community.logbook.sentences import KINDS, SENTENCES, Names, sentence_of
from community.teams.models import Team
from tests.architecture.source import HOUSE
from tests.factories import a_branch, a_gathering, a_library, a_theme, saved, the_library
from tests.logbook.notes import a_note, says
from tests.logbook.rows import SAID, arrived, happened
from tests.partners.making import a_partner

pytestmark = pytest.mark.usefixtures("app")

WHOLE = Part()


def story(part: Part = WHOLE, *, until: date | None = None, library=None) -> list[list[str]]:
    """The sentences of each day, the latest day first."""
    session().rollback()
    page = telling.page(
        session(), (library or the_library()).id, part, until=until or local_day(now()),
        link=lambda _number, title: title, fit=str,
    )  # fmt: skip
    with force_locale("nl"):
        return [[sentence_of(one, page.names) for one in told] for _day, told in page.days]


def today(part: Part = WHOLE, **how) -> list[str]:
    days = story(part, **how)
    return days[0] if days else []


def a_told(verb: Verb, **fields) -> Told:
    details = {name: SAID.get(name) for name in CARRIES[verb].details}
    return Told(day=local_day(now()), verb=verb, recorded_at=now(), details=details, **fields)


def test_every_verb_is_of_one_kind_and_has_a_sentence_in_both_languages():
    assert set(SENTENCES) == set(Verb), "a verb without a sentence"
    assert sorted(verb for verbs in VERBS.values() for verb in verbs) == sorted(Verb)
    assert set(KINDS) == set(Happening)
    assert set(KIND_OF) == set(Verb) >= COUNTED
    for verb in Verb:
        spoken = []
        for language in ("nl", "en"):
            with force_locale(language):
                several = [a_told(verb, quantity=number) for number in (1, 7)]
                said = [sentence_of(one, Names()) for one in several]
                said.append(sentence_of(replace(several[0], quantity=0, corrects=True), Names()))
            assert all(said), verb
            assert "%(" not in "".join(said), verb
            spoken.append(said)
        assert spoken[0] != spoken[1], verb


def test_nobody_is_read_from_the_log():
    for name in ("story_queries", "telling", "sentences"):
        assert "person_key" not in (HOUSE / f"community/logbook/{name}.py").read_text("utf-8")


def test_arrivals_are_counted_per_gathering_and_what_was_undone_is_not_among_them():
    café, repair = a_gathering("Taalcafé"), a_gathering("Repaircafé")
    arrived(café, 3)
    happened(Verb.ATTENDANCE_CHECKED_IN, of=repair, quantity=2)
    gone = happened(Verb.ATTENDANCE_CHECKED_IN, of=café)
    happened(Verb.ATTENDANCE_UNDONE, of=café, corrects_id=gone)
    assert today() == ["2 mensen waren bij Repaircafé.", "3 mensen waren bij Taalcafé."]
    assert "1 aankomst bij Taalcafé is teruggenomen." in today(Part(corrections=True))


def test_what_is_told_without_a_place_is_told_once_a_day():
    for gathering in (a_gathering("Taalcafé"), a_gathering("Repaircafé"), None):
        happened(Verb.TALK_SUPPORTED, of=gathering, quantity=2)
        happened(Verb.PROMISE_MADE, of=gathering)
    assert today() == [
        "Er zijn 2 afspraken gemaakt.",  # Of what is gone nobody tells what comes of people.
        "Gesprekken kregen 6 keer een gastheer of gastvrouw, een werkvorm of een ruimte.",
    ]


FIRST_TIMERS = {
    (6, 5): "11 mensen waren bij Taalcafé (6 voor het eerst).",
    (6, 0): "6 mensen waren bij Taalcafé (6 voor het eerst).",
    (3, 6): "9 mensen waren bij Taalcafé (minder dan 5 voor het eerst).",
    (6, 2): "8 mensen waren bij Taalcafé (de meesten voor het eerst).",
}


def test_a_few_people_of_one_trait_are_no_number_nor_what_is_left_of_all():
    for (new, known), said in FIRST_TIMERS.items():
        told = a_told(Verb.ATTENDANCE_CHECKED_IN, gathering_id=1, quantity=new + known)
        with force_locale("nl"):
            counted = replace(told, first=new, not_first=known)
            assert sentence_of(counted, Names(gatherings={1: "Taalcafé"})) == said


def test_who_said_that_it_was_the_first_time_is_read_with_the_arrivals():
    café = a_gathering("Taalcafé")
    arrived(café, 5, first_time=True)
    arrived(café, 5, first_time=False)
    arrived(café, 2)
    assert today() == ["12 mensen waren bij Taalcafé (5 voor het eerst)."]


def test_of_something_sensitive_and_of_what_is_gone_only_heads_are_told():
    secret = a_gathering("Rouwgroep", is_sensitive=True)
    arrived(secret, 5, first_time=True)
    for verb in (Verb.SIGN_UP_CONFIRMED, Verb.TALLY_ENTERED, Verb.PULSE_ANSWERED):
        happened(verb, of=secret)
        happened(verb, gathering_id=999_999)
    happened(Verb.GATHERING_CLOSED, of=secret, quantity=6)
    happened(Verb.GATHERING_CLOSED, gathering_id=999_999, quantity=1)
    assert today() == [
        "5 mensen waren bij Rouwgroep.",
        "Een weggehaalde activiteit is voorbij: er is 1 persoon geteld.",
        "Rouwgroep is voorbij: er zijn 6 mensen geteld.",
    ]


def test_the_latest_word_counts_and_what_was_before_it_is_told_on_demand():
    café = a_gathering("Taalcafé")
    first = happened(Verb.GATHERING_CLOSED, of=café, quantity=12)
    happened(Verb.GATHERING_CLOSED, of=café, quantity=14, corrects_id=first)
    partner = a_partner("GGD Oostland")
    joined = happened(Verb.PARTNER_JOINED, of=café, partner_id=partner.id)
    happened(Verb.PARTNER_JOINED, of=café, partner_id=partner.id, quantity=0, corrects_id=joined)
    assert today() == ["Taalcafé is voorbij: er zijn 14 mensen geteld."]
    everything = today(Part(corrections=True))
    assert "Taalcafé is voorbij: er zijn 12 mensen geteld." in everything
    assert "Teruggenomen: GGD Oostland doet mee aan Taalcafé." in everything


def test_a_note_that_was_put_right_is_told_as_it_stands_and_its_first_words_never_again():
    note = a_note(text="Mevrouw De Bruin vroeg iets.")
    with transaction() as tx:
        noting.correct(tx, note.library_id, note.id, says("Iemand vroeg iets."), now=now())
    assert today() == ["Aan de balie: ‘Iemand vroeg iets.’"]
    assert today(Part(corrections=True)) == [
        "Een notitie die later beter is opgeschreven.", "Aan de balie: ‘Iemand vroeg iets.’",
    ]  # fmt: skip
    with transaction() as tx:
        noting.take_back(tx, note.library_id, note.id, now=now())
    assert today() == []
    assert "Een notitie is teruggenomen." in today(Part(corrections=True))


def test_a_season_that_came_into_the_agenda_is_one_sentence():
    for title in ("Taalcafé", "Taalcafé", "Leesclub"):
        happened(Verb.GATHERING_PUBLISHED, of=a_gathering(title))
    assert today() == ["Leesclub en Taalcafé (2×) kwamen in de agenda."]


def test_who_changed_the_size_of_a_party_did_not_sign_up_again():
    café = a_gathering("Taalcafé")
    happened(Verb.SIGN_UP_CONFIRMED, of=café, quantity=2)
    happened(Verb.SIGN_UP_LEFT, of=café, quantity=2, details={"resized": True})
    happened(Verb.SIGN_UP_CONFIRMED, of=café, quantity=3, details={"resized": True})
    happened(Verb.SIGN_UP_CONFIRMED, of=a_gathering("Leesclub"))
    assert today() == ["3 mensen kregen een plek: Leesclub (1), Taalcafé (2)."]


def test_a_part_is_what_it_says():
    branch, partner = a_branch(place="Dalfsen"), a_partner("GGD Oostland")
    café, club = a_gathering("Taalcafé", branch_id=branch.id), a_gathering("Leesclub")
    session().execute(
        gathering_theme.insert().values(
            gathering_id=club.id, theme_id=a_theme("lezen-literatuur").id
        )
    )
    session().commit()
    team = saved(Team(library_id=the_library().id, name="Balie"))
    for one in (café, club):
        arrived(one, 2)
    happened(Verb.TEAM_TOOK_PART, of=café, details={"team": team.id})
    happened(Verb.PARTNER_CONTACTED, partner_id=partner.id)
    a_note(text="Een leesclub overdag?", theme_id=a_theme("lezen-literatuur").id)
    assert len(today()) == 5
    assert today(Part(branch_id=branch.id)) == [
        "2 mensen waren bij Taalcafé.", "Het team Balie werkte mee aan Taalcafé.",
    ]  # fmt: skip
    assert today(Part(theme="lezen-literatuur")) == [
        "2 mensen waren bij Leesclub.", "Aan de balie: ‘Een leesclub overdag?’",
    ]  # fmt: skip
    assert today(Part(gathering_id=club.id)) == ["2 mensen waren bij Leesclub."]
    assert today(Part(partner_id=partner.id)) == ["Contact met GGD Oostland: bezoek."]
    assert today(Part(kind=Happening.TEAMS)) == ["Het team Balie werkte mee aan Taalcafé."]
    assert today(library=a_library("zuidpolder")) == []


def test_days_change_at_our_midnight_and_a_page_goes_on_where_the_last_one_ended():
    café = a_gathering("Taalcafé")
    for at in (
        datetime(2026, 3, 3, 0, 15, tzinfo=LOCAL),
        datetime(2026, 3, 2, 23, 45, tzinfo=LOCAL),
        datetime(2026, 1, 15, 12, tzinfo=LOCAL),
    ):
        happened(Verb.ATTENDANCE_CHECKED_IN, of=café, at=at)
        happened(Verb.GATHERING_CLOSED, of=café, at=at, quantity=1)
    whole = (session(), the_library().id, Part())
    how = {"link": lambda _number, title: title, "fit": str}
    page = telling.page(*whole, until=date(2026, 4, 1), **how)
    assert [day for day, _told in page.days] == [date(2026, 3, 3), date(2026, 3, 2)]
    assert [len(told) for _day, told in page.days] == [2, 2]
    assert page.earlier == date(2026, 1, 15)
    last = telling.page(*whole, until=page.earlier, **how)
    assert [day for day, _told in last.days] == [date(2026, 1, 15)]
    assert last.earlier is None
    within = Part(first=date(2026, 3, 3))
    page = telling.page(*whole[:2], within, until=date(2026, 3, 31), **how)
    assert ([day for day, _told in page.days], page.earlier) == ([date(2026, 3, 3)], None)


def test_a_busy_week_is_cut_after_a_whole_day(monkeypatch):
    monkeypatch.setattr(telling, "MOST_LINES", 3)
    for days in range(3):
        for title in ("Taalcafé", "Leesclub"):
            at = now() - timedelta(days=days)
            happened(Verb.GATHERING_CANCELLED, of=a_gathering(title), at=at)
    until = local_day(now())
    assert [len(told) for told in story(until=until)] == [2]
    assert [len(told) for told in story(until=until - timedelta(days=1))] == [2]


def test_a_page_asks_no_more_when_more_happened():
    asked: list[str] = []

    def count() -> int:
        asked.clear()
        event.listen(db.engine, "before_cursor_execute", note)
        story(Part(corrections=True))
        event.remove(db.engine, "before_cursor_execute", note)
        return len(asked)

    def note(_connection, _cursor, statement, *_rest):
        asked.append(statement)

    def day(number):
        café, partner = a_gathering(f"Taalcafé {number}"), a_partner()
        arrived(café, 2)
        happened(Verb.PARTNER_JOINED, of=café, partner_id=partner.id)
        happened(Verb.TEAM_TOOK_PART, of=café)
        a_note(text=f"Vraag {number}")

    day(1)
    few = count()
    for number in (2, 3):
        day(number)
    assert count() == few <= 10


def test_the_index_of_the_log_is_what_a_page_reads_by():
    """A table of millions of rows is never read through, not even to see what was put right."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL reads a table this small whole; its index is the same.")
    plans: list[str] = []

    def explain(connection, _cursor, statement, parameters, _context, _many):
        if "FROM activity" in statement and not statement.startswith("EXPLAIN"):
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans.extend(row[3] for row in plan)

    event.listen(db.engine, "before_cursor_execute", explain)
    happened(Verb.GATHERING_CANCELLED, of=a_gathering("Leesclub"))
    story()
    event.remove(db.engine, "before_cursor_execute", explain)
    of_the_log = [line for line in plans if "activity" in line]
    assert of_the_log
    assert [line for line in of_the_log if line.startswith("SCAN")] == []
    assert all(
        "library_id=? AND verb=? AND happened_at>?" in line or "corrects_id=?" in line
        for line in of_the_log
    )


def test_what_is_alive_is_counted_per_theme_with_the_latest_words():
    digital, reading = a_theme("digitaal"), a_theme("lezen-literatuur")
    day = local_day(now())
    for number in range(3):
        a_note(text=f"DigiD {number}", theme_id=digital.id, on=day - timedelta(days=number))
    a_note(text="Leesclub?", theme_id=reading.id)
    a_note(text="Iets anders")
    a_note(text="Lang geleden", theme_id=reading.id, on=day - timedelta(days=200))
    found = queries.list_alive(
        session(), the_library().id, since=day - timedelta(days=92), until=day, most=2
    )
    assert [(one.theme.slug if one.theme else None, one.count) for one in found] == [
        ("digitaal", 3), ("lezen-literatuur", 1), (None, 1),
    ]  # fmt: skip
    assert [words for _day, words in found[0].said] == ["DigiD 0", "DigiD 1"]


def test_how_many_rows_a_part_has_is_counted_without_reading_them():
    arrived(a_gathering("Taalcafé"), 3)
    day = local_day(now())
    assert story_queries.count_rows(session(), the_library().id, Part(), day, day) == 3
