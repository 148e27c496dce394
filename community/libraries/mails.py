"""Who a library's mails come from."""

from __future__ import annotations

from community.libraries.models import Library
from community.outbox.letters import Sender


def sender_of(library: Library) -> Sender:
    """A library as who reads its mail sees it: by its name, in its colours."""
    return Sender(
        name=library.name,
        reply_to=library.email,
        accent_light=library.accent_light,
        accent_dark=library.accent_dark,
    )
