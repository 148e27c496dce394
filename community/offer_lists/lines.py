"""One line of a list: who offers what, and what is wrong with it.

Any cell may be empty: without a title the text gives one, without a name the address, without
themes they follow from the words. Only a line that offers nothing is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, TypeVar

from community.accounts.addresses import WrongAddress, folded
from community.lists import Cells, Flaw, Flaws, Line, ListRefused, Wrong, read_from
from community.register.models import LONGEST_TEXT, LONGEST_TITLE, Form, SeenBy
from community.register.narrowing import FORM_WORDS
from community.search.folding import fold
from community.texts import UnfitText, clean_text
from community.tokens import fingerprint
from community.tongues import Tongue
from community.words import N_

Value = TypeVar("Value")

COLUMNS = (
    "email", "first_name", "title", "text", "form", "themes", "languages", "visibility",
)  # fmt: skip
LONGEST_FIRST_NAME = 80
SURPLUS = N_("There are more cells on this line than names on the first.")
_TOO_LONG = N_("This is too long: at most %(most)s characters.")
_UNKNOWN = N_("We do not know ‘%(word)s’.")
NOTHING = N_("Nothing is offered on this line: give it a title.")
NO_LINES = N_("There is nothing on this list.")

SEEN_BY_WORDS = {
    "librarians": SeenBy.LIBRARIANS, "bibliothecarissen": SeenBy.LIBRARIANS,
    "librarian": SeenBy.LIBRARIANS, "bibliothecaris": SeenBy.LIBRARIANS,
    "signed in": SeenBy.SIGNED_IN, "ingelogd": SeenBy.SIGNED_IN, "aangemeld": SeenBy.SIGNED_IN,
    "everyone": SeenBy.EVERYONE, "iedereen": SeenBy.EVERYONE, "public": SeenBy.EVERYONE,
    "openbaar": SeenBy.EVERYONE,
}  # fmt: skip
FORMS = {
    **{fold(form.value): form for form in Form},
    **{fold(word): form for form, word in FORM_WORDS.items()},
}
TONGUES = {
    **{tongue.value: tongue for tongue in Tongue},
    **{fold(tongue.name): tongue for tongue in Tongue},
    "nederlands": Tongue.DUTCH, "engels": Tongue.ENGLISH, "arabisch": Tongue.ARABIC,
    "turks": Tongue.TURKISH, "pools": Tongue.POLISH, "oekraiens": Tongue.UKRAINIAN,
    "duits": Tongue.GERMAN, "frans": Tongue.FRENCH, "spaans": Tongue.SPANISH,
    "fries": Tongue.FRISIAN, "nedersaksisch": Tongue.LOW_SAXON, "tigrinya": Tongue.TIGRINYA,
    "somalisch": Tongue.SOMALI, "koerdisch": Tongue.KURDISH, "farsi": Tongue.PERSIAN,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What somebody offers, as the line says it."""

    number: int
    email: str
    first_name: str
    title: str
    text: str
    forms: frozenset[Form]
    theme_ids: frozenset[int]
    tongues: frozenset[Tongue]
    seen_by: SeenBy

    @property
    def line_hash(self) -> str:
        """Who offers it and in which sentence: what makes a line the same line again."""
        return fingerprint(f"{self.email or fold(self.first_name)}\n{fold(self.title)}")


def read_list(file: BinaryIO, themes: Mapping[str, int]) -> tuple[list[Offered], Flaws]:
    """All that is offered, and what is wrong; `themes`: the ids by slug and by folded name."""
    offered, flaws = [], Flaws()
    lines = 0
    for line in read_from(file, COLUMNS, frozenset({"title"})):
        lines += 1
        one, wrong = _offered(line, themes)
        flaws.add(wrong)
        if one is not None:
            offered.append(one)
    if not lines:
        raise ListRefused(NO_LINES)
    return offered, flaws


def _offered(line: Line, themes: Mapping[str, int]) -> tuple[Offered | None, list[Flaw]]:
    given = Cells(line)
    if line.cells.get(""):
        given.say(SURPLUS)
    email = given.take("email", _address, "")
    text = _text(given)
    none: frozenset[Form] = frozenset()
    one = Offered(
        number=line.number,
        email=email,
        first_name=given.take("first_name", _at_most(LONGEST_FIRST_NAME), "") or _called(email),
        title=given.take("title", _at_most(LONGEST_TITLE), "") or _first_sentence(text),
        text=text,
        forms=given.take("form", _several(FORMS), none),
        theme_ids=given.take("themes", _several(themes), frozenset()),
        tongues=given.take("languages", _several(TONGUES), frozenset()),
        seen_by=given.take("visibility", _one(SEEN_BY_WORDS), SeenBy.SIGNED_IN),
    )
    if not one.title and not given.flaws:
        given.say(NOTHING, "title")
    return (None, given.flaws) if given.flaws else (one, [])


def _address(text: str) -> str:
    try:
        return folded(text)
    except WrongAddress as wrong:
        raise Wrong(wrong.message, **wrong.values) from None


def _called(email: str) -> str:
    """Who gave no name is called by their address, and otherwise somebody."""
    return email.partition("@")[0][:LONGEST_FIRST_NAME] or "Iemand"


def _text(given: Cells) -> str:
    """Several lines may stand in this one cell."""
    try:
        text = clean_text(given.line.cells.get("text", ""))
    except UnfitText as unfit:
        given.say(unfit.message, "text", **unfit.values)
        return ""
    if len(text) > LONGEST_TEXT:
        given.say(_TOO_LONG, "text", most=LONGEST_TEXT)
    return text


def _first_sentence(text: str) -> str:
    first = re.split(r"(?<=[.!?])\s|\n", text, maxsplit=1)[0]
    return first if len(first) <= LONGEST_TITLE else f"{first[: LONGEST_TITLE - 1]}…"


def _at_most(most: int) -> Callable[[str], str]:
    def fit(text: str) -> str:
        if len(text) > most:
            raise Wrong(_TOO_LONG, most=most)
        return text

    return fit


def _one(words: Mapping[str, Value]) -> Callable[[str], Value]:
    def meant(text: str) -> Value:
        found = words.get(fold(text), words.get(text.lower()))
        if found is None:
            raise Wrong(_UNKNOWN, word=text[:80])
        return found

    return meant


def _several(words: Mapping[str, Value]) -> Callable[[str], frozenset[Value]]:
    """With | or a comma between them; a name that has a comma of its own is one name."""
    one = _one(words)

    def meant(text: str) -> frozenset[Value]:
        return frozenset(one(word) for word in _apart(text, words))

    return meant


def _apart(text: str, words: Mapping[str, Value]) -> Iterator[str]:
    for part in filter(None, map(str.strip, text.split("|"))):
        if fold(part) in words:
            yield part
        else:
            yield from filter(None, map(str.strip, part.split(",")))
