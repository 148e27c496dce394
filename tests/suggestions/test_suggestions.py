"""Which gatherings fit somebody, in words, and what they do not want to see again."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from community.accounts import ages
from community.clock import now
from community.db import transaction
from community.gatherings.kinds import Audience, Kind, Mode, SignUpMode, Visibility
from community.gatherings.models import SignUpStatus
from community.libraries.models import Equipment
from community.matching.engine.scoring.problem import Refusal
from community.moments import Moment
from community.register.models import Direction
from community.skills.models import SkillKind, SkillState
from community.suggestions import fitting, labels, people_queries, queries, services
from community.suggestions.fitting import covered
from community.suggestions.people_queries import Source
from community.tongues import Tongue
from tests.factories import a_branch, a_room, a_sign_up, a_theme, next_week, the_library
from tests.register.entries import an_entry
from tests.skills.rows import a_skill
from tests.suggestions.known import a_block, about, somebody

REPAIR, MUSIC, CARE = "techniek-reparatie", "muziek-podium", "zorg-steun"


def outlook(session, person):
    session.rollback()
    return fitting.outlook(session, the_library().id, person.id, now=now())


def titles(session, person):
    return [each.gathering.title for each in outlook(session, person).fits]


def test_what_somebody_likes_knows_asks_and_did_is_found_and_said(session):
    noor = somebody(likes=(REPAIR,))
    about("Repair Café", REPAIR)
    about("Concert", MUSIC)
    assert titles(session, noor) == ["Repair Café"]
    music = [a_theme(MUSIC)]
    a_skill(noor, themes=music, kind=SkillKind.WANTS_TO_LEARN)
    an_entry(person=noor, direction=Direction.OFFER, themes=(MUSIC,))
    old = about("Zingen", MUSIC, starts_at=now() - timedelta(days=20))
    a_sign_up(old, noor)
    found = {each.gathering.title: each for each in outlook(session, noor).fits}
    known = {source for source, ids in found["Concert"].said.items() if str(music[0].id) in ids}
    assert known == {Source.LEARNS, Source.OFFERS, Source.EARLIER}
    assert found["Concert"].fit.score > found["Repair Café"].fit.score
    for each in found.values():
        assert each.fit.score == sum(part.points for part in each.fit.contributions)


def test_what_is_online_is_not_called_near_to_anybody(session):
    noor = somebody(likes=(REPAIR,))
    online = about("Online", REPAIR, mode=Mode.ONLINE)
    (found,) = outlook(session, noor).fits
    assert labels.reasons(found, "nl") == [
        "Je houdt van Repareren & klussen",
        "Je kunt online meedoen",
    ]
    (suits,), _ = fitting.suitable(session, online, [noor.id], now=now())
    assert "Komt daar in de buurt" not in labels.reasons_of(suits, online.themes, "nl")


def test_a_draft_of_kunde_and_a_sensitive_sign_up_say_nothing(session):
    noor = somebody()
    about("Concert", MUSIC)
    a_skill(noor, themes=[a_theme(MUSIC)], state=SkillState.DRAFT)
    secret = about("Praatgroep", MUSIC, is_sensitive=True, starts_at=now() - timedelta(days=9))
    a_sign_up(secret, noor)
    assert titles(session, noor) == []


def test_only_what_one_may_see_and_can_come_to_is_suggested(session):
    noor = somebody(likes=(REPAIR,))
    about("Open", REPAIR)
    about("Achter inloggen", REPAIR, visibility=Visibility.SIGNED_IN)
    about("Met link", REPAIR, visibility=Visibility.LINK)
    about("Op uitnodiging", REPAIR, sign_up_mode=SignUpMode.INVITATION)
    about("Gevoelig", REPAIR, is_sensitive=True)
    about("Vol", REPAIR, capacity=1, taken=1, has_waiting_list=False)
    about("Voorbij", REPAIR, starts_at=now() - timedelta(days=2))
    a_sign_up(about("Al aangemeld", REPAIR), noor)
    a_sign_up(about("Weer weg", REPAIR), noor, SignUpStatus.CANCELLED)
    assert sorted(titles(session, noor)) == ["Achter inloggen", "Open", "Weer weg"]


def test_what_nearly_fits_says_the_one_change(session):
    here = the_library().branches[0]
    noor = somebody(
        likes=(REPAIR,), moments=frozenset({Moment.SUNDAY_EVENING}),
        branch_ids=frozenset({here.id}), tongues=frozenset({Tongue.DUTCH}),
    )  # fmt: skip
    when = next_week(14)
    sunday = when + timedelta(days=6 - when.weekday(), hours=5)
    about("Andere tijd", REPAIR, starts_at=sunday - timedelta(days=1))
    about("Andere plaats", REPAIR, starts_at=sunday, branch_id=a_branch(place="Dalfsen").id)
    about("Andere taal", REPAIR, starts_at=sunday, language="ar")
    about("Twee dingen", REPAIR, starts_at=sunday - timedelta(days=1), language="ar")
    about("Taalcafé", REPAIR, starts_at=sunday, language="ar", kind=Kind.LANGUAGE_CAFE)
    found = outlook(session, noor)
    assert [each.gathering.title for each in found.fits] == ["Taalcafé"]
    assert {each.gathering.title: (each.reason, each.change) for each in found.nearly} == {
        "Andere tijd": (Refusal.AVAILABILITY, ("sa3",)),
        "Andere plaats": (Refusal.REACH, (str(_branch(found)),)),
        "Andere taal": (Refusal.LANGUAGE, ("ar",)),
    }


def _branch(found):
    return next(
        each.gathering.branch_id for each in found.nearly if each.gathering.title == "Andere plaats"
    )


def test_a_sensitive_theme_waits_for_the_yes_of_an_entry(session):
    noor = somebody(likes=(REPAIR,))
    about("Mantelzorg en meer", REPAIR, CARE)
    assert titles(session, noor) == []
    an_entry(person=noor, themes=(CARE,), consent_at=now(), consent_words="Ja.")
    assert titles(session, noor) == ["Mantelzorg en meer"]


def test_a_sensitive_theme_counts_and_is_told_to_no_librarian(session):
    noor = somebody(likes=(REPAIR,))
    a_skill(noor, themes=[a_theme(CARE)], kind=SkillKind.WANTS_TO_LEARN)
    gathering = about("Mantelzorg en meer", REPAIR, CARE)
    an_entry(person=noor, themes=(CARE,), consent_at=now(), consent_words="Ja.")
    (found,), _ = fitting.suitable(session, gathering, [noor.id], now=now())
    counts = {each for part in found.fit.contributions for each in part.because}
    assert str(a_theme(CARE).id) in counts
    told = labels.reasons_of(found, gathering.themes, "nl")
    assert "Houdt van Repareren & klussen" in told
    assert not [each for each in told if a_theme(CARE).label in each]


def test_who_said_to_be_sixteen_gets_no_story_time_and_may_bring_children(session):
    noor = somebody(likes=(REPAIR,))
    with transaction() as tx:
        ages.say(tx, noor.id, now=now())
    about("Voorlezen", REPAIR, audience=Audience.CHILDREN)
    about("Kinderen bouwen", REPAIR, audience=Audience.CHILDREN, takes_children=True)
    assert titles(session, noor) == ["Kinderen bouwen"]


def test_nobody_is_suggested_where_somebody_is_whom_they_do_not_meet(session):
    noor, piet = somebody(likes=(REPAIR,)), somebody("Piet", likes=(REPAIR,))
    a_block(noor, piet)
    a_sign_up(about("Met Piet", REPAIR), piet)
    a_sign_up(about("Met Noor", REPAIR), noor)
    about("Zonder beiden", REPAIR)
    assert titles(session, noor) == ["Zonder beiden"]
    assert titles(session, piet) == ["Zonder beiden"]


def test_of_what_fits_as_well_the_soonest_comes_first_also_of_one_name(session):
    noor = somebody(likes=(REPAIR,))
    for weeks in (40, 2, 9):
        about("Repair Café", REPAIR, starts_at=next_week() + timedelta(weeks=weeks))
    about("Fietsen maken", REPAIR, starts_at=next_week() + timedelta(weeks=1))
    first, then = outlook(session, noor).fits
    assert (first.gathering.title, then.gathering.title) == ("Fietsen maken", "Repair Café")
    assert then.gathering.starts_at < next_week() + timedelta(weeks=3)


def test_not_for_me_holds_for_all_of_that_name_until_taken_back(session):
    noor, other = somebody(likes=(REPAIR,)), somebody("Sam", likes=(REPAIR,))
    first = about("Repair Café", REPAIR)
    about("Repair Café", REPAIR, starts_at=next_week() + timedelta(days=7))
    assert [each.more for each in outlook(session, noor).fits] == [1]
    for _ in range(2):
        with transaction() as tx:
            services.put_aside(tx, first.library_id, first.id, noor.id, now=now())
    assert titles(session, noor) == []
    assert titles(session, other) == ["Repair Café"]
    of = people_queries.invitable_to(first.library_id, first, now=now())
    assert session.scalars(of).all() == [other.id]
    for _ in range(2):
        with transaction() as tx:
            services.take_back(tx, first.library_id, first.id, noor.id)
    assert titles(session, noor) == ["Repair Café"]


def test_from_either_side_it_is_the_same_score(session):
    noor = somebody(likes=(REPAIR,), comes_online=False)
    gathering = about("Repair Café", REPAIR, MUSIC)
    about("Concert", MUSIC)
    session.rollback()
    people, eligible = fitting.suitable(
        session,
        gathering,
        people_queries.invitable_to(gathering.library_id, gathering, now=now()),
        now=now(),
    )
    assert eligible == 1
    mine = next(each for each in outlook(session, noor).fits if each.gathering.id == gathering.id)
    assert people[0].fit == mine.fit


def test_of_a_crowd_everybody_has_the_score_that_they_have_alone(session):
    """Who fits a gathering is read and added up another way than what fits somebody."""
    chance = Random(7)  # noqa: S311 (only who says what)
    themes = (REPAIR, MUSIC, CARE)
    places = [
        a_branch(place=place, latitude=52.4 + number / 20, longitude=6.4).id
        for number, place in enumerate(("Dalfsen", "Lemele", "Balkbrug"))
    ]
    asked = [
        about(f"Komt {number}", REPAIR, *more, branch_id=branch_id)
        for number, (branch_id, *more) in enumerate(((places[0],), (places[2], MUSIC), (None,)))
    ]
    past = [
        about(
            f"Was {number}", *chance.sample(themes, k=2), branch_id=chance.choice([*places, None]),
            starts_at=now() - timedelta(days=40 * number + 3),
        )
        for number in range(4)
    ]  # fmt: skip
    people = []
    for number in range(8):
        person = somebody(
            f"P{number}", likes=tuple(chance.sample(themes, k=number % 3)),
            **({"moments": frozenset(chance.sample(list(Moment), k=15))} if number % 2 else {}),
        )  # fmt: skip
        a_skill(
            person, themes=[a_theme(chance.choice(themes))], kind=chance.choice(list(SkillKind))
        )
        for gathering in chance.sample(past, k=number % 4):
            a_sign_up(gathering, person)
        people.append(person.id)
    session.rollback()
    alone = {
        (person_id, each.gathering.id): each.fit
        for person_id in people
        for each in fitting.outlook(session, the_library().id, person_id, now=now()).fits
    }
    assert len(alone) > len(people)
    for gathering in asked:
        of = queries.list_shown(session, [gathering.id])[gathering.id]
        found, _ = fitting.suitable(session, of, people, most=99, now=now())
        crowd = {(each.person.id, of.id): each.fit for each in found if _is_about(each.fit)}
        assert crowd == {key: fit for key, fit in alone.items() if key[1] == of.id}


def _is_about(fit):
    return any(each.component in fitting.ABOUT for each in fit.contributions)


def test_eight_queries_suffice_for_one_and_for_many(session, statements):
    for number in range(3):
        somebody(f"P{number}", likes=(REPAIR,))
        a_sign_up(about(f"Eerder {number}", REPAIR, starts_at=now() - timedelta(days=5)))
        gathering = about(f"Komt {number}", REPAIR)
    noor = somebody(likes=(REPAIR,))
    session.rollback()
    library_id, gathering_id = the_library().id, gathering.id
    with statements() as asked:
        fitting.outlook(session, library_id, noor.id, now=now())
    assert len([each for each in asked if each.startswith("SELECT")]) <= 8
    gathering = queries.list_shown(session, [gathering_id])[gathering_id]
    with statements() as asked:
        found, _ = fitting.suitable(
            session,
            gathering,
            people_queries.invitable_to(library_id, gathering, now=now()),
            now=now(),
        )
    assert len(found) == 4
    assert len(asked) <= 8


def test_the_parts_of_the_week_that_something_takes():
    begins = next_week(11)  # On the clock.
    days = [each for each in Moment if each.weekday == begins.weekday()]
    assert covered(begins, begins + timedelta(hours=1)) == {days[0]}
    assert covered(begins, begins + timedelta(hours=2)) == set(days[:2])
    assert covered(begins, begins + timedelta(hours=8)) == set(days)
    assert covered(begins, begins + timedelta(days=30)) == set(Moment)


def test_on_my_page_and_on_its_own_page(app, client_of, session):
    noor = somebody(likes=(REPAIR,), moments=frozenset({Moment.SUNDAY_EVENING}))
    when = next_week(19)
    sunday = when + timedelta(days=6 - when.weekday())
    gathering = about("Repair Café", REPAIR, starts_at=sunday, mode=Mode.HYBRID)
    about("Klussen", REPAIR, starts_at=sunday - timedelta(days=1))
    browser = client_of(noor)
    own = browser.get("/mijn").text
    assert "Activiteiten die bij je passen" in own
    assert "Je houdt van Repareren &amp; klussen" in own
    page = browser.get("/vechtdal/mijn/past-bij-je").text
    assert "Het is op een moment waarop je kunt" in page
    assert "van de 1000" in page
    assert "Dan past dit." in page  # On Saturday evening.
    aside = browser.post(f"/vechtdal/mijn/past-bij-je/{gathering.id}/niet-voor-mij")
    assert aside.status_code == 303
    page = browser.get("/vechtdal/mijn/past-bij-je").text
    assert "Past toch bij mij" in page
    browser.post(f"/vechtdal/mijn/past-bij-je/{gathering.id}/toch-wel")
    assert "Past toch bij mij" not in browser.get("/vechtdal/mijn/past-bij-je").text


def test_who_needs_a_room_without_stairs_is_led_past_the_others_and_told_alone(session):
    wheels = frozenset({Equipment.WHEELCHAIR})
    upstairs = a_room(the_library().branches[0], "Zolder", equipment=frozenset())
    below = a_room(the_library().branches[0], "Leeszaal", equipment=wheels)
    high, low, outside = (
        about(title, REPAIR, room_id=room.id if room else None)
        for title, room in (("Boven", upstairs), ("Beneden", below), ("Buiten", None))
    )
    noor = somebody("Noor", likes=(REPAIR,), needs=wheels, needs_words="Ja.")
    anna = somebody("Anna", likes=(REPAIR,), needs=wheels)  # Said no yes.
    found = fitting.outlook(session, the_library().id, noor.id, now=now())
    assert {each.gathering.id for each in found.fits} == {low.id, outside.id}
    assert [(each.gathering.id, each.reason) for each in found.nearly] == [
        (high.id, Refusal.ACCESS)
    ]
    assert "rolstoel" in labels.change(found.nearly[0])
    suits, number = fitting.suitable(session, high, [noor.id, anna.id], now=now())
    assert ([each.person.id for each in suits], number) == ([anna.id], 1)
    both, _ = fitting.suitable(session, low, [noor.id, anna.id], now=now())
    said = [labels.reasons_of(each, [], "nl") for each in both]
    assert len(both) == 2
    assert said[0] == said[1]  # Nothing of it is told to a librarian.
