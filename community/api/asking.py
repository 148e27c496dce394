"""What a list may be asked: the names in the query string, what each takes, and how it is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from community.api import paging
from community.api.refusals import NotUnderstood
from community.api.schema import Schema
from community.gatherings import filters, narrowing
from community.gatherings.drafts import Problem
from community.gatherings.filters import KIND_WORDS, AgendaFilter
from community.register import narrowing as kunde
from community.register.narrowing import Wish
from community.tongues import Tongue
from community.words import N_


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    schema: Schema
    description: str


#: What narrows the agenda, by the names that it has there.
NARROWING = (
    Parameter(
        "vestiging", {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,59}$"},
        "Slug of a branch.",
    ),
    Parameter(
        "thema", {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,59}$"}, "Slug of a theme."
    ),
    Parameter("soort", {"type": "string", "enum": list(KIND_WORDS.values())}, "Kind."),
    Parameter(
        "voertaal", {"type": "string", "pattern": "^[a-z]{2,3}$"}, "Language that is spoken there."
    ),
    Parameter(
        "dag", {"type": "string", "format": "date"}, "One day, such as 2026-03-03; may be past."
    ),
    Parameter(
        "wanneer", {"type": "string", "pattern": "^(week|weekend|20[0-9]{2}-(0[1-9]|1[0-2]))$"},
        "week, weekend, or a month such as 2026-03. Without it: from today on.",
    ),
    Parameter("q", {"type": "string", "maxLength": filters.MOST_LETTERS}, "Words in it."),
)  # fmt: skip

#: What narrows what people offer, by the names that it has on its page.
OFFERED = (
    Parameter(
        "q", {"type": "string", "maxLength": kunde.MOST_LETTERS},
        "A sentence in any language; then the best come first.",
    ),
    Parameter(
        "thema", {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,59}$"}, "Slug of a theme."
    ),
    Parameter(
        "vestiging", {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,59}$"},
        "Slug of a branch.",
    ),
    Parameter("vorm", {"type": "string", "enum": list(kunde.FORM_WORDS.values())}, "How."),
    Parameter(
        "voertaal", {"type": "string", "enum": [each.value for each in Tongue]},
        "Language that its person speaks.",
    ),
    Parameter("wanneer", {"type": "string", "enum": [each.value for each in kunde.When]}, "When."),
)  # fmt: skip

#: Where a list begins, and how much of it comes at once.
PAGING = (
    Parameter(
        "limit",
        {"type": "integer", "minimum": 1, "maximum": paging.MOST, "default": paging.USUAL},
        "How many at once.",
    ),
    Parameter("cursor", {"type": "string", "maxLength": 120}, "The `next` of the page before."),
)
LANGUAGE = Parameter(
    "taal", {"type": "string", "enum": ["nl", "en"]}, "Language of labels and of errors."
)

_NUMBER = re.compile(r"[1-9]\d{0,2}", re.ASCII)
_NOT_KNOWN = N_("There is no such parameter here.")
_NOT_UNDERSTOOD = N_("We do not understand this value.")


def narrowing_parameters() -> tuple[Parameter, ...]:
    """Those of the agenda, and what higher rooms narrow it by: a group, a series."""
    numbers: Schema = {"type": "integer", "minimum": 1, "maximum": 999_999_999}
    of = (Parameter(name, numbers, f"Number of a {name}.") for name in narrowing.names())
    return (*NARROWING, *of)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to a list, as it was understood."""

    wish: AgendaFilter
    limit: int
    cursor: str

    @property
    def about(self) -> str:
        """What a cursor of this list is bound to."""
        return "&".join(f"{name}={value}" for name, value in self.wish.as_query().items())

    def as_query(self) -> dict[str, str]:
        """The canonical form; the usual is not said."""
        limit = {} if self.limit == paging.USUAL else {"limit": str(self.limit)}
        return self.wish.as_query() | limit | ({"cursor": self.cursor} if self.cursor else {})


def gatherings(args: Mapping[str, str]) -> Asked:
    """Read a question to the list of gatherings; what is not understood is said, never skipped."""
    names = [parameter.name for parameter in narrowing_parameters()]
    wish = filters.parse({name: args.get(name, "") for name in names})
    wrong = _not_understood(args, names, wish.as_query())
    limit, problems = _paged(args)
    _refuse([*wrong, *problems, *_unknown(args, {*names, "limit", "cursor", "taal"})])
    return Asked(wish, limit, args.get("cursor", ""))


def offers(args: Mapping[str, str]) -> tuple[Wish, int, str]:
    """Read a question to the list of offers: the wish, how many at once, and from where."""
    names = [parameter.name for parameter in OFFERED]
    wish = kunde.parse({name: args.get(name, "") for name in names})
    wrong = _not_understood(args, names, wish.as_query())
    if len(args.get("q", "")) > kunde.MOST_LETTERS:
        wrong.append(Problem("q", _NOT_UNDERSTOOD))
    limit, problems = _paged(args)
    _refuse([*wrong, *problems, *_unknown(args, {*names, "limit", "cursor", "taal"})])
    return wish, limit, args.get("cursor", "")


def page(args: Mapping[str, str]) -> tuple[int, str]:
    """Read a question to a list that is not narrowed."""
    limit, problems = _paged(args)
    _refuse([*problems, *_unknown(args, {"limit", "cursor", "taal"})])
    return limit, args.get("cursor", "")


def nothing(args: Mapping[str, str]) -> None:
    """For what takes no question but a language."""
    _refuse(list(_unknown(args, {"taal"})))


def not_here(name: str) -> NotUnderstood:
    """A branch or theme that is not there: an empty list would look like an answer."""
    return NotUnderstood([Problem(name, _NOT_UNDERSTOOD)], status=400)


def _not_understood(
    args: Mapping[str, str], names: Sequence[str], understood: Mapping[str, str]
) -> list[Problem]:
    return [
        Problem(name, _NOT_UNDERSTOOD)
        for name in names
        if args.get(name) and name not in understood
    ]


def _paged(args: Mapping[str, str]) -> tuple[int, list[Problem]]:
    said = args.get("limit", str(paging.USUAL))
    if _NUMBER.fullmatch(said) and int(said) <= paging.MOST:
        return int(said), []
    message = N_("Choose a number from 1 to %(most)s.")
    return paging.USUAL, [Problem("limit", message, {"most": paging.MOST})]


def _unknown(args: Mapping[str, str], known: set[str]) -> Iterator[Problem]:
    for name in args:
        if name not in known:
            yield Problem(name[:60], _NOT_KNOWN)
    if args.get("taal", "nl") not in LANGUAGE.schema["enum"]:
        yield Problem("taal", _NOT_UNDERSTOOD)


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise NotUnderstood(problems, status=400)
