"""The weekly digest: on one morning of the week, to who asked for it, when there is something.

What it tells of is decided twice by the same rule: when it is owed, to keep an empty one from
leaving, and when it is written, because a seat may be gone by then.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from community.acts import mark_queries as marks
from community.clock import from_local, local_day
from community.conversations.anchors import Who
from community.conversations.list_queries import list_readable
from community.findings import queries as findings
from community.harvests.models import HarvestItem
from community.notifications import digest_queries, queries
from community.notifications.digest_queries import Offer
from community.notifications.models import MailWish
from community.outbox.services import owe
from community.suggestions.fitting import Suggested, outlook

#: On the wall clock, also the week after a night that was not 24 hours.
MORNING = time(8)
WEEK = timedelta(weeks=1)
#: So far one looks ahead in it.
AHEAD = timedelta(weeks=3)
#: A worker that slept makes up for it the same day; after that it waits for the next week.
STILL_TODAY = timedelta(hours=12)
#: A mail server may be away longer; a digest of days ago is no news.
STILL_OF_USE = timedelta(days=2)
#: Titles in each of its two parts.
MOST = 6
#: Of what came out of conversations: it goes along, and never makes a mail by itself.
MOST_FOUND_OUT = 2
#: Of what a librarian marked for this week; that goes along too.
MOST_MARKED = 3
#: Of what suits her, if she wants that too.
MOST_FITTING = 3


@dataclass(frozen=True, slots=True)
class Told:
    """One title in a digest: its next date, and how many more there are in these weeks."""

    offer: Offer
    more: int


@dataclass(frozen=True, slots=True)
class Marked:
    """A conversation or a harvest that a librarian wants people to know of."""

    title_in: Callable[[str], str]  #: By language.
    path: str  #: Below the address of the house.


def _in_any(title: str) -> Callable[[str], str]:
    """Somebody's own words have one language, whatever the reader's."""
    return lambda _language: title


@dataclass(frozen=True, slots=True)
class Digest:
    """What one person is told this week."""

    new: list[Told]
    still_open: list[Told]
    untold: int  #: Titles that did not fit.
    #: What suits her, whatever she chose to hear about; none of it stands above.
    fitting: Sequence[Suggested] = ()
    #: What conversations yielded since the digest before, of her themes.
    found_out: Sequence[HarvestItem] = ()
    #: What the librarian marked for this week: what people talk about, and harvests.
    marked: Sequence[Marked] = ()

    @property
    def titles(self) -> list[str]:
        suits = [each.gathering.title for each in self.fitting]
        return [told.offer.title for told in (*self.new, *self.still_open)] + suits


def last_morning(weekday: int, now: datetime) -> datetime:
    """The latest morning on which the digest was to go out."""
    today = local_day(now)
    day = today - timedelta(days=(today.weekday() - weekday) % 7)
    morning = from_local(day, MORNING)
    return morning if morning <= now else from_local(day - WEEK, MORNING)


def week_of(morning: datetime) -> str:
    """The ISO week, of which nobody gets two digests, whatever weekday the library chooses."""
    return "{:04d}-W{:02d}".format(*local_day(morning).isocalendar()[:2])


def morning_due(session: Session, library_id: int, *, now: datetime) -> datetime | None:
    """The morning of which the digest is to go out now; None when it is not the day for it."""
    rhythm = queries.rhythm_of(session, library_id)
    morning = last_morning(rhythm.digest_weekday, now)
    return morning if rhythm.has_digest and now < morning + STILL_TODAY else None


def list_due(session: Session, library_id: int, morning: datetime, *, now: datetime) -> list[int]:
    """Who is to be owed the digest: asked for it, not owed it yet, with something for her in it.

    As many statements for a thousand people as for one: what suits each is looked for when hers is
    written, and without anything it does not leave.
    """
    readers = digest_queries.list_readers(session, library_id, week_of(morning), before=morning)
    if not readers:
        return []
    offers = offers_of(session, library_id, morning, now=now)
    taken = digest_queries.list_taken(session, library_id, after=now, until=morning + AHEAD)
    gone = digest_queries.list_left_out(session, library_id, after=now, until=morning + AHEAD)
    return [
        wish.person_id
        for wish in readers
        if wish.has_fitting or any(told_to(wish, offers, _not_told(wish.person_id, taken, gone)))
    ]


def offers_of(
    session: Session, library_id: int, morning: datetime, *, now: datetime
) -> list[Offer]:
    """What was out on that morning, and can still be come to."""
    return digest_queries.list_offers(
        session, library_id, now=now, until=morning + AHEAD, published_by=morning
    )


def told_to(wish: MailWish, offers: Iterable[Offer], without: Collection[int]) -> Iterator[Offer]:
    """What she is told of: what she chose, and is not kept from telling her."""
    themes = {theme.id for theme in wish.themes}
    branches = {branch.id for branch in wish.branches}
    return (
        offer
        for offer in offers
        if offer.id not in without
        and (not wish.kinds or offer.kind in wish.kinds)
        and (not themes or not themes.isdisjoint(offer.theme_ids))
        and (not branches or offer.branch_id in branches)
    )


def owe_digest(
    session: Session, library_id: int, person_id: int, morning: datetime, *, now: datetime
) -> None:
    owe(
        session,
        "notifications/digest",
        to=person_id,
        key=digest_queries.key_of(library_id, person_id, week_of(morning)),
        library_id=library_id,
        now=now,
        morning=morning.isoformat(),
    )


def digest_for(
    session: Session, wish: MailWish, morning: datetime, *, now: datetime
) -> Digest | None:
    """What she is told, in the order in which it comes; None when there is nothing."""
    library_id, until, her = wish.library_id, morning + AHEAD, [wish.person_id]
    taken = digest_queries.list_taken(session, library_id, after=now, until=until, person_ids=her)
    gone = digest_queries.list_left_out(session, library_id, after=now, until=until, person_ids=her)
    offers = offers_of(session, wish.library_id, morning, now=now)
    told = _by_title(told_to(wish, offers, _not_told(wish.person_id, taken, gone)))
    new = [each for each in told if each.offer.published_at > morning - WEEK]
    old = [each for each in told if each.offer.published_at <= morning - WEEK]
    fitting = _fitting(session, wish, {each.offer.title for each in told}, until, now)
    if not told and not fitting:
        return None
    left = max(0, len(new) - MOST) + max(0, len(old) - MOST)
    found_out = _found_out(session, wish, morning)
    marked = _marked(session, wish, morning, {each.harvest_id for each in found_out}, now)
    return Digest(new[:MOST], old[:MOST], left, fitting, found_out, marked)


def _marked(
    session: Session, wish: MailWish, morning: datetime, told: Collection[int], now: datetime
) -> list[Marked]:
    """Of what was marked since the morning before, what she may read now; each in one mail."""
    before = from_local(local_day(morning) - WEEK, MORNING)
    talks, harvests = marks.list_marked(session, wish.library_id, after=before, until=morning)
    slug = wish.library.slug
    found = [
        Marked(_in_any(each.title), f"/{slug}/oogst/{each.id}")
        for each in harvests
        if each.id not in told and not each.gathering.is_sensitive
    ]
    if talks:
        readable = list_readable(session, wish.library_id, Who(wish.person_id), now=now, only=talks)
        found += [
            Marked(each.anchor.title_in, f"/{slug}/gesprekken/{each.conversation.id}")
            for each in readable.items
        ]
    return found[:MOST_MARKED]


def _found_out(session: Session, wish: MailWish, morning: datetime) -> Sequence[HarvestItem]:
    """As it may be read at this moment: what was taken back since the morning is not in it."""
    return findings.list_news(
        session,
        wish.library_id,
        [theme.id for theme in wish.themes],
        after=morning - WEEK,
        until=morning,
        most=MOST_FOUND_OUT,
    )


def _fitting(
    session: Session, wish: MailWish, told: Collection[str], until: datetime, now: datetime
) -> list[Suggested]:
    """What suits her in these weeks, and is not told already."""
    if not wish.has_fitting:
        return []
    found = outlook(session, wish.library_id, wish.person_id, now=now).fits
    return [
        each
        for each in found
        if each.gathering.title not in told and each.gathering.starts_at <= until
    ][:MOST_FITTING]


def _not_told(person_id: int, *known: Mapping[int, set[int]]) -> set[int]:
    """What she is in already, and what she hears nothing more of."""
    return {number for each in known for number in each.get(person_id, ())}


def _by_title(offers: Iterable[Offer]) -> list[Told]:
    """What comes again and again stands there once."""
    dates: dict[str, list[Offer]] = {}
    for offer in offers:
        dates.setdefault(offer.title, []).append(offer)
    return [Told(each[0], len(each) - 1) for each in dates.values()]
