"""Places in a page that higher rooms fill: named slots and the menus of every page.

Rooms register once, while the app is made; the pages below never learn who did.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from flask import Flask, current_app, g, render_template, request, url_for
from flask_babel import gettext
from markupsafe import Markup

Fragment = Callable[..., str | Markup | None]


class Menu(StrEnum):
    MAIN = "main"  #: The rooms of a library, in the header.
    DESK = "desk"  #: The same place, for who works here: pages that extend `layouts/desk.html`.
    NETWORK = "network"  #: The same place, for the adviser: `layouts/network.html`.
    PLANNING = (
        "planning"  #: Beside the list of activities: what the desk's own menu has no room for.
    )
    VISITOR = "visitor"  #: Sign in, or who you are: the end of the header.
    ABOUT = "about"  #: About this site, in the footer.


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A link that appears when its library is there and `shown` says so."""

    endpoint: str
    #: An English msgid (`N_`), or a function for what only the request knows, such as a name.
    label: str | Callable[[], str]
    order: int = 50
    needs_library: bool = True
    shown: Callable[[], bool] = lambda: True
    #: Words after the label that only a screen reader needs, such as ", my page".
    aside: str = ""
    #: At the end, under *More*: a row of links has room for some seven words.
    more: bool = False
    #: The way into its room. Signing out, which is an act, is not where the rest of its room is.
    leads: bool = True


@dataclass(frozen=True, slots=True)
class Link:
    """A menu item as this request sees it."""

    label: str
    url: str
    aside: str = ""
    #: For aria-current: "page" on the page itself, "true" deeper in the same room.
    current: str | None = None
    more: bool = False


@dataclass(slots=True)
class _Places:
    slots: dict[str, list[tuple[int, str | Fragment]]] = field(default_factory=dict)
    menus: dict[Menu, list[MenuItem]] = field(default_factory=dict)


def fill(app: Flask, name: str, fragment: str | Fragment, order: int = 50) -> None:
    """Put a template, or what a function returns, in the slot `name`; lower `order` comes first."""
    filled = _places(app).slots.setdefault(name, [])
    filled.append((order, fragment))
    filled.sort(key=lambda entry: entry[0])


def add_to_menu(app: Flask, menu: Menu, item: MenuItem) -> None:
    """Put a link in a menu of every page; lower `order` comes first."""
    items = _places(app).menus.setdefault(menu, [])
    items.append(item)
    items.sort(key=lambda entry: entry.order)


def slot(name: str, /, **context: object) -> Markup:
    """What the rooms have to say here; nothing when none registered."""
    pieces = []
    for _order, fragment in _places(current_app).slots.get(name, []):
        if callable(fragment):
            pieces.append(Markup(fragment(**context) or ""))  # noqa: S704 (made by a template)
        else:
            pieces.append(Markup(render_template(fragment, **context)))  # noqa: S704 (idem)
    return Markup().join(pieces)


def menu(name: str) -> list[Link]:
    """The links of a menu that this visitor has a use for."""
    here = g.get("library") is not None
    return [
        _link(item)
        for item in _places(current_app).menus.get(Menu(name), [])
        if (here or not item.needs_library) and item.shown()
    ]


def register(app: Flask) -> None:
    app.jinja_env.globals.update(slot=slot, menu=menu)


def _link(item: MenuItem) -> Link:
    return Link(
        label=item.label() if callable(item.label) else gettext(item.label),
        url=url_for(item.endpoint),
        aside=gettext(item.aside) if item.aside else "",
        current=_current(item),
        more=item.more,
    )


def _current(item: MenuItem) -> str | None:
    if request.endpoint == item.endpoint:
        return "page"
    room = item.endpoint.rpartition(".")[0]
    return "true" if item.leads and room and request.blueprint == room else None


def _places(app: Flask) -> _Places:
    places: _Places = app.extensions.setdefault("slots", _Places())
    return places
