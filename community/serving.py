"""`python -m community.serving`: the pages, by Granian, renewed on SIGHUP without a cut request.

Granian of itself gives every worker a queue of connections of its own, waits a fixed time for a new
one, and closes what the old one has accepted and not yet read. Here one socket is listened on for
as long as the house is open. An old worker is asked to give way only when the new one has loaded
the house; then it accepts nothing more, reads and answers what it has, and goes. A new version that
does not load changes nothing. This process itself loads nothing of the house (decision 25).
"""

from __future__ import annotations

import argparse
import logging
import multiprocessing
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from time import monotonic, sleep
from typing import Any

# What a worker reads only after it was branched off: it must be of the version that runs.
import granian._loops
import granian._signals  # noqa: F401
from granian._granian import SocketHolder
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer, WorkerProcess

WORKERS, THREADS = 2, 16
#: Connections that may wait to be accepted, while the house is being opened say.
BACKLOG = 1024
#: So long a worker that accepts nothing more goes on reading what it did accept.
GIVING_WAY = 2.0
#: What is being answered then may take so long; it holds up nobody.
STILL_ANSWERING = 60.0
#: Whoever has not loaded the house by then never will.
LOADING = 180.0
#: At closing time nobody waits longer than this for an answer that is slow.
CLOSING = 3

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
log = logging.getLogger(__name__)


class House(MPServer):
    """Granian with one socket, and with workers that are renewed one after the other."""

    listening: socket.socket
    #: Our ends of the lines to the workers, by their number.
    lines: dict[int, Connection]

    def _init_shared_socket(self) -> None:
        """One queue for all: nobody who stands in it is lost when a worker goes."""
        family = socket.AF_INET6 if ":" in self.bind_addr else socket.AF_INET
        where = (self.bind_addr, self.bind_port)
        listening = socket.create_server(where, family=family, backlog=self.backlog)
        # What is accepted from it inherits this: small answers leave at once.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._sso = self.listening = listening
        # Its number, whether it is a file, and its queue: Granian's stubs know nothing of them.
        holder = SocketHolder(listening.fileno(), False, self.backlog)  # type: ignore[call-arg]
        self._shd = holder  # type: ignore[assignment]
        self._ssp = None
        self.lines = {}

    # As the one of MPServer, which differs from its own base.
    def _spawn_worker(  # type: ignore[override]
        self, idx: int, target: Callable[..., None], callback_loader: Callable[[], Wsgi]
    ) -> WorkerProcess:
        self.lines[idx], theirs = multiprocessing.Pipe()
        load = partial(_load, callback_loader, theirs, self.listening.fileno())
        return super()._spawn_worker(idx, target, load)

    def _reload(self, spawn_target: Callable[..., None], target_loader: Callable[[], Wsgi]) -> None:
        self.reload_signal = False
        self.main_loop_interrupt.clear()
        for number, old in enumerate(list(self.wrks)):
            line = self.lines[number]
            new = self._spawn_worker(number, spawn_target, target_loader)
            # Until it stands, its end is ours to judge: nobody is put in its place.
            new.interrupt_by_parent = True
            new.start()
            if not self._stands(new, self.lines[number]):
                new.kill()
                self.lines[number] = line
                log.error("Not reloaded: the house does not load. The old one stays open.")
                return
            new.interrupt_by_parent = False
            self.wrks[number] = new
            _let_go(old, line)
        log.warning("Reloaded: all pages are of the version that stands here now.")

    def _stands(self, worker: WorkerProcess, line: Connection) -> bool:
        give_up = monotonic() + LOADING
        while worker.is_alive() and monotonic() < give_up and not self.interrupt_signal:
            if line.poll(0.1):
                return _says_something(line)
        return False


def _says_something(line: Connection) -> bool:
    """Whoever is gone says nothing more, and that too is heard at once."""
    try:
        line.recv()
    except EOFError:
        return False
    return True


def _let_go(worker: WorkerProcess, line: Connection) -> None:
    """Wait until it has answered everybody; a new one works beside it already."""
    worker.interrupt_by_parent = True
    with suppress(OSError):  # It may just have died.
        line.send("give way")
    worker.join(GIVING_WAY + STILL_ANSWERING)
    if worker.is_alive():
        worker.kill()
        worker.join()
    line.close()


def _load(loader: Callable[[], Wsgi], line: Connection, listening: int) -> Wsgi:
    """In a worker: load the house, say so, and know how to give way."""
    house, goes = loader(), threading.Event()

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        return house(environ, _last_of(start_response) if goes.is_set() else start_response)

    def wait_to_give_way() -> None:
        _says_something(line)
        with nowhere() as empty:
            os.dup2(empty.fileno(), listening)
        goes.set()
        sleep(GIVING_WAY)
        # To the thread that Granian waits in; another may get what is sent to the process.
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)

    threading.Thread(target=wait_to_give_way, daemon=True).start()
    line.send("loaded")
    return answer


def nowhere() -> socket.socket:
    """A socket that nobody comes to, to accept from in the place of the one that is shared.

    Granian cannot be told to stop accepting and go on reading. The shared socket itself, and the
    queue before it, stay as they are for the other workers.
    """
    found = socket.socket(socket.AF_UNIX)
    found.bind("")
    found.listen()
    found.setblocking(False)
    return found


def _last_of(start_response: Callable[..., Any]) -> Callable[..., Any]:
    """On a connection that is kept: tell its other end that this answer is the last."""

    def last(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        return start_response(status, [*headers, ("Connection", "close")], *rest)

    return last


def main() -> None:
    """Open the house on this address until it is told to stop."""
    words = argparse.ArgumentParser(prog="python -m community.serving")
    words.add_argument("--host", default="127.0.0.1")
    words.add_argument("--port", type=int, default=8000)
    words.add_argument("--workers", type=int, default=WORKERS)
    words.add_argument("--threads", type=int, default=THREADS)
    words.add_argument("app", nargs="?", default="app:app")
    asked = words.parse_args()
    multiprocessing.set_start_method("fork")
    House(
        asked.app,
        address=asked.host,
        port=asked.port,
        interface=Interfaces.WSGI,
        workers=asked.workers,
        blocking_threads=asked.threads,
        http=HTTPModes.http1,
        websockets=False,
        backlog=BACKLOG,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=CLOSING,
    ).serve()


if __name__ == "__main__":
    main()
