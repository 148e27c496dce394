"""Two people who both have to say yes; and what each of them sees before and after."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from community.clock import now
from community.db import transaction
from community.errors import NotFound
from community.introductions import judged, limits, queries, seeing, services
from community.introductions.limits import EnoughForNow
from community.introductions.models import Ending, Introduction, Outcome, Share, Side, State
from community.introductions.services import ByYourself, HasEnded, NotNow
from community.outbox import letters
from community.register.models import EntryState, SeenBy
from tests.factories import a_librarian, a_library, the_library
from tests.introductions.meeting import (
    a_neighbour,
    agreed,
    an_introduction,
    asked,
    introduced,
    no,
    owed,
    rows,
    the,
    told,
    yes,
)
from tests.register.entries import a_request, an_entry, count, do

pytestmark = pytest.mark.usefixtures("app")


def test_asking_is_a_yes_and_the_other_is_asked_once():
    found = an_introduction()
    assert found.state is State.INTRODUCED
    assert found.party(Side.ASKER).yes_at
    assert found.party(Side.GIVER).yes_at is None
    assert [mail.person_id for mail in owed("asked")] == [found.party(Side.GIVER).person_id]


def test_who_can_what_somebody_asks_is_the_one_who_gives():
    found = asked(a_request(), a_neighbour())
    assert found.party(Side.GIVER).person.first_name == "Noor"
    assert found.party(Side.GIVER).began_it


def test_contact_details_pass_only_after_both_said_yes():
    found = an_introduction()
    for side in Side:
        assert seeing.contact_of(found.party(side)) is None
    found = yes(found, shares=[Share.MAIL])
    karim = seeing.contact_of(found.party(Side.GIVER))
    noor = seeing.contact_of(found.party(Side.ASKER))
    assert karim is not None
    assert (karim.email, karim.phone) == (found.party(Side.GIVER).person.email, "")
    assert noor is not None
    assert noor.phone == "0612345678"
    assert noor.name == "Noor de Vries"
    assert len(owed("agreed")) == 2


def test_they_are_gone_again_when_one_of_both_stops():
    found = no(agreed(), Side.ASKER)
    assert found.ending is Ending.STOPPED
    assert seeing.contact_of(found.party(Side.GIVER)) is None


def test_a_librarian_introduces_and_both_have_to_say_yes():
    found = introduced()
    assert len(owed("proposed")) == 2
    assert yes(found, Side.GIVER).state is State.INTRODUCED
    assert yes(found, Side.ASKER).state is State.AGREED


def test_saying_yes_twice_is_one_yes_and_changes_what_is_shared():
    found = agreed()
    first = found.agreed_at
    found = yes(found, shares=[])
    assert found.agreed_at == first
    assert seeing.contact_of(found.party(Side.GIVER)).email == ""
    assert len(owed("agreed")) == 2


def test_a_no_ends_it_and_only_who_said_yes_hears_of_it():
    found = no(an_introduction())
    assert (found.state, found.ending) == (State.ENDED, Ending.NO)
    assert [mail.person_id for mail in owed("ended")] == [found.party(Side.ASKER).person_id]
    no(found)
    assert len(owed("ended")) == 1
    with pytest.raises(HasEnded):
        yes(found)


def test_of_two_people_one_introduction_goes_on(session):
    """Asking again, and the other way round, goes on with what there is."""
    noor = a_neighbour()
    offer = an_entry()
    found = asked(offer, noor)
    again = asked(offer, noor, "Nog iets", once="b" * 32)
    karim = found.party(Side.GIVER).person
    back = asked(a_request(person=noor), karim, "Ik ook", once="c" * 32)
    assert {found.id, again.id, back.id} == {found.id}
    assert [each.text for each in queries.list_messages(session, found.id)] == [
        "Mag ik meekijken?", "Nog iets", "Ik ook",
    ]  # fmt: skip


def test_the_database_says_so_too(session):
    found = an_introduction()
    same = Introduction(library_id=found.library_id, pair=found.pair, state=State.INTRODUCED,
                        introduced_at=now())  # fmt: skip
    with pytest.raises(IntegrityError), transaction() as tx:
        tx.add(same)


def test_pressing_twice_sends_one_message(session):
    offer, noor = an_entry(), a_neighbour()
    asked(offer, noor)
    found = asked(offer, noor)
    assert len(queries.list_messages(session, found.id)) == 1


def test_nobody_asks_themselves_and_nothing_that_is_not_open():
    offer = an_entry()
    with pytest.raises(ByYourself):
        asked(offer, offer.person)
    for state in (EntryState.PAUSED, EntryState.EXPIRED, EntryState.STOPPED):
        with pytest.raises(NotNow):
            asked(an_entry(state=state), a_neighbour())
    with pytest.raises(NotNow):
        asked(an_entry(hidden_at=now(), hidden_why="report"), a_neighbour())


def test_an_offer_of_another_library_is_not_found():
    here, elsewhere = the_library(), a_library("zuidpolder")
    by = a_librarian(here)
    with pytest.raises(NotFound):
        do(services.introduce, here.id, an_entry(library=elsewhere), a_request(library=here),
           reasons=[], by_id=by.id, now=now())  # fmt: skip


def test_what_a_librarian_put_aside_nobody_hears_of():
    offer, request, by = an_entry(), a_request(), a_librarian()
    do(services.put_aside, offer.library_id, offer, request, by_id=by.id, now=now())
    assert not owed("proposed")
    assert not queries.list_of(do(lambda tx: tx), offer.library_id, offer.person_id)


def test_somebody_new_asks_few_people_and_somebody_known_more():
    noor = a_neighbour()
    for number in range(limits.NEW_HERE.asked_in_a_week):
        asked(an_entry(f"Aanbod {number}"), noor, once=f"{number:032d}")
    with pytest.raises(EnoughForNow):
        asked(an_entry("Nog een"), noor)
    asked(an_entry("Later"), noor, at=now() + limits.WEEK + timedelta(minutes=1))
    later = now() + limits.NEW_FOR + timedelta(days=1)
    for number in range(limits.NEW_HERE.asked_in_a_week + 1):
        asked(an_entry(f"Weer {number}"), noor, once=f"{number + 50:032d}", at=later)


def test_a_day_has_a_number_of_messages():
    found = an_introduction()
    for number in range(limits.NEW_HERE.written_in_a_day - 1):
        write(found, once=f"{number:032d}")
    with pytest.raises(EnoughForNow):
        write(found, once="z" * 32)


def write(found, text="Hoi", once="b" * 32, side=Side.ASKER):
    do(services.write, found.library_id, found.id, side, text, once=once, now=now())


def test_who_is_blocked_cannot_ask_and_is_not_told_why():
    found = agreed()
    do(services.block, found.library_id, found.id, Side.GIVER, now=now())
    do(services.block, found.library_id, found.id, Side.GIVER, now=now())
    found = the(found.id)
    assert found.ending is Ending.BLOCKED
    assert seeing.ending_of(found) is Ending.STOPPED
    assert seeing.contact_of(found.party(Side.GIVER)) is None
    noor, karim = found.party(Side.ASKER).person, found.party(Side.GIVER).person
    for entry, by in ((found.offer, noor), (a_request(person=noor), karim)):
        with pytest.raises(NotNow):
            asked(entry, by)
    with pytest.raises(HasEnded):
        write(found)
    assert seeing.can_tell(found), "what is missing would tell"
    assert not owed("ended"), "a mail at that moment would tell"
    do(services.unblock, found.library_id, karim.id, noor.id)
    assert asked(found.offer, noor).is_running


def test_that_they_met_is_logged_once_without_anybody():
    found = told(agreed(), Side.ASKER)
    assert found.state is State.MET
    found = told(found, Side.GIVER, Outcome.PARTLY)
    assert (found.state, found.ending) == (State.ENDED, Ending.DONE)
    assert [(row.person_key, row.details) for row in rows()] == [(None, {"themes": []})]
    assert seeing.contact_of(found.party(Side.GIVER)) is not None


def test_that_it_came_to_nothing_is_no_meeting():
    found = told(agreed(), Side.ASKER, Outcome.NOT, met=False)
    assert found.state is State.AGREED
    assert not rows()


def test_before_both_agreed_there_is_nothing_to_tell():
    with pytest.raises(HasEnded):
        told(an_introduction(), Side.ASKER)


def test_the_log_has_the_themes_and_of_something_sensitive_none():
    for themes, logged in (
        (("techniek-reparatie",), ["techniek-reparatie"]),
        (("zorg-steun",), []),
    ):
        offer = an_entry(themes=themes, consent_at=now(), consent_words="Ja.")
        told(yes(asked(offer, a_neighbour())), Side.ASKER)
        assert rows()[-1].details == {"themes": logged}


def test_of_something_sensitive_no_mail_says_what_it_is_about(session):
    offer = an_entry("Ik ken rouw", themes=("zorg-steun",), consent_at=now(), consent_words="Ja.")
    found = asked(offer, a_neighbour(), "Mijn man is overleden")
    yes(found)
    write(found, "Ik huil veel")
    for what in ("asked", "agreed", "message"):
        for mail in owed(what):
            letter = letters.render(session, mail)
            said = f"{letter.subject}{letter.text}{letter.html}" if letter else ""
            assert not [word for word in ("rouw", "overleden", "huil") if word in said]
    assert letters.render(session, owed("message")[0])


def test_who_asks_without_a_name_has_none_until_both_said_yes(session):
    found = asked(a_request(is_anonymous=True), a_neighbour())
    assert seeing.name_of(found.party(Side.ASKER)) == ""
    assert seeing.contact_of(found.party(Side.ASKER)) is None
    found = yes(found, Side.ASKER)
    assert seeing.name_of(found.party(Side.ASKER)) == "Karim"


def test_what_only_librarians_see_the_other_reads_after_the_yes():
    offer = an_entry("Ik was verslaafd", seen_by=SeenBy.LIBRARIANS)
    request, by = a_request(), a_librarian()
    made = do(services.introduce, offer.library_id, offer, request, reasons=[], by_id=by.id,
              now=now())  # fmt: skip
    found = the(made.id)
    assert seeing.title_of(found.offer, found.party(Side.ASKER)) == ""
    assert seeing.title_of(found.offer, found.party(Side.GIVER)) == "Ik was verslaafd"
    yes(found, Side.ASKER)
    assert seeing.title_of(the(made.id).offer, the(made.id).party(Side.ASKER)) == ""
    found = yes(found, Side.GIVER)
    assert seeing.title_of(found.offer, found.party(Side.ASKER)) == "Ik was verslaafd"


def test_a_token_opens_one_side_of_one_library(app):
    found, key = an_introduction(), app.config["SECRET_KEY"]
    tokens = {side: queries.token_of(found.party(side), key=key) for side in Side}
    for side, token in tokens.items():
        party = queries.get_by_token(do(lambda tx: tx), found.library_id, token, key=key)
        assert party.side is side
    with pytest.raises(NotFound):
        queries.get_by_token(do(lambda tx: tx), a_library("zuidpolder").id, token, key=key)
    for wrong in ("", "x", f"{found.id}-xxxxxxxxxxxxxxxxxxxxxx"):
        with pytest.raises(NotFound):
            queries.get_by_token(do(lambda tx: tx), found.library_id, wrong, key=key)


def test_a_message_that_was_hidden_is_not_mailed_any_more(session):
    found = an_introduction()
    write(found, "Stuur geld")
    message = queries.list_messages(session, found.id)[-1]
    do(judged.hide, found.library_id, message.id, why="report", now=now())
    assert letters.render(session, owed("message")[0]) is None
    assert count(Introduction) == 1


def test_who_is_asked_reads_in_the_mail_no_hidden_message_and_none_of_their_own(session):
    found = an_introduction(text="Stuur geld")
    write(found, "Wie ben jij?", side=Side.GIVER)
    message = queries.list_messages(session, found.id)[0]
    do(judged.hide, found.library_id, message.id, why="report", now=now())
    letter = letters.render(session, owed("asked")[0])
    assert letter
    assert "Stuur geld" not in letter.text
    assert "Wie ben jij?" not in letter.text


def test_what_goes_on_already_does_not_tell_who_asks_without_a_name():
    """Whichever of the two was first, with or without a name: they stay apart."""
    noor, karim = a_neighbour(), a_neighbour("Karim")
    nameless = a_request("Wie helpt mij met schulden?", person=karim, is_anonymous=True)
    offer, other = an_entry(person=karim), an_entry("Ik zing", person=karim)
    known = asked(offer, noor)
    unknown = asked(nameless, noor)
    assert unknown.id != known.id
    assert seeing.name_of(unknown.party(Side.ASKER)) == ""
    assert asked(other, noor, "Zing je ook?", once="b" * 32).id == known.id
    assert asked(nameless, noor, "En?", once="c" * 32).id == unknown.id
