"""A gathering as a calendar event, written when it changes, so that a feed only joins bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass
from datetime import UTC, datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from community.config import LANGUAGES
from community.gatherings.kinds import Mode
from community.gatherings.models import CalendarItem, Gathering
from community.gatherings.plain_text import plain_text, shortened
from community.ical.events import CalendarEvent, Contact, Status
from community.ical.writing import SERIALISER_VERSION, vevent
from community.libraries import versions

#: A calendar shows the beginning of a long story; its last line leads to the rest.
MOST_LETTERS = 1_000


@dataclass(frozen=True, slots=True)
class _Words:
    """What is said around a gathering's own words. Not gettext: bytes are made without a request.

    A sensitive gathering hangs in the calendar of a family's kitchen under `something`.
    """

    cancelled: str
    because: str
    something: str
    online: str
    also_online: str
    cost: str
    bring: str
    accessibility: str


_WORDS = {
    "nl": _Words(
        cancelled="Vervalt: ",
        because="Gaat niet door: ",
        something="Activiteit in de bibliotheek",
        online="Online",
        also_online=" (ook online)",
        cost="Kosten: ",
        bring="Neem mee: ",
        accessibility="Toegankelijkheid: ",
    ),
    "en": _Words(
        cancelled="Cancelled: ",
        because="Does not take place: ",
        something="Something at the library",
        online="Online",
        also_online=" (also online)",
        cost="Cost: ",
        bring="Bring: ",
        accessibility="Accessibility: ",
    ),
    # In invitations by mail; the feeds are kept in the languages of the whole house only.
    "uk": _Words(
        cancelled="Скасовано: ",
        because="Не відбудеться: ",
        something="Захід у бібліотеці",
        online="Онлайн",
        also_online=" (також онлайн)",
        cost="Вартість: ",
        bring="Візьміть із собою: ",
        accessibility="Доступність: ",
    ),
    "ar": _Words(
        cancelled="أُلغي: ",
        because="لن يُعقد: ",
        something="نشاط في المكتبة",
        online="عبر الإنترنت",
        also_online=" (وعبر الإنترنت أيضًا)",
        cost="التكلفة: ",
        bring="ما يلزم إحضاره: ",
        accessibility="سهولة الوصول: ",
    ),
}


def edition(base_url: str) -> str:
    """How `inputs_hash` begins in items that this version, at this address, has written."""
    return f"{SERIALISER_VERSION}:{_hash(base_url)[:8]}:"


def refresh(session: Session, gathering: Gathering, *, base_url: str, now: datetime) -> bool:
    """Write the gathering's calendar items anew if they would be different, and say whether.

    Belongs in the transaction that publishes, changes, moves or cancels it; the library's version
    is renewed with them. A draft has none.
    """
    session.flush()
    session.expire(gathering, ["library", "branch", "room"])  # They follow their ids.
    if gathering.published_at is None:
        session.execute(delete(CalendarItem).where(CalendarItem.gathering_id == gathering.id))
        return False
    # All of them, whichever differs: a generator in `any()` would stop at the first.
    changed = [_refresh_one(session, gathering, each, base_url) for each in LANGUAGES]
    if any(changed):
        versions.agenda_changed(session, gathering.library_id, now=now)
    return any(changed)


def item(gathering: Gathering, language: str, base_url: str) -> CalendarItem:
    """A gathering's calendar item as it should be."""
    event = event_of(gathering, language, base_url)
    return _item(gathering, language, event, _inputs_hash(gathering, event, base_url))


def rows_of(
    gathering: Gathering, base_url: str, stand: Mapping[str, str]
) -> list[dict[str, object]]:
    """The items of it that are different from those that `stand`: inputs hash by language.

    What never was published has none.
    """
    rows = []
    for language in LANGUAGES if gathering.published_at else ():
        event = event_of(gathering, language, base_url)
        inputs_hash = _inputs_hash(gathering, event, base_url)
        if stand.get(language) != inputs_hash:
            rows.append({
                "gathering_id": gathering.id,
                "language": language,
                "inputs_hash": inputs_hash,
                "body": vevent(event),
            })  # fmt: skip
    return rows


def hashes(gathering: Gathering, base_url: str) -> set[tuple[int, str, str]]:
    """Gathering, language and inputs hash of the items as they should be."""
    events = {language: event_of(gathering, language, base_url) for language in LANGUAGES}
    return {
        (gathering.id, language, _inputs_hash(gathering, event, base_url))
        for language, event in events.items()
    }


def event_of(gathering: Gathering, language: str, base_url: str) -> CalendarEvent:
    """What a calendar shows of a gathering, in words of `language`.

    Also the stuff of invitations by mail, which name their sender as organizer.
    """
    words = _WORDS[language]
    hidden = gathering.is_sensitive
    title = words.something if hidden else gathering.title
    url = _url(gathering, base_url)
    return CalendarEvent(
        uid=gathering.uid,
        title=words.cancelled + title if gathering.is_cancelled else title,
        starts_at=gathering.starts_at.astimezone(UTC),
        ends_at=gathering.ends_at.astimezone(UTC),
        created_at=gathering.created_at.astimezone(UTC),
        revised_at=gathering.revised_at.astimezone(UTC),
        sequence=gathering.sequence,
        status=Status.CANCELLED if gathering.is_cancelled else Status.CONFIRMED,
        description="\n\n".join([*([] if hidden else _story(gathering, words)), url]),
        location=_place(gathering, words),
        geo=_geo(gathering),
        url=url,
        categories=() if hidden else tuple(t.label_in(language) for t in gathering.themes),
        organizer=_organizer(gathering),
        private=hidden,
    )


def _refresh_one(session: Session, gathering: Gathering, language: str, base_url: str) -> bool:
    stands = session.get(CalendarItem, (gathering.id, language))
    event = event_of(gathering, language, base_url)
    inputs_hash = _inputs_hash(gathering, event, base_url)
    if stands is None:
        session.add(_item(gathering, language, event, inputs_hash))
    elif stands.inputs_hash == inputs_hash:
        return False
    else:
        stands.inputs_hash, stands.body = inputs_hash, vevent(event)
    return True


def _item(
    gathering: Gathering, language: str, event: CalendarEvent, inputs_hash: str
) -> CalendarItem:
    return CalendarItem(
        gathering_id=gathering.id,
        language=language,
        inputs_hash=inputs_hash,
        body=vevent(event),
    )


def _inputs_hash(gathering: Gathering, event: CalendarEvent, base_url: str) -> str:
    return edition(base_url) + _hash(astuple(event), _filtered_by(gathering))[:48]


def _filtered_by(gathering: Gathering) -> tuple[object, ...]:
    """What decides in which feeds it stands: also a change to these makes a feed another one."""
    return (
        gathering.visibility,
        gathering.status,
        gathering.kind,
        gathering.language,
        gathering.branch_id,
        gathering.search_text,
        [theme.slug for theme in gathering.themes],
    )


def _story(gathering: Gathering, words: _Words) -> Iterator[str]:
    if gathering.is_cancelled and gathering.cancel_reason:
        yield words.because + gathering.cancel_reason
    if gathering.summary:
        yield gathering.summary
    if text := plain_text(gathering.text):
        yield shortened(text, MOST_LETTERS)
    practical = (
        (words.cost, gathering.cost),
        (words.bring, gathering.bring),
        (words.accessibility, gathering.accessibility),
    )
    if said := "\n".join(label + value for label, value in practical if value):
        yield said


def _place(gathering: Gathering, words: _Words) -> str:
    """Where to go. The link of an online gathering is for who takes part, so it is not here."""
    if gathering.mode is Mode.ONLINE:
        return words.online
    branch, room = gathering.branch, gathering.room
    parts = (
        (gathering.address,)
        if gathering.address
        else (room.name if room else "", branch.name if branch else "", _street(gathering))
    )
    where = ", ".join(part for part in parts if part)
    if gathering.mode is Mode.HYBRID:
        return (where + words.also_online) if where else words.online
    return where


def _geo(gathering: Gathering) -> tuple[float, float] | None:
    branch = gathering.branch
    if branch is None or gathering.address or gathering.mode is Mode.ONLINE:
        return None
    if branch.latitude is None or branch.longitude is None:
        return None
    return branch.latitude, branch.longitude


def _organizer(gathering: Gathering) -> Contact | None:
    library, branch = gathering.library, gathering.branch
    name = branch.name if branch else library.name
    return Contact(name, library.email) if library.email else None


def _street(gathering: Gathering) -> str:
    return gathering.branch.address if gathering.branch else ""


def _url(gathering: Gathering, base_url: str) -> str:
    """Its page. The readable tail says the title, which a sensitive gathering keeps to itself."""
    tail = "" if gathering.is_sensitive else f"-{gathering.slug}"
    return f"{base_url}/{gathering.library.slug}/agenda/{gathering.id}{tail}"


def _hash(*facts: object) -> str:
    return hashlib.sha256(repr(facts).encode("utf-8", "backslashreplace")).hexdigest()
