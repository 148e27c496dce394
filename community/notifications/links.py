"""The addresses in the mails of this room: to change what one gets, or stop it at once."""

from __future__ import annotations

from community.libraries.tenancy import base_url
from community.notifications import queries
from community.notifications.models import MailWish, Stream
from community.web.keys import house_key


def token_of(wish: MailWish) -> str:
    return queries.token_of(wish, key=house_key())


def preferences(wish: MailWish) -> str:
    return f"{base_url()}/{wish.library.slug}/berichten/{token_of(wish)}"


def stop(wish: MailWish, stream: Stream) -> str:
    """A page with a button for a person; one POST is enough for a mail program (RFC 8058)."""
    return f"{preferences(wish)}/uit/{stream}"
