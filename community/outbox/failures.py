"""Why a mail did not go, as a word that can be kept: no address, no server's own sentence."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    BROKE_OFF = "broke_off"
    ASKED_TO_WAIT = "asked_to_wait"
    ADDRESS_REFUSED = "address_refused"
    MAIL_REFUSED = "mail_refused"
    SENDER_REFUSED = "sender_refused"
    NOT_POSSIBLE = "not_possible"  #: An address or text that no mail can carry.
    NOT_WRITTEN = "not_written"  #: The room that writes it made an error.
    CAME_BACK = "came_back"  #: Sent, and refused for good by who should have delivered it.
    STILL_TRYING = "still_trying"  #: Sent; whoever should deliver it says that it takes long.
    ADDRESS_FAILS = "address_fails"  #: Not sent: mail to this address comes back.


class ServerAway(Exception):
    """No mail can leave now. Says nothing about any mail in particular."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class NotSent(Exception):
    """This one mail did not leave; `permanent` when trying again would not help."""

    def __init__(self, reason: Reason, code: int | None = None, *, permanent: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code
        self.permanent = permanent

    @property
    def kept(self) -> str:
        """As the outbox remembers it: `address_refused 550`."""
        return f"{self.reason} {self.code}" if self.code else str(self.reason)
