"""The log of a town that was made in one go: the rows that living there would have left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from community.activity.services import complete
from community.activity.verbs import Verb
from community.demo.rows import Row
from community.gatherings.kinds import KIND_FACTS
from community.gatherings.models import SignUpStatus

_VERB_OF = {
    SignUpStatus.CONFIRMED: Verb.SIGN_UP_CONFIRMED,
    SignUpStatus.WAITING: Verb.SIGN_UP_WAITING,
    SignUpStatus.CANCELLED: Verb.SIGN_UP_LEFT,
}


def of_gathering(row: Row, gathering_id: int) -> Iterator[Row]:
    if row["published_at"] is None:
        return
    yield _row(Verb.GATHERING_PUBLISHED, row, gathering_id, row["published_at"], _facts(row))
    if row["moved_from"] is not None:
        yield _row(Verb.GATHERING_MOVED, row, gathering_id, row["revised_at"], _facts(row))
    if row["cancelled_at"] is not None:
        yield _row(Verb.GATHERING_CANCELLED, row, gathering_id, row["cancelled_at"], _facts(row))


def of_sign_ups(
    row: Row, gathering_id: int, sign_ups: Sequence[Row], keys: Mapping[int, str]
) -> Iterator[Row]:
    for sign_up in sign_ups:
        details = {"party_size": sign_up["party_size"]}
        verb = _VERB_OF[sign_up["status"]]
        told = _row(verb, row, gathering_id, sign_up["created_at"], details)
        yield told | {
            "quantity": sign_up["party_size"],
            "person_key": _key(row, sign_up, keys),
        }


def of_arrival(row: Row, gathering_id: int, sign_up: Row, keys: Mapping[int, str]) -> Row:
    early = sign_up["queue_no"] % 20 - 12
    details = {
        "minutes_from_start": early,
        "duration": int((row["ends_at"] - row["starts_at"]) / timedelta(minutes=1)),
        "via": "list",
        "first_time": None,
        "age_class": None,
        "pc4": None,
    }
    at = row["starts_at"] + timedelta(minutes=early)
    return complete(
        Verb.ATTENDANCE_CHECKED_IN,
        library_id=row["library_id"],
        now=at,
        branch_id=row["branch_id"],
        gathering_id=gathering_id,
        person_key=_key(row, sign_up, keys),
        counted_as="resident",
        quantity=sign_up["party_size"],
        details=details,
    )


def _facts(row: Row) -> dict[str, object]:
    return {
        "kind": row["kind"],
        "conversational": KIND_FACTS[row["kind"]].conversational,
        "core_function": row["core_function"],
        "mode": row["mode"],
        "audience": row["audience"],
        "initiator": row["initiator"],
    }


def _row(verb: Verb, row: Row, gathering_id: int, at: datetime, details: dict[str, object]) -> Row:
    return complete(
        verb,
        library_id=row["library_id"],
        now=at,
        branch_id=row["branch_id"],
        gathering_id=gathering_id,
        details=details,
    )


def _key(row: Row, sign_up: Row, keys: Mapping[int, str]) -> str | None:
    """A sensitive gathering leaves nobody in the log."""
    return None if row["is_sensitive"] else keys[sign_up["person_id"]]
