"""What somebody fills in about a gathering, and what must be true of it before it is kept.

Pure: no session. What only the database knows (does this room exist, how many seats are taken) is
checked in `hosting.py`, which adds its findings to the same list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

from community.clock import end_of_day, from_local, local
from community.errors import DomainError
from community.gatherings.kinds import (
    KIND_FACTS,
    SIGN_UP_MODES,
    Audience,
    CoreFunction,
    Eligibility,
    Initiator,
    Kind,
    Mode,
    SignUpMode,
    Visibility,
)
from community.gatherings.models import MOST_SEATS, Gathering
from community.gatherings.questions import MOST_QUESTIONS, Question, flaws, tidied
from community.libraries.models import MOST_MINUTES_AROUND
from community.texts import UnfitText, clean_line, clean_text
from community.words import N_

LONGEST = timedelta(days=31)
FIRST_YEAR = 2000
YEARS_AHEAD = 5

#: How many characters fit, and what the field is called in the form.
LENGTHS = {
    "title": 200,
    "summary": 300,
    "text": 20_000,
    "address": 200,
    "online_url": 500,
    "elsewhere_url": 500,
    "cost": 80,
    "bring": 200,
    "accessibility": 300,
}

TOO_FAR = N_("Check the year: that is very far away.")
TOO_LONG = N_("This is too long: at most %(most)s characters.")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field, as a msgid and its values."""

    name: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)


class DraftRefused(DomainError):
    """One or more fields are not right; each says so beside itself."""

    status = 422

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems[0].message, **self.problems[0].values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """When and where: what people have in their diaries, so changing it is a move."""

    starts_at: datetime
    ends_at: datetime
    mode: Mode = Mode.PHYSICAL
    branch_id: int | None = None
    room_id: int | None = None
    address: str = ""
    online_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GatheringDraft:
    """A gathering as a form gives it. None means: as it follows from the kind."""

    kind: Kind
    title: str
    starts_at: datetime
    ends_at: datetime | None = None
    summary: str = ""
    text: str = ""
    language: str = "nl"
    theme_ids: frozenset[int] = frozenset()
    host_ids: frozenset[int] = frozenset()
    picture_id: int | None = None

    mode: Mode = Mode.PHYSICAL
    branch_id: int | None = None
    room_id: int | None = None
    address: str = ""
    online_url: str = ""
    #: Before people come and after they leave; None: as is usual in that room.
    set_up_minutes: int | None = None
    clear_minutes: int | None = None

    sign_up_mode: SignUpMode | None = None
    elsewhere_url: str = ""
    capacity: int | None = None
    has_waiting_list: bool = True
    sign_up_opens_at: datetime | None = None
    sign_up_closes_at: datetime | None = None
    visibility: Visibility = Visibility.PUBLIC
    eligibility: Eligibility = Eligibility.EVERYONE
    is_sensitive: bool = False
    questions: tuple[Question, ...] = ()
    takes_children: bool | None = None

    cost: str = ""
    bring: str = ""
    accessibility: str = ""

    core_function: CoreFunction | None = None
    audience: Audience | None = None
    initiator: Initiator = Initiator.LIBRARY
    open_to_non_members: bool | None = None

    @property
    def appointment(self) -> Appointment:
        if self.ends_at is None:
            raise ValueError("an unfinished draft has no end")
        return Appointment(
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            **{name: getattr(self, name) for name in _PLACE},
        )


_PLACE = ("mode", "branch_id", "room_id", "address", "online_url")
#: What a draft and a gathering both have under the same name, as plain values.
SHARED = tuple(f.name for f in fields(GatheringDraft) if not f.name.endswith("_ids"))
_FOLLOWS = ("sign_up_mode", "core_function", "audience", "open_to_non_members")

#: How people sign up when Kenniskring keeps the seats.
WITH_PLACE = frozenset({Mode.PHYSICAL, Mode.HYBRID})


def completed(draft: GatheringDraft) -> GatheringDraft:
    """The draft with tidy texts and with what follows from its kind filled in."""
    facts = KIND_FACTS[draft.kind]
    given: dict[str, object] = {
        name: getattr(facts, name) for name in _FOLLOWS if getattr(draft, name) is None
    }
    if draft.takes_children is None:
        audience = given.get("audience", draft.audience)
        given["takes_children"] = audience is Audience.CHILDREN and not draft.is_sensitive
    if draft.ends_at is None:
        given["ends_at"] = draft.starts_at + timedelta(minutes=facts.minutes)
    if draft.branch_id is not None or draft.mode is Mode.ONLINE:
        given["address"] = ""
    if draft.mode is Mode.PHYSICAL:
        given["online_url"] = ""
    return replace(draft, **{**_tidied(draft), **given})  # type: ignore[arg-type]


def _tidied(draft: GatheringDraft) -> dict[str, object]:
    """The texts of the draft, fit to keep."""
    tidy: dict[str, object] = {}
    found = []
    for name in (*LENGTHS, "questions"):
        try:
            tidy[name] = _TIDY.get(name, clean_line)(getattr(draft, name))
        except UnfitText as unfit:
            found.append(Problem(name, unfit.message, unfit.values))
    if found:
        raise DraftRefused(found)
    return tidy


_TIDY: dict[str, Callable[..., object]] = {"text": clean_text, "questions": tidied}


def problems_of(draft: GatheringDraft, *, now: datetime) -> Iterator[Problem]:
    """Everything that is wrong with a completed draft, one finding a field."""
    if not draft.title:
        yield Problem("title", N_("Give it a name that says what people will do."))
    for name, most in LENGTHS.items():
        if len(getattr(draft, name)) > most:
            yield Problem(name, TOO_LONG, {"most": most})
    yield from _problems_of_time(draft.appointment, now)
    yield from _problems_of_place(draft.appointment)
    yield from _problems_around(draft)
    yield from _problems_of_seats(draft)
    yield from _problems_of_sign_up(draft)
    yield from _problems_of_questions(draft)


def _problems_of_time(new: Appointment, now: datetime) -> Iterator[Problem]:
    years = range(FIRST_YEAR, local(now).year + YEARS_AHEAD + 1)
    if local(new.starts_at).year not in years:
        yield Problem("starts_at", TOO_FAR)
    elif new.ends_at <= new.starts_at:
        yield Problem("ends_at", N_("It ends before it begins. Check both times."))
    elif new.ends_at - new.starts_at > LONGEST:
        yield Problem("ends_at", N_("This takes longer than a month. Make it separate activities."))


def _problems_of_place(new: Appointment) -> Iterator[Problem]:
    if new.mode is not Mode.PHYSICAL and not new.online_url:
        yield Problem("online_url", N_("Add the link with which people join online."))
    elif new.online_url and not is_safe_link(new.online_url):
        yield Problem("online_url", N_("This is not a link. It begins with https://."))


def _problems_around(draft: GatheringDraft) -> Iterator[Problem]:
    for name in ("set_up_minutes", "clear_minutes"):
        minutes = getattr(draft, name)
        if minutes is not None and not 0 <= minutes <= MOST_MINUTES_AROUND:
            yield Problem(
                name, N_("Choose a number from 0 to %(most)s."), {"most": MOST_MINUTES_AROUND}
            )


def _problems_of_seats(draft: GatheringDraft) -> Iterator[Problem]:
    if draft.capacity is None:
        return
    if draft.sign_up_mode not in SIGN_UP_MODES:
        yield Problem(
            "capacity",
            N_("Seats are only kept when people sign up here. Leave this empty, or choose that."),
        )
    elif not 1 <= draft.capacity <= MOST_SEATS:
        yield Problem(
            "capacity", N_("Choose a number from 1 to %(most)s."), {"most": f"{MOST_SEATS}"}
        )


def _problems_of_sign_up(draft: GatheringDraft) -> Iterator[Problem]:
    if draft.sign_up_mode is SignUpMode.ELSEWHERE and not is_safe_link(draft.elsewhere_url):
        yield Problem("elsewhere_url", N_("Add the link to sign up. It begins with https://."))
    if draft.elsewhere_url and draft.sign_up_mode is not SignUpMode.ELSEWHERE:
        yield Problem(
            "elsewhere_url", N_("This link is only used when people sign up on another site.")
        )
    opens_at, closes_at = draft.sign_up_opens_at, draft.sign_up_closes_at
    if closes_at and closes_at > draft.appointment.ends_at:
        yield Problem("sign_up_closes_at", N_("Sign-up would close after the activity is over."))
    if opens_at and opens_at >= (closes_at or draft.starts_at):
        yield Problem("sign_up_opens_at", N_("Sign-up would open after it closes."))


def _problems_of_questions(draft: GatheringDraft) -> Iterator[Problem]:
    if draft.takes_children and draft.is_sensitive:
        yield Problem("takes_children", N_("Children are not named at a sensitive activity."))
    if len(draft.questions) > MOST_QUESTIONS:
        yield Problem("questions", N_("Ask at most %(most)s questions."), {"most": MOST_QUESTIONS})
    elif draft.questions and draft.sign_up_mode not in SIGN_UP_MODES:
        yield Problem(
            "questions",
            N_("Questions are asked when people sign up here. Take them out, or choose that."),
        )
    else:
        for flaw in flaws(draft.questions, sensitive=draft.is_sensitive):
            yield Problem("questions", flaw.message, flaw.values)


def one_line(typed: str, name: str, *, most: int) -> str:
    """A short text outside the draft, held to the same rules."""
    try:
        tidy = clean_line(typed)
    except UnfitText as unfit:
        raise DraftRefused([Problem(name, unfit.message, unfit.values)]) from None
    if len(tidy) > most:
        raise DraftRefused([Problem(name, TOO_LONG, {"most": most})])
    return tidy


def end_of(day: date, starts: time, ends: time | None, last_day: date | None) -> datetime | None:
    """The moment that it ends, as people say it; None: they leave that to its kind."""
    if ends is None:
        return end_of_day(last_day) - timedelta(minutes=1) if last_day else None
    # Ten at night until one: that is the next day, and nobody says so.
    night = last_day is None and ends < min(starts, time(6))
    return from_local(day + timedelta(days=1) if night else last_day or day, ends)


def problems_before_publishing(
    gathering: Gathering | GatheringDraft, *, now: datetime
) -> Iterator[Problem]:
    """What a draft may still lack, but the agenda may not."""
    if gathering.starts_at <= now:
        yield Problem("starts_at", N_("This is in the past. Choose a date that is still to come."))
    has_place = gathering.branch_id is not None or gathering.address
    if gathering.mode in WITH_PLACE and not has_place:
        yield Problem("place", N_("Say where it is: people want to know where to go."))


def is_safe_link(url: str) -> bool:
    """An https address with a host, in one piece."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    in_one_piece = url.isprintable() and not any(mark in url for mark in ' "<>\\^`{|}')
    return parts.scheme == "https" and bool(host) and parts.username is None and in_one_piece


def appointment_of(gathering: Gathering) -> Appointment:
    return Appointment(
        starts_at=gathering.starts_at,
        ends_at=gathering.ends_at,
        **{name: getattr(gathering, name) for name in _PLACE},
    )


def draft_of(gathering: Gathering) -> GatheringDraft:
    """A gathering as it would be filled in; what equals its kind's own is left to the kind."""
    facts = KIND_FACTS[gathering.kind]
    given = {name: getattr(gathering, name) for name in SHARED}
    for name in _FOLLOWS:
        if given[name] == getattr(facts, name):
            given[name] = None
    for_children = gathering.audience is Audience.CHILDREN and not gathering.is_sensitive
    if gathering.takes_children is for_children:
        given["takes_children"] = None
    return GatheringDraft(
        **given,
        theme_ids=frozenset(theme.id for theme in gathering.themes),
        host_ids=frozenset(host.id for host in gathering.hosts),
    )
