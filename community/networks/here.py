"""The network in the address: `/netwerk/<network>/…`, for its advisers and nobody else.

The guard at the door finds it (`accounts.guard`): who does not advise it gets 404.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, g

from community import clock
from community.accounts.access import me
from community.libraries.models import Network
from community.libraries.tenancy import this_library
from community.networks.models import Side
from community.networks.request_queries import Hand

PREFIX = "/netwerk/<network>"


def network_blueprint(name: str, import_name: str, path: str = "") -> Blueprint:
    """A blueprint of which every address lies in a network."""
    return Blueprint(name, import_name, url_prefix=f"{PREFIX}{path}")


def this_network() -> Network:
    """The network of this request."""
    network: Network | None = g.get("network")
    if network is None:
        raise RuntimeError("this_network() is for views behind @advisers_only")
    return network


def as_adviser() -> Hand:
    return Hand(Side.NETWORK, this_network().id, me().id, clock.now())


def as_librarian() -> Hand:
    return Hand(Side.LIBRARY, this_library().id, me().id, clock.now())


def register(app: Flask) -> None:
    @app.url_defaults
    def stay(endpoint: str, values: dict[str, Any]) -> None:
        if "network" in values or not app.url_map.is_endpoint_expecting(endpoint, "network"):
            return
        if network := g.get("network"):
            values["network"] = network.slug
