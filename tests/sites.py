"""Sites of somebody else's, on a free port of the loopback, for as long as a test needs them."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

#: For the name `site.example`, signed by itself, valid for a hundred years.
CERTIFICATE = Path(__file__).with_name("site_example.pem")


@dataclass
class Site:
    """Answers every request with bytes as they are, and remembers what was asked."""

    port: int
    asked: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/agenda.ics"


#: Gets a request's text and a function that sends; may send as it likes.
Answers = Callable[[str, Callable[[bytes], None]], None]


def with_body(body: bytes, *headers: str, status: str = "200 OK", length: bool = True) -> Answers:
    """The same answer for everybody."""
    said = [*headers, f"Content-Length: {len(body)}"] if length else headers
    head = "\r\n".join([f"HTTP/1.1 {status}", *said, "Connection: close", "", ""]).encode()
    return lambda _asked, send: send(head + body)


@contextmanager
def a_site(answers: Answers, *, certificate: Path | None = None) -> Iterator[Site]:
    """A server; with `certificate` one that speaks TLS."""
    listening = socket.create_server(("127.0.0.1", 0))
    site = Site(listening.getsockname()[1])
    context = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)

    def serve() -> None:
        while True:
            try:
                line, _address = listening.accept()
            except OSError:
                return
            with suppress(OSError), line:
                _serve(site, context.wrap_socket(line, server_side=True) if context else line)

    def _serve(site: Site, line: socket.socket) -> None:
        with line:
            asked = _request(line)
            site.asked.append(asked)
            answers(asked, line.sendall)

    Thread(target=serve, daemon=True).start()
    try:
        yield site
    finally:
        # Only shutting down wakes up who waits in accept().
        with suppress(OSError):
            listening.shutdown(socket.SHUT_RDWR)
        listening.close()


def _request(line: socket.socket) -> str:
    """Head and body of one request."""
    read = b""
    while b"\r\n\r\n" not in read and (more := line.recv(65536)):
        read += more
    head, _, body = read.partition(b"\r\n\r\n")
    for each in head.lower().split(b"\r\n"):
        if each.startswith(b"content-length:"):
            while len(body) < int(each[15:]):
                body += line.recv(65536)
    return (head + b"\r\n\r\n" + body).decode()
