"""Cutting the day, asking people, and what stands on a cover."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from community.clock import now
from community.living_books import hosting, queries, rules
from community.living_books.hosting import Cover
from community.living_books.models import BookState, LivingBook, Means, Way
from community.living_books.timetable import Cut
from community.outbox import letters
from community.register.models import Entry
from tests.factories import a_gathering, a_member
from tests.living_books.shelf import (
    a_book,
    a_day,
    a_reader,
    an_offer,
    answered,
    asked,
    owed,
    reserved,
    taken,
    the,
    times,
    with_hours,
)
from tests.register.entries import count, do

pytestmark = pytest.mark.usefixtures("app")


def shown(gathering) -> list[str]:
    found = do(queries.list_catalogue, gathering.library_id, gathering.id)
    return [book.title for book in found]


def cover(book, title="Ik was zeeman", **fields) -> Cover:
    slots = frozenset(sitting.slot_id for sitting in book.sittings)
    return Cover(title, **{"slot_ids": slots, "readers": book.readers, **fields})


def change(book, said: Cover, *, by_librarian: bool = False) -> LivingBook:
    do(hosting.change_cover, book.library_id, book.gathering_id, book.id, said,
       by_librarian=by_librarian, now=now())  # fmt: skip
    return the(book.id)


def lay_out(gathering, cut: Cut):
    do(hosting.lay_out, gathering.library_id, gathering.id, cut, Way.RESERVE, now=now())


def test_the_times_follow_from_the_hours_of_the_gathering():
    gathering = a_day()
    assert [slot.begins for slot in times(gathering)] == [0, 30, 60]
    lay_out(gathering, Cut(20, 0, break_after=2, break_minutes=20))
    assert [slot.begins for slot in times(gathering)] == [0, 20, 60]


def test_a_time_with_readers_does_not_go_and_one_that_stays_keeps_them():
    gathering = a_day()
    book = a_book(gathering)
    reserved(a_reader(gathering), book, 2)
    with pytest.raises(rules.TimesInUse):
        lay_out(gathering, Cut(20, 0))
    with_hours(gathering, timedelta(minutes=150))
    lay_out(gathering, Cut(25, 5))
    assert taken(book) == [0, 0, 1, 0, 0]


def test_no_talk_fits_in_a_quarter_of_an_hour_and_nothing_sensitive_is_lent():
    gathering = a_gathering()
    with_hours(gathering, timedelta(minutes=15))
    with pytest.raises(rules.TooShort):
        lay_out(gathering, Cut(25, 5))
    with pytest.raises(rules.NoLivingBooksHere):
        lay_out(a_gathering(is_sensitive=True), Cut(25, 5))


def test_nobody_is_on_the_list_before_a_yes_and_asking_twice_is_once():
    gathering = a_day()
    offer = an_offer()
    book = asked(gathering, offer)
    assert asked(gathering, offer).id == book.id
    assert len(owed("asked")) == 1
    assert shown(gathering) == []
    assert answered(answered(book)).state is BookState.AGREED
    assert shown(gathering) == ["Ik was zeeman"]
    assert len(owed("agreed")) == 1


def test_one_person_is_one_book_whatever_else_they_offer():
    gathering = a_day()
    karim = a_member(name="Karim")
    book = asked(gathering, an_offer("Ik was zeeman", person=karim))
    assert asked(gathering, an_offer("Ik ben vader", person=karim)).id == book.id
    with pytest.raises(IntegrityError):
        do(lambda tx: tx.add(LivingBook(
            library_id=book.library_id, gathering_id=book.gathering_id, entry_id=book.entry_id,
            person_id=karim.id, title="Nog een", asked_at=now())))  # fmt: skip


def test_who_withdraws_is_off_the_list_and_the_readers_hear_of_it():
    gathering = a_day()
    book = a_book(gathering)
    reserved(a_reader(gathering), book)
    before = len(owed("times"))
    assert answered(book, yes=False).state is BookState.WITHDRAWN
    assert shown(gathering) == []
    assert taken(book) == [0, 0, 0]
    assert len(owed("times")) == before + 1
    assert answered(book).state is BookState.AGREED, "who changes their mind comes back"


def test_whom_the_library_took_off_comes_back_only_through_the_library():
    gathering = a_day()
    book = a_book(gathering)
    do(hosting.take_off, book.library_id, gathering.id, book.id, now=now())
    assert len(owed("removed")) == 1
    mail = owed("removed")[0]
    assert "toch niet uit" in do(lambda tx: letters.render(tx, tx.merge(mail))).text
    with pytest.raises(rules.NotAsked):
        answered(book)
    assert answered(book, by=Means.PHONE).state is BookState.AGREED
    assert do(lambda tx: letters.render(tx, tx.merge(mail))) is None


def test_own_words_are_read_by_a_librarian_first_and_those_of_the_librarian_stand():
    gathering = a_day()
    book = a_book(gathering)
    assert change(book, cover(book, "Vijf oceanen")).waits_for_a_reader
    assert shown(gathering) == []
    change(book, cover(book, "Vijf oceanen"), by_librarian=True)
    assert shown(gathering) == ["Vijf oceanen"]
    change(book, cover(book, "Vijf oceanen", readers=2))
    assert shown(gathering) == ["Vijf oceanen"], "other numbers are not other words"


@pytest.mark.parametrize("title", ["De reizen van Karim de Vries", "Zeeman (DE VRIES)"])
def test_a_surname_never_stands_on_a_cover(title):
    gathering = a_day()
    book = a_book(gathering, person=a_member(name="Karim", surname="de Vries"))
    with pytest.raises(rules.SurnameOnCover):
        change(book, cover(book, title), by_librarian=True)
    change(book, cover(book, "Over de Vriesheim-expeditie"), by_librarian=True)
    other = a_book(gathering, title, person=a_member(name="Kees", surname="de Vries"))
    assert other.waits_for_a_reader, "as it stands in the register"


def test_a_time_with_readers_cannot_be_left_out_of_a_book():
    gathering = a_day()
    book = a_book(gathering)
    reserved(a_reader(gathering), book, 1)
    slots = [sitting.slot_id for sitting in sorted(book.sittings, key=lambda s: s.slot.begins)]
    with pytest.raises(rules.TimesInUse):
        change(book, cover(book, slot_ids=frozenset(slots[:1])), by_librarian=True)
    change(book, cover(book, slot_ids=frozenset(slots[1:])), by_librarian=True)
    assert taken(book) == [1, 0]


def test_what_is_sensitive_needs_the_consent_of_the_register_also_later():
    gathering = a_day()
    with pytest.raises(rules.NeedsConsent):
        asked(gathering, an_offer("Ik ken rouw", themes=("zorg-steun",)))
    offer = an_offer("Ik ken rouw", themes=("zorg-steun",), consent_at=now())
    book = answered(asked(gathering, offer))
    assert shown(gathering) == ["Ik ken rouw"]
    do(lambda tx: setattr(tx.merge(book.entry), "consent_at", None))
    assert shown(gathering) == []
    do(lambda tx: setattr(tx.merge(book.entry), "consent_at", now()))
    hidden = {"hidden_at": now(), "hidden_why": "report"}
    do(lambda tx: tx.execute(update(Entry).where(Entry.id == offer.id).values(**hidden)))
    assert shown(gathering) == []


def test_only_offers_to_be_a_living_book_can_be_asked():
    gathering = a_day()
    an_offer("Ik leer je breien", forms=frozenset())
    asked(gathering, an_offer("Ik was zeeman"))
    an_offer("Ik was arts")
    librarian = queries.Viewer(person_id=1, is_librarian=True)
    found = do(queries.list_offers, gathering.library_id, gathering.id, librarian, now=now())
    assert [entry.title for entry in found] == ["Ik was arts"]
    assert count(LivingBook) == 1


def test_the_mails_to_a_book_say_when_and_stop_when_it_is_overtaken(app):
    gathering = a_day()
    book = asked(gathering)
    mail = owed("asked")[0]
    letter = do(lambda tx: letters.render(tx, tx.merge(mail)))
    assert "/levend-boek/" in letter.text
    answered(book, yes=False)
    assert do(lambda tx: letters.render(tx, tx.merge(mail))) is None
