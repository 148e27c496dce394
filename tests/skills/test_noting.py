"""Noting at the counter, and the yes or no of the person themselves."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from community.accounts.models import Person
from community.clock import now
from community.db import session, transaction
from community.errors import NotFound
from community.outbox import letters
from community.skills import confirming, finding, jobs, noting, periods, queries, slips
from community.skills.confirming import Heard, NoWording
from community.skills.models import Agreed, Skill, SkillState
from community.skills.noting import ConfirmedAlready, Newcomer
from community.topics import planting
from tests.factories import a_library, a_member, the_library
from tests.gatherings.crowd import rush
from tests.skills.rows import WORDS, confirmed, log, mails, noted, said, skills, the_librarian

pytestmark = pytest.mark.usefixtures("app")

SOMEBODY = Newcomer(first_name="Gerrit")


def found(words: str = "fietsen") -> list[int]:
    return [hit.subject_id for hit in finding.search(session(), the_library().id, words)]


def test_a_newcomer_needs_no_more_than_a_first_name():
    skill = noted(SOMEBODY)
    person = session().get_one(Person, skill.person_id)
    assert (person.first_name, person.email, person.phone) == ("Gerrit", None, "")
    assert (skill.state, skill.agreed_how) == (SkillState.DRAFT, Agreed.AT_THE_DESK)
    heard = (skill.agreed_before_id, skill.agreed_words)
    assert heard == (the_librarian(the_library()), "Mag ik dit noteren?")
    assert mails() == []
    assert found() == [skill.id]
    assert log() == []


def test_who_has_an_address_is_asked_by_mail_in_their_language(app):
    fatima = a_member(name="Fatima", language="en", email_confirmed_at=now())
    skill = noted(fatima.id)
    (mail,) = mails()
    letter = letters.render(session(), mail)
    assert letter.language == "en"
    assert f"/vechtdal/bevestigen/kunde/{skill.id}-" in letter.text
    assert WORDS in " ".join(letter.text.split())
    confirmed(skill)
    assert letters.render(session(), mail) is None, "answered: nothing to ask"


def test_something_sensitive_is_not_written_in_a_mail_and_has_nobody_in_the_log():
    skill = noted(
        a_member(email="f@example.org").id, said("Ik had schulden", themes=("geld-recht",))
    )
    (mail,) = mails()
    assert "schulden" not in str(letters.render(session(), mail))
    confirmed(skill)
    (row,) = log()
    assert row.person_key is None
    assert row.details["themes"] == []


def test_what_it_is_about_follows_from_the_words_where_nobody_chose(app):
    library = the_library()
    with transaction() as tx:
        planting.plant(tx, library.id)
    noted(SOMEBODY, said("Ik help mensen die schulden hebben"))
    noted(SOMEBODY, said("Ik weet van schulden", once="b" * 32, themes=("digitaal",)))
    found, chosen = skills()
    assert [theme.slug for theme in found.themes][:1] == ["geld-recht"]
    assert found.is_sensitive
    assert [theme.slug for theme in chosen.themes] == ["digitaal"]
    assert chosen.terms


def test_the_same_form_twice_or_two_librarians_at_once_note_one(app):
    fatima = a_member()
    forms = [said(once=f"{n % 3}" * 32) for n in range(6)]
    the_librarian(the_library())
    assert rush(app, [partial(noted, fatima.id, form) for form in forms]) == []
    assert len(skills()) == len(mails()) == 1
    again = [lambda: noted(SOMEBODY, said("Ik brei", once="9" * 32))] * 4
    assert rush(app, again) == []
    assert len(skills()) == 2, "the same form of somebody new is the same person"


def test_nobody_of_another_library_can_be_noted():
    stranger = a_member(library=a_library("salland"))
    the_library()
    with pytest.raises(NotFound):
        noted(stranger.id, library=a_library("zuidpolder"))


def test_a_yes_twice_or_two_ways_at_once_is_one_row_of_the_log(app):
    skill = noted(a_member().id, said(themes=("techniek-reparatie",)))
    by_id = the_librarian(the_library())

    def aloud() -> None:
        with transaction() as tx:
            heard = Heard("Ja hoor", by_id)
            confirming.note_yes(tx, skill.library_id, skill.id, Agreed.BY_PHONE, heard, now=now())

    assert rush(app, [lambda: confirmed(skill), aloud] * 3) == []
    (row,) = log()
    assert row.details["themes"] == ["techniek-reparatie"]
    assert (row.details["kind"], row.details["source"]) == ("can", "librarian")
    assert row.details["how"] in {"by_mail", "by_phone"}
    assert row.person_key


def test_a_spoken_yes_keeps_the_words_and_who_heard_them():
    skill = noted(SOMEBODY)
    by_id = the_librarian(the_library())

    def hear(words: str) -> None:
        heard = Heard(words, by_id)
        with transaction() as tx:
            confirming.note_yes(tx, skill.library_id, skill.id, Agreed.BY_PHONE, heard, now=now())

    with pytest.raises(NoWording):
        hear("")
    hear("Ja, dat mag")
    (skill,) = skills()
    assert (skill.confirmed_words, skill.confirmed_before_id) == ("Ja, dat mag", by_id)
    assert (skill.state, skill.confirmed_how) == (SkillState.CONFIRMED, Agreed.BY_PHONE)


def test_a_no_deletes_it_and_twice_is_once():
    skill = noted(SOMEBODY)
    for _time in range(2):
        with transaction() as tx:
            confirming.refuse_asked(tx, skill.library_id, skill.id, now=now())
    assert skills() == []
    assert found() == []
    assert log() == []


def test_another_library_can_neither_confirm_nor_refuse(app):
    skill, elsewhere = noted(SOMEBODY), a_library("salland")
    with transaction() as tx, pytest.raises(NotFound):
        confirming.confirm_asked(tx, elsewhere.id, skill.id, Agreed.BY_MAIL, now=now())
    with transaction() as tx:
        confirming.refuse_asked(tx, elsewhere.id, skill.id, now=now())
        confirming.remove_at_desk(tx, elsewhere.id, skill.id, now=now())
    assert [each.state for each in skills()] == [SkillState.DRAFT]


def test_a_slip_works_for_a_week_and_a_new_one_makes_it_worthless(app):
    skill = noted(SOMEBODY)
    key = "een sleutel"

    def slip() -> str:
        with transaction() as tx:
            return noting.hand_slip(tx, skill.library_id, skill.id, key=key, now=now())

    def opens(code: str, at=None, library_id: int = skill.library_id) -> bool:
        session().rollback()
        return bool(queries.find_by_code(session(), library_id, code, key=key, now=at or now()))

    def leads_on(token: str, at=None) -> bool:
        session().rollback()
        where = session(), skill.library_id, token
        try:
            return queries.get_by_token(*where, key=key, now=at or now())[1] is Agreed.BY_CODE
        except NotFound:
            return False

    first, second = slip(), slip()
    token = slips.slip_token(skills()[0], key=key)
    assert (leads_on(token), leads_on(token, at=now() + periods.SLIP_LASTS)) == (True, False)
    assert (opens(first), opens(second)) == (False, True)
    assert not opens(second, library_id=a_library("salland").id)
    assert not opens(second, at=now() + periods.SLIP_LASTS)
    assert second not in str(vars(skills()[0])), "only what the key can make is kept"
    confirmed(skill, Agreed.BY_CODE)
    with pytest.raises(ConfirmedAlready):
        slip()


def test_what_waits_is_asked_once_more_and_then_let_go(app):
    waits = noted(a_member().id)
    nowhere = noted(SOMEBODY, said("Ik brei", once="b" * 32))
    confirmed(noted(a_member().id, said("Ik zing", once="c" * 32)))
    for days, reminded, left in ((13, 0, 3), (15, 1, 3), (16, 0, 3), (43, 0, 1)):
        at = now() + timedelta(days=days)
        assert jobs.remind(at) == reminded, days
        jobs.let_go(at)
        assert len(skills()) == left, days
    assert [mail.context["skill_id"] for mail in mails()].count(waits.id) == 2
    assert nowhere.id not in [mail.context["skill_id"] for mail in mails()]
    assert [each.own_words for each in skills()] == ["Ik zing"]


def test_what_rests_is_found_by_nobody_until_it_may_be_again():
    fatima = a_member()
    skill = noted(fatima.id)
    confirmed(skill)

    def rest(*, resting: bool) -> None:
        with transaction() as tx:
            confirming.rest(tx, fatima.id, skill.id, resting=resting, now=now())

    rest(resting=True)
    rest(resting=True)
    assert (found(), skills()[0].state) == ([], SkillState.RESTING)
    rest(resting=False)
    assert (found(), skills()[0].state) == ([skill.id], SkillState.CONFIRMED)
    somebody = a_member()
    with transaction() as tx:
        confirming.remove_own(tx, somebody.id, skill.id, now=now())
    assert session().get(Skill, skill.id), "nobody removes what is somebody else's"
