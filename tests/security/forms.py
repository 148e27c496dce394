"""Every form of the house as a browser finds it: its fields, and how they are filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser

from tests.architecture.doors import BY_TOKEN, DOOR_OF, may_enter
from tests.architecture.visitors import Visitor
from tests.architecture.world import Walk, address, routes

#: Kinds of field into which somebody may type what they like, whatever the browser says of it.
FREE = {"text", "search", "textarea"}
TYPED = FREE | {"email", "url", "tel"}
#: Kinds of which the page says what may be sent.
CHOSEN = {"hidden", "radio", "checkbox", "submit"}
#: Who looks, in this order: the first who may see a page is who fills in its forms.
WHO = (
    Visitor.MANAGER, Visitor.RESIDENT, Visitor.HOST_OF_IT, Visitor.ADVISER, Visitor.OPERATOR,
    Visitor.VOLUNTEER, Visitor.ANONYMOUS,
)  # fmt: skip


@dataclass
class Field:
    name: str
    kind: str
    value: str
    most: int


@dataclass
class Form:
    """A form that writes, and by whom and where it was found."""

    action: str
    by: Visitor
    fields: list[Field] = field(default_factory=list)
    #: What can be chosen or goes along unseen, also what is not ticked: by name.
    choices: dict[str, list[str]] = field(default_factory=dict)
    #: Fields that take a file, and of which kinds.
    files: dict[str, str] = field(default_factory=dict)

    @property
    def typed(self) -> list[Field]:
        return [each for each in self.fields if each.kind in TYPED]

    def filled_in(self, with_: Callable[[Field], str]) -> list[tuple[str, str]]:
        """What is sent when every field that is typed in gets what `with_` says."""
        return [
            (each.name, with_(each) if each.kind in TYPED else each.value) for each in self.fields
        ]


class _Forms(HTMLParser):
    def __init__(self, page: str, by: Visitor) -> None:
        super().__init__()
        self.page, self.by = page, by
        self.found: list[Form] = []
        self._form: Form | None = None
        self._select: Field | None = None
        self._area: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method", "").lower() == "post":
            self._form = Form(given.get("action") or self.page, self.by)
            self.found.append(self._form)
        if tag == "option" and self._select is not None:
            self._may_choose(self._select.name, given)
            if "selected" in given or not self._select.value:
                self._select.value = given.get("value", "")
        elif self._form is not None and given.get("name"):
            self._control(tag, given)

    def _control(self, tag: str, given: dict[str, str]) -> None:
        assert self._form is not None
        name, value = given["name"], given.get("value", "")
        most = int(given.get("maxlength") or 0) or 100_000
        if tag == "select":
            self._select = self._add(name, "select", "", most)
        elif tag == "textarea":
            self._area = self._add(name, "textarea", "", most)
        elif tag == "input":
            if given.get("type") == "file":
                self._form.files[name] = given.get("accept", "")
            if given.get("type") in CHOSEN and name != "csrf_token":
                self._may_choose(name, given)
            self._input(name, given.get("type", "text"), value, most, "checked" in given)
        elif tag == "button":
            self._may_choose(name, given)
            self._button(name, value, most)

    def _button(self, name: str, value: str, most: int) -> None:
        assert self._form is not None
        if not any(each.kind == "button" for each in self._form.fields):
            self._add(name, "button", value, most)

    def _may_choose(self, name: str, given: dict[str, str]) -> None:
        assert self._form is not None
        self._form.choices.setdefault(name, []).append(given.get("value", ""))

    def _input(self, name: str, kind: str, value: str, most: int, is_on: bool) -> None:
        assert self._form is not None
        known = [each for each in self._form.fields if each.name == name]
        if kind == "radio" and known and not is_on:
            return
        if kind == "radio" and known:
            known[0].value = value
        elif kind != "file" and (kind != "checkbox" or is_on):
            self._add(name, kind, value, most)

    def _add(self, name: str, kind: str, value: str, most: int) -> Field:
        assert self._form is not None
        made = Field(name, kind, value, most)
        self._form.fields.append(made)
        return made

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag == "select":
            self._select = None
        if tag == "textarea":
            self._area = None


def pages(walk: Walk) -> Iterator[tuple[str, Visitor]]:
    """Every address that can be looked at, with somebody who may."""
    for rule, method in routes(walk.app):
        if method != "GET" or rule.endpoint not in DOOR_OF or rule.endpoint in BY_TOKEN:
            continue
        who = next((each for each in WHO if may_enter(rule.endpoint, each)), None)
        if who is not None:
            yield address(rule, walk.world.here.arguments(rule)), who


@cache
def every_form(walk: Walk) -> tuple[Form, ...]:
    """Every form that writes, once; looked for once, as the world stays as it was."""
    browsers = {who: walk.browser(who) for who in WHO}
    found: dict[tuple[str, frozenset[str]], Form] = {}
    for path, who in pages(walk):
        answer = browsers[who].get(path)
        if answer.mimetype != "text/html":
            continue
        reader = _Forms(path, who)
        reader.feed(answer.text)
        for form in reader.found:
            names = frozenset(each.name for each in form.fields)
            found.setdefault((form.action, names), form)
    return tuple(found.values())


def forms(walk: Walk) -> tuple[Form, ...]:
    """Those with something to type in."""
    return tuple(form for form in every_form(walk) if form.typed)
