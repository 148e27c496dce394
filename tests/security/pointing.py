"""Fields that name a row by its number: which number names what, for sending another's instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from types import SimpleNamespace

from tests.architecture.visitors import Visitor
from tests.architecture.world import Place, Walk
from tests.security.forms import Form

#: `3`, `groep-3`, `s3.1`: what stands before the number says what it is of.
_NUMBERED = re.compile(r"([a-z]*?)(-?)(\d+)((?:[. ]\d+)?)")
#: The number of a row in the name of a field: `date_3`, `b3-key`.
_IN_THE_NAME = re.compile(r"(date_|b)(\d+)(-\w+|)")

#: What names what, as addresses call it: the word before the number, or else the field's name.
OF_WORD = {
    "activiteit": "gathering_id", "counter": "branch_id", "group": "group_id", "h": "person_id",
    "partner": "partner_id", "person": "person_id", "s": "sign_up_id", "vestiging": "branch_id",
    "zaal": "room_id", "date_": "date_id", "b": "book_id",
}  # fmt: skip
OF_FIELD = {
    "branch": "branch_id", "branches": "branch_id", "chosen": "sign_up_id",
    "dates": "gathering_id", "first": "guest_id", "group": "group_id", "groups": "group_id",
    "host": "guest_id", "hosts": "person_id", "item": "item_id", "mail": "mail_id",
    "partner": "partner_id", "person": "person_id", "picture_kept": "picture_id",
    "place": "branch_id", "reply_to": "contribution_id", "room": "room_id",
    "second": "guest_id", "sign_up": "sign_up_id", "slots": "slot_id", "source": "source_id",
    "staff": "person_id", "teams": "team_id", "theme": "term_id", "themes": "term_id",
    "uitnodigen-group": "group_id", "werkvorm": "format_id",
}  # fmt: skip
#: A number that is only that: how many, how often, the how-manieth.
IS_A_NUMBER = {
    "again", "also", "days", "every", "hosts_per_table", "house_rules", "keeps_word", "learned",
    "look", "met", "moments", "more_together", "nameless", "niet", "no_photo", "one_in",
    "party_size", "pause", "same_goal", "seen", "slot", "step", "uit", "version", "weekday", "year",
}  # fmt: skip
NOBODYS = 999_999


def pointing(form: Form, walk: Walk) -> Iterator[tuple[str, str]]:
    """Every field of this form that names a row, and what to send instead: another's, nobody's."""
    for name, values in form.choices.items():
        if found := _IN_THE_NAME.fullmatch(name):
            word, _number, rest = found.groups()
            for number in _others(OF_WORD[word], form.by, walk):
                yield f"{word}{number}{rest}", values[-1]
        for word, dash, rest in sorted({kind for value in values if (kind := _kind(name, value))}):
            names = OF_WORD[word] if word else OF_FIELD[name]
            for number in _others(names, form.by, walk):
                yield name, f"{word}{dash}{number}{rest}"
        if name in OF_FIELD and not any(values):
            yield from ((name, str(n)) for n in _others(OF_FIELD[name], form.by, walk))


def _kind(name: str, value: str) -> tuple[str, str, str] | None:
    """How a value names a row, if it does."""
    found = _NUMBERED.fullmatch(value)
    if found is None or _is_a_number(name):
        return None
    word, dash, _number, rest = found.groups()
    return word, dash, rest


def _is_a_number(name: str) -> bool:
    return re.sub(r"[-_]\d+", "", name) in IS_A_NUMBER


def unsaid(found: Iterable[Form]) -> set[str]:
    """Fields with numbers of which nobody said above what they name."""
    return {
        f"{name}={value}"
        for form in found
        for name, values in form.choices.items()
        for value in values
        if (kind := _kind(name, value))
        and (kind[0] not in OF_WORD if kind[0] else name not in OF_FIELD)
    }


def _others(names: str, by: Visitor, walk: Walk) -> list[int]:
    here, elsewhere = walk.world.here, walk.world.elsewhere
    found = [_number(elsewhere, names), NOBODYS]
    if names == "sign_up_id" and by is Visitor.RESIDENT:
        found.append(here.to_call.id)
    if names == "person_id" and by is Visitor.RESIDENT:
        found.append(walk.world.people[Visitor.OTHER_RESIDENT].id)
    return found


def _number(place: Place, names: str) -> int:
    rule = SimpleNamespace(arguments={names}, endpoint="")
    return int(str(place.arguments(rule)[names]))
