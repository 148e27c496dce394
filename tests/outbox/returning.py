"""Delivery reports as mail servers write them, and a mailbox server that a test scripts."""

from __future__ import annotations

import socketserver
from threading import Thread
from typing import Any


def a_report(
    message_id: str,
    address: str,
    *,
    status: str = "5.1.1",
    action: str = "failed",
    original: str = "",
    whole: bool = False,
    domain: str = "kring.example.org",
) -> bytes:
    """As Postfix and Exim write them; `whole`: with all of the mail and not just its head."""
    first = f"Original-Recipient: rfc822;{original}\r\n" if original else ""
    kind = "message/rfc822" if whole else "text/rfc822-headers"
    return (
        "From: MAILER-DAEMON@mx.example.net\r\nTo: post@kring.example.org\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n"
        f"I'm sorry to have to inform you: <{address}>\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        "Reporting-MTA: dns; mx.example.net\r\n\r\n"
        f"Final-Recipient: rfc822; {address}\r\n{first}Action: {action}\r\nStatus: {status}\r\n"
        "Diagnostic-Code: smtp; 550 5.1.1 user unknown\r\n\r\n"
        f"--b\r\nContent-Type: {kind}\r\n\r\n"
        f"Subject: Je doet mee\r\nMessage-ID: <{message_id}@{domain}>\r\n\r\nHallo\r\n--b--\r\n"
    ).encode()


class MailboxServer(socketserver.ThreadingTCPServer):
    """Speaks as much IMAP as the house asks, about the messages that a test puts in."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, messages: list[bytes], *, password: str = "geheim") -> None:  # noqa: S107
        super().__init__(("127.0.0.1", 0), _Talk)
        self.messages = messages
        self.password = password
        self.seen: set[int] = set()
        self.selected: list[str] = []
        #: Breaks off as soon as it is asked for this command.
        self.dies_at = ""

    @property
    def url(self) -> str:
        return f"imap://post:geheim@127.0.0.1:{self.server_address[1]}/Terug%20gekomen"

    def __enter__(self) -> MailboxServer:
        Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class _Talk(socketserver.StreamRequestHandler):
    server: Any

    def handle(self) -> None:
        self.say("* OK ready")
        while line := self.rfile.readline().decode().strip():
            tag, _, rest = line.partition(" ")
            command = rest.removeprefix("UID ").partition(" ")[0].upper()
            if self.server.dies_at == command:
                return
            answer = getattr(self, f"do_{command.lower()}")(rest)
            self.say(f"{tag} {answer or 'OK done'}")

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def do_capability(self, _rest: str) -> None:
        self.say("* CAPABILITY IMAP4rev1")

    def do_login(self, rest: str) -> str:
        right = rest.endswith(f'"{self.server.password}"')
        return "" if right else "NO that is not your password"

    def do_select(self, rest: str) -> None:
        self.server.selected.append(rest.partition(" ")[2])
        self.say(f"* {len(self.server.messages)} EXISTS")

    def do_search(self, _rest: str) -> None:
        new = [n for n in range(1, len(self.server.messages) + 1) if n not in self.server.seen]
        self.say("* SEARCH " + " ".join(map(str, new)))

    def do_fetch(self, rest: str) -> None:
        uid = int(rest.split()[2])
        data = self.server.messages[uid - 1]
        self.wfile.write(f"* {uid} FETCH (UID {uid} BODY[]<0> {{{len(data)}}}\r\n".encode())
        self.wfile.write(data + b")\r\n")

    def do_store(self, rest: str) -> None:
        self.server.seen.add(int(rest.split()[2]))

    def do_logout(self, _rest: str) -> None:
        self.say("* BYE")
