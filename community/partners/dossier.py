"""What a library keeps of a partner: facts, contacts, contact moments, shared goals."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from community.activity import services as activity
from community.activity.verbs import Verb
from community.clock import local_day, start_of_day
from community.errors import DomainError
from community.partners import queries
from community.partners.models import (
    ContactKind,
    ContactMoment,
    Partner,
    PartnerContact,
    PartnerGoal,
    PartnerState,
    Sector,
)
from community.search.folding import fold_all
from community.words import N_

FIRST_YEAR = 2000


class NameIsTaken(DomainError):
    status = 422

    def __init__(self) -> None:
        super().__init__(N_("There is a partner with this name already."))


class NotADayOfOurs(DomainError):
    """A day that is still to come, or before anybody kept this."""

    status = 422

    def __init__(self) -> None:
        super().__init__(N_("Choose a day in the past, in this century."))


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerDraft:
    name: str
    sector: Sector
    kvk: str = ""
    domain: str = ""
    note: str = ""
    state: PartnerState = PartnerState.ACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDraft:
    name: str
    email: str = ""
    phone: str = ""
    gets_list: bool = False


def add(session: Session, library_id: int, draft: PartnerDraft, *, now: datetime) -> Partner:
    _refuse_known_name(session, library_id, draft, None)
    partner = Partner(library_id=library_id, created_at=now, **_columns(draft))
    session.add(partner)
    _keep(session)
    return partner


def change(session: Session, library_id: int, partner_id: int, draft: PartnerDraft) -> Partner:
    partner = queries.lock(session, library_id, partner_id)
    _refuse_known_name(session, library_id, draft, partner_id)
    for name, value in _columns(draft).items():
        setattr(partner, name, value)
    _keep(session)
    return partner


def _keep(session: Session) -> None:
    """Who looked for the name at the same moment is told so by the database."""
    try:
        session.flush()
    except IntegrityError:
        raise NameIsTaken from None


def _columns(draft: PartnerDraft) -> dict[str, object]:
    return {**asdict(draft), "search_text": fold_all(draft.name, draft.domain, draft.kvk)}


def _refuse_known_name(
    session: Session, library_id: int, draft: PartnerDraft, but: int | None
) -> None:
    if queries.has_one_named(session, library_id, draft.name, but):
        raise NameIsTaken


# ─── whom one speaks there ───


def add_contact(
    session: Session, library_id: int, partner_id: int, draft: ContactDraft
) -> PartnerContact:
    """Somebody at the partner; the first with an address gets the list of the quarter."""
    queries.lock(session, library_id, partner_id)
    contact = PartnerContact(
        library_id=library_id, partner_id=partner_id, **{**asdict(draft), "gets_list": False}
    )
    session.add(contact)
    session.flush()
    _give_list(session, partner_id, contact, wanted=draft.gets_list)
    return contact


def change_contact(
    session: Session, library_id: int, partner_id: int, contact_id: int, draft: ContactDraft
) -> PartnerContact:
    queries.lock(session, library_id, partner_id)
    contact = queries.get_contact(session, library_id, partner_id, contact_id)
    contact.name, contact.email, contact.phone = draft.name, draft.email, draft.phone
    _give_list(session, partner_id, contact, wanted=draft.gets_list)
    return contact


def remove_contact(session: Session, library_id: int, partner_id: int, contact_id: int) -> None:
    """Nothing of them stays; the next with an address gets the list."""
    queries.lock(session, library_id, partner_id)
    session.delete(queries.get_contact(session, library_id, partner_id, contact_id))
    session.flush()
    _give_list(session, partner_id, None, wanted=False)


def _give_list(
    session: Session, partner_id: int, contact: PartnerContact | None, *, wanted: bool
) -> None:
    """One with an address gets the list: who was chosen, else who had it, else the first."""
    contacts = queries.list_contacts(session, partner_id)
    reachable = [one for one in contacts if one.email]
    chosen = next(
        iter(
            [one for one in reachable if wanted and one is contact]
            or [one for one in reachable if one.gets_list]
            or reachable
        ),
        None,
    )
    for one in contacts:
        if one is not chosen:
            one.gets_list = False
    session.flush()  # The index lets one have it at a time.
    if chosen is not None:
        chosen.gets_list = True
        session.flush()


# ─── speaking, and wanting the same ───


def note_contact(
    session: Session,
    library_id: int,
    partner_id: int,
    *,
    on: date,
    kind: ContactKind,
    about: str,
    now: datetime,
) -> ContactMoment:
    """Library and partner spoke. The same moment twice is one."""
    partner = queries.lock(session, library_id, partner_id)
    _refuse_unless_been(on, now)
    moment = ContactMoment(
        library_id=library_id,
        partner_id=partner_id,
        happened_on=on,
        kind=kind,
        about=about,
        created_at=now,
    )
    if known := queries.find_same_moment(session, moment):
        return known
    session.add(moment)
    session.flush()
    activity.record(
        session,
        Verb.PARTNER_CONTACTED,
        library_id=library_id,
        partner_id=partner_id,
        happened_at=start_of_day(on),
        details={
            "kind": kind,
            "sector": partner.sector,
            "organisation": partner.organisation,
        },
        now=now,
    )
    return moment


def agree_goal(
    session: Session, library_id: int, partner_id: int, *, text: str, on: date, now: datetime
) -> PartnerGoal:
    """Write down what both want to reach. The partner confirms it in the list of the quarter."""
    queries.lock(session, library_id, partner_id)
    _refuse_unless_been(on, now)
    same = (goal for goal in queries.list_goals(session, partner_id) if goal.text == text)
    if (known := next(same, None)) and known.agreed_on == on:
        return known
    goal = PartnerGoal(
        library_id=library_id, partner_id=partner_id, text=text, agreed_on=on, created_at=now
    )
    session.add(goal)
    session.flush()
    _log_goal(session, Verb.PARTNER_GOAL_AGREED, goal, on, now)
    return goal


def look_back(
    session: Session,
    library_id: int,
    partner_id: int,
    goal_id: int,
    *,
    text: str,
    on: date,
    now: datetime,
) -> PartnerGoal:
    """Write down what became of a goal, together. Other words later are asked to confirm again."""
    queries.lock(session, library_id, partner_id)
    goal = queries.get_goal(session, library_id, partner_id, goal_id)
    if (goal.look_back, goal.looked_back_on) == (text, on):
        return goal
    if on < goal.agreed_on or on > local_day(now):
        raise NotADayOfOurs
    goal.look_back, goal.looked_back_on = text, on
    goal.look_back_confirmed_at = goal.look_back_listed_at = None
    _log_goal(session, Verb.PARTNER_LOOKED_BACK, goal, on, now)
    return goal


def _log_goal(session: Session, verb: Verb, goal: PartnerGoal, on: date, now: datetime) -> None:
    activity.record(
        session,
        verb,
        library_id=goal.library_id,
        partner_id=goal.partner_id,
        happened_at=start_of_day(on),
        details={"goal_id": goal.id},
        now=now,
    )


def _refuse_unless_been(day: date, now: datetime) -> None:
    if not day.year >= FIRST_YEAR or day > local_day(now):
        raise NotADayOfOurs
