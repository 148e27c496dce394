"""Writing a format, and letting a gathering go by one.

A version is never changed: who saves makes the next one, and gatherings keep what they took.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.db import insert_once
from community.errors import DomainError, NotFound
from community.formats import content as contents
from community.formats import queries, shipped
from community.formats.content import Content
from community.formats.models import Format, FormatVersion, GatheringFormat
from community.gatherings import seats
from community.gatherings.hosting_rules import GatheringIsCancelled
from community.gatherings.models import Gathering
from community.libraries import versions
from community.words import N_


class NotAConversation(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("Only an activity in which people talk with each other has a format."))


class FormatIsRetired(DomainError):
    def __init__(self) -> None:
        super().__init__(N_("This format is no longer used. Choose another one."))


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the house's formats, or one of the library's own."""

    key: str = ""
    format_id: int | None = None


def write(
    session: Session, library_id: int, content: Content, *, language: str, by_id: int, now: datetime
) -> Format:
    """A new format of the library's own."""
    made = Format(library_id=library_id, shipped=None, made_at=now)
    session.add(made)
    session.flush()
    _add_version(session, made, 1, content, language=language, by_id=by_id, now=now)
    return made


def rewrite(
    session: Session,
    library_id: int,
    format_id: int,
    content: Content,
    *,
    language: str,
    by_id: int,
    now: datetime,
) -> FormatVersion:
    """The next version; what is the same as the last is no new one."""
    latest = queries.lock_own(session, library_id, format_id).latest
    if latest.content == content and latest.language == language:
        return latest
    return _add_version(
        session, latest.format, latest.number + 1, content,
        language=language, by_id=by_id, now=now,
    )  # fmt: skip


def retire(session: Session, library_id: int, format_id: int, *, now: datetime) -> Format:
    """Offer it for no new gathering; those that go by it keep it."""
    found = queries.lock_own(session, library_id, format_id)
    found.retired_at = found.retired_at or now
    return found


def bring_back(session: Session, library_id: int, format_id: int) -> Format:
    found = queries.lock_own(session, library_id, format_id)
    found.retired_at = None
    return found


def choose(
    session: Session, library_id: int, gathering_id: int, choice: Choice, *, now: datetime
) -> GatheringFormat:
    """Let a gathering go by the latest version of a format; its main question stays.

    Its own questions for the rounds stay too when it takes another version of the same format.
    """
    gathering = _lock_conversation(session, library_id, gathering_id)
    version = _version_for(session, gathering, choice, now=now)
    taken = queries.find_of(session, library_id, gathering_id)
    if taken is None:
        taken = GatheringFormat(library_id=library_id, gathering_id=gathering_id)
        session.add(taken)
    elif taken.version.format_id != version.format_id:
        taken.questions = []
    taken.version_id, taken.chosen_at = version.id, now
    versions.pages_changed(session, library_id)
    session.flush()
    session.refresh(taken, ["version"])
    return taken


def ask(
    session: Session,
    library_id: int,
    gathering_id: int,
    *,
    main_question: str,
    questions: Sequence[str],
) -> GatheringFormat:
    """What the whole gathering asks, and each round; what the format itself asks is not kept."""
    _lock_conversation(session, library_id, gathering_id)
    taken = queries.get_of(session, library_id, gathering_id)
    usual = taken.version.content.rounds
    taken.main_question = main_question
    taken.questions = [
        "" if said == each.question else said for said, each in zip(questions, usual, strict=False)
    ]
    versions.pages_changed(session, library_id)
    return taken


def leave_out(session: Session, library_id: int, gathering_id: int) -> None:
    """No format after all; doing so twice changes nothing."""
    seats.lock(session, gathering_id, library_id)
    taken = queries.find_of(session, library_id, gathering_id)
    if taken is not None:
        session.delete(taken)
        versions.pages_changed(session, library_id)


def _lock_conversation(session: Session, library_id: int, gathering_id: int) -> Gathering:
    gathering = seats.lock(session, gathering_id, library_id)
    if gathering.is_cancelled:
        raise GatheringIsCancelled
    if not gathering.conversational:
        raise NotAConversation
    return gathering


def _version_for(
    session: Session, gathering: Gathering, choice: Choice, *, now: datetime
) -> FormatVersion:
    if choice.format_id is not None:
        found = queries.lock_own(session, gathering.library_id, choice.format_id)
        if found.retired_at is not None:
            raise FormatIsRetired
        return found.latest
    if choice.key not in shipped.names():
        raise NotFound
    return _of_the_house(session, gathering, choice.key, now=now)


def _of_the_house(
    session: Session, gathering: Gathering, key: str, *, now: datetime
) -> FormatVersion:
    """The row of a shipped version in the language of the gathering, made when it is first used."""
    library_id, number = gathering.library_id, shipped.number_of(key)
    content, language = shipped.content_of(key, gathering.language)
    insert_once(session, Format, library_id=library_id, shipped=key, retired_at=None, made_at=now)
    made = queries.find_shipped(session, library_id, key)
    if made is None:
        raise LookupError(f"the format {key} was just written and is not there")
    insert_once(
        session,
        FormatVersion,
        library_id=library_id,
        format_id=made.id,
        number=number,
        language=language,
        said=contents.kept(content),
        made_at=now,
        made_by_id=None,
    )
    return queries.get_version(session, made.id, number, language)


def _add_version(
    session: Session,
    of: Format,
    number: int,
    content: Content,
    *,
    language: str,
    by_id: int,
    now: datetime,
) -> FormatVersion:
    version = FormatVersion(
        library_id=of.library_id,
        format_id=of.id,
        number=number,
        language=language,
        said=contents.kept(content),
        made_at=now,
        made_by_id=by_id,
    )
    session.add(version)
    session.flush()
    return version
