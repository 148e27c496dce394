"""Formats as rows."""

from __future__ import annotations

from dataclasses import replace

from community.clock import now
from community.db import transaction
from community.formats import services, shipped
from community.formats.content import Content
from community.formats.models import Format, GatheringFormat
from community.gatherings.models import Gathering
from community.libraries.models import Library
from tests.factories import the_library


def content(**other: object) -> Content:
    """A dialogue of four rounds; say what is otherwise."""
    return replace(shipped.content_of("dialogue", "nl")[0], **other)


def a_format(name: str = "Buurtgesprek", *, library: Library | None = None) -> Format:
    of = library or the_library()
    with transaction() as tx:
        return services.write(tx, of.id, content(name=name), language="nl", by_id=1, now=now())


def goes_by(gathering: Gathering, choice: Format | str) -> GatheringFormat:
    chosen = (
        services.Choice(key=choice)
        if isinstance(choice, str)
        else services.Choice(format_id=choice.id)
    )
    with transaction() as tx:
        return services.choose(tx, gathering.library_id, gathering.id, chosen, now=now())
