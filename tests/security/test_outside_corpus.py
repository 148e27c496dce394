"""RELIABILITY 20: what somebody types as an address never reaches this machine or its network."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from community import outside
from tests.security.corpora import corpus, named


@pytest.fixture
def numbers_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's own way to read a number, names of this machine, and no network at all."""
    ask = socket.getaddrinfo

    def numbers(host: str, port: int, **more: Any) -> Any:
        if host.rstrip(".").lower() == "localhost":
            host = "127.0.0.1"
        return ask(host, port, flags=socket.AI_NUMERICHOST, **more)

    def connects(_connection: socket.socket, address: object) -> None:
        raise AssertionError(f"asked {address}")

    monkeypatch.setattr(socket, "getaddrinfo", numbers)
    monkeypatch.setattr(socket.socket, "connect", connects)


@pytest.mark.usefixtures("numbers_alone")
@pytest.mark.parametrize("address", corpus("outside_addresses"), ids=named)
def test_nothing_inside_is_asked(address):
    with pytest.raises(outside.OutsideError):
        outside.get(address)
    with pytest.raises(outside.OutsideError):
        outside.post(address, b"", {})
