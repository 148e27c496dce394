"""A real mail server on this machine, that says what a test tells it to say."""

from __future__ import annotations

import asyncio
import socket
from collections import deque
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller


class PostOffice:
    """Accepts everything, unless it has been told what to answer first."""

    def __init__(self, **offers: Any) -> None:
        self.offers = offers
        self.received: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.connections = 0
        #: What to answer to the next recipients and to the next mails, instead of 250.
        self.to_recipients: deque[str] = deque()
        self.to_mails: deque[str] = deque()
        self.seconds_per_mail = 0.0
        self.port = free_port()
        self._controller: Controller | None = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?timeout=0.6"

    def open(self) -> None:
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, **self.offers)
        self._controller.start()

    def close(self) -> None:
        if self._controller:
            self._controller.stop()
            self._controller = None

    async def handle_EHLO(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, hostname: str, answers: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return answers

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.to_recipients and (answer := self.to_recipients.popleft()) != "250":
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        await asyncio.sleep(self.seconds_per_mail)
        if self.to_mails and (answer := self.to_mails.popleft()) != "250":
            return answer
        self.raw.append(envelope.content)
        self.received.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"

    @property
    def subjects(self) -> list[str]:
        return [str(mail["Subject"]) for mail in self.received]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
