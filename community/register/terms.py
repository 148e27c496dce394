"""What entries have to do with terms: counted, found anew and merged in the room of topics."""

from __future__ import annotations

from flask import Flask
from flask_babel import ngettext

from community.register import finding
from community.register.models import entry_term
from community.topics import links
from community.topics.links import Link


def in_words(number: int) -> str:
    return str(ngettext("%(num)d offer or request", "%(num)d offers and requests", number))


def register(_app: Flask) -> None:
    links.register("register", Link(entry_term, "entry_id", in_words, finding.lay_out_all))
