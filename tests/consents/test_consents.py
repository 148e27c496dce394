"""A yes is written down with its words, its moment and how it was said; a no stops what it allowed.

Here for every room that asks, so that no room forgets one of both halves.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts import people
from community.accounts.models import Membership, Person
from community.arrivals import standing
from community.arrivals.models import StandingAnswer
from community.clock import now
from community.consents import purposes, queries, services
from community.consents.forgetting import KEPT
from community.consents.models import Channel, Consent
from community.db import session, transaction
from community.gatherings.attendance import Said as Answers
from community.gatherings.sign_ups import confirm, sign_up
from community.libraries.models import Equipment
from community.notifications import wishes
from community.notifications.models import BOTH, MailWish
from community.notifications.wishes import Wanted
from community.preferences import services as preferences
from community.preferences.models import Preference
from community.preferences.services import Said
from community.promises import keeping
from community.promises.models import Promise
from community.proposals import speaking
from community.proposals.models import ProposalBacking
from community.proposals.proposing import Said as Proposed
from community.proposals.speaking import Speaker
from community.register import states, writing
from community.register.models import Direction, Entry, EntryState
from community.register.writing import Said as Offer
from community.skills.models import Skill
from tests import factories
from tests.consents.rows import a_consent
from tests.keeping.forgetting import forget
from tests.promises.promising import a_talk, promised
from tests.register.entries import an_entry
from tests.skills.rows import noted

pytestmark = pytest.mark.usefixtures("app")

MAY_INVITE = "accounts.may_invite"


def consents_of(person: Person) -> list[Consent]:
    session().expire_all()
    return queries.list_of(session(), person.id)


def said(person: Person) -> list[tuple[str, Channel, bool]]:
    return [(each.purpose, each.channel, each.withdrawn_at is None) for each in consents_of(person)]


def takes_back(person: Person, purpose: str) -> None:
    library_id = factories.the_library().id
    with transaction() as tx:
        services.take_back(tx, library_id, person.id, purpose, now=now())
    session().expire_all()


def test_signing_up_says_how_it_was_said():
    gathering = factories.a_gathering()
    at_desk, by_mail = factories.a_person("Riet"), factories.a_person("Noor")
    with transaction() as tx:
        for person, is_seen in ((at_desk, True), (by_mail, False)):
            row = sign_up(
                tx, gathering.library_id, gathering.id, tx.merge(person), confirmed=is_seen,
                at_desk=is_seen, may_invite=True, now=now(),
            )  # fmt: skip
    assert (said(at_desk), said(by_mail)) == ([(MAY_INVITE, Channel.COUNTER, True)], [])
    with transaction() as tx:
        confirm(tx, row.id, now=now())
    assert said(by_mail) == [(MAY_INVITE, Channel.MAIL, True)]


def test_saying_it_twice_is_once_and_a_no_keeps_the_proof_for_a_while():
    noor, library = factories.a_person("Noor"), factories.the_library()
    for may in (True, True, False, False, True):
        with transaction() as tx:
            people.set_may_invite(tx, library.id, tx.merge(noor), may=may, now=now())
    assert said(noor) == [(MAY_INVITE, Channel.SCREEN, True), (MAY_INVITE, Channel.SCREEN, False)]
    assert forget("consents.taken_back", now() + KEPT - timedelta(days=1)) == 0
    assert forget("consents.taken_back", now() + KEPT + timedelta(days=1)) == 1
    assert said(noor) == [(MAY_INVITE, Channel.SCREEN, True)]


def prefers(person: Person) -> None:
    wheels = frozenset({Equipment.WHEELCHAIR})
    everything = Said(
        mixed_words="Ja.", pc4="7731", remembered_words="Ja.", needs=wheels, needs_words="Ja."
    )
    library_id = factories.the_library().id
    with transaction() as tx:
        preferences.keep(tx, library_id, person.id, everything, now=now())


def may_be_invited(person: Person) -> None:
    library_id = factories.the_library().id
    with transaction() as tx:
        people.set_may_invite(tx, library_id, tx.merge(person), may=True, now=now())


def offers(person: Person) -> None:
    at = now()
    entry = an_entry(person=person, themes=("zorg-steun",), consent_at=at, consent_words="Ja.")
    a_consent(person, purpose="register.sensitive", given_at=at)
    assert entry.state is EntryState.OPEN


def proposes_at_the_desk(person: Person) -> None:
    who = Speaker(first_name=person.first_name, email=person.email or "", once="a")
    library_id = factories.the_library().id
    with transaction() as tx:
        speaking.propose(
            tx, library_id, who, Proposed(title="Samen soep koken"),
            is_old_enough=True, now=now(),
        )  # fmt: skip


def is_counted_once(person: Person) -> None:
    library_id = factories.the_library().id
    with transaction() as tx:
        standing.agree(tx, library_id, person.id, Answers(pc4="7731"), now=now())


def wants_the_weekly_mail(person: Person) -> None:
    wanted = Wanted(reminders=BOTH, digest=True, fitting=True)
    library_id = factories.the_library().id
    with transaction() as tx:
        wishes.choose(tx, library_id, person.id, wanted, now=now())


def promises_by_name(person: Person) -> None:
    talk = a_talk()
    factories.a_sign_up(talk, person)
    promise = promised(talk, person)
    with transaction() as tx:
        keeping.agree(tx, promise.library_id, promise.id, named=True, now=now())


def offers_at_the_desk(person: Person) -> None:
    library_id = factories.the_library().id
    with transaction() as tx:
        writing.publish(
            tx, library_id, person.id, Direction.OFFER, Offer(title="Ik bak brood"),
            is_old_enough=True, heard=Channel.PHONE, now=now(),
        )  # fmt: skip


def is_noted(person: Person) -> None:
    library_id = factories.the_library().id
    with transaction() as tx:
        people.belong(tx, library_id, person.id, now=now())
    noted(person.id)


ROOMS = {
    "arrivals.standing": (is_counted_once, select(StandingAnswer.pc4)),
    "notifications.weekly": (wants_the_weekly_mail, select(MailWish.digest_since)),
    "notifications.fitting": (wants_the_weekly_mail, select(MailWish.has_fitting)),
    "promises.named": (promises_by_name, select(Promise.is_named)),
    "register.spoken": (
        offers_at_the_desk,
        select(Entry.heard).where(Entry.state != EntryState.STOPPED),
    ),
    "skills.noted": (is_noted, select(Skill.agreed_at)),
    "proposals.spoken": (proposes_at_the_desk, select(ProposalBacking.spoken)),
    MAY_INVITE: (may_be_invited, select(Membership.may_invite_since)),
    "preferences.mixed": (prefers, select(Preference.mixed_since, Preference.pc4)),
    "preferences.needed": (prefers, select(Preference.needs_since, Preference.needs)),
    "preferences.remembered": (prefers, select(Preference.remembered_since)),
    "register.sensitive": (offers, select(Entry.consent_at)),
}


@pytest.mark.parametrize("purpose", ROOMS)
def test_what_is_taken_back_stops_in_its_room_in_the_same_moment(purpose):
    noor = factories.a_person("Noor")
    says: Callable[[Person], None] = ROOMS[purpose][0]
    says(noor)
    kept = ROOMS[purpose][1]
    assert all(session().execute(kept).one())
    takes_back(noor, purpose)
    assert not any(value for row in session().execute(kept) for value in row)
    assert (purpose, False) in [(name, stands) for name, _how, stands in said(noor)]
    assert purposes.named(purpose).stops, "it is said what stops"


def test_every_room_that_can_take_back_is_tried_here():
    asked = {each.name for each in purposes.all_purposes() if each.withdraw}
    assert asked == set(ROOMS)


def test_the_consent_for_sensitive_offers_stands_until_the_last_of_them_stops():
    noor = factories.a_person("Noor")
    offers(noor)
    second = an_entry("Ik ken rouw", person=noor, themes=("zorg-steun",), consent_at=now())
    first = session().scalars(select(Entry).where(Entry.id != second.id)).one()
    for entry_id, stands in ((first.id, True), (second.id, False)):
        with transaction() as tx:
            states.stop(tx, factories.the_library().id, entry_id, now=now())
        assert said(noor) == [("register.sensitive", Channel.SCREEN, stands)]
