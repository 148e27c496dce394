"""Looking at the settings: what starts well and is still not right for others to use."""

from __future__ import annotations

import os
from difflib import get_close_matches
from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import current_app

from community.checks import Finding, good, look, look_at, wrong
from community.config import DEFAULTS
from community.web.keys import house_key

PREFIX = "COMMUNITY_"
#: A key of so many characters, of so many kinds, was not made up by a person.
LEAST_KEY, LEAST_KINDS = 32, 12


def register() -> None:
    look_at("settings", names)
    look_at("secret key", secret_key)
    look_at("address", address)
    look_at("proxies", proxies)


def names() -> Finding:
    config = current_app.config
    if config["PRODUCTION"] and config["DEVELOPMENT"]:
        return wrong(
            "COMMUNITY_DEVELOPMENT is on in production: anyone can read all mail at /mail.",
            "Remove COMMUNITY_DEVELOPMENT from the settings and restart.",
        )
    if unknown := _unknown():
        return look(
            f"Unknown: {', '.join(unknown)}.",
            "Correct the name, or remove it: " + " ".join(map(_meant, unknown)),
        )
    if not config["PRODUCTION"] and not _is_here(_host()):
        return look(
            f"{_host()} can be reached by others, and COMMUNITY_PRODUCTION is not set.",
            "Set COMMUNITY_PRODUCTION=true: it refuses the demo and requires a key.",
        )
    return good(f"{'In production' if config['PRODUCTION'] else 'For trying out'}; all known.")


def _unknown() -> list[str]:
    """Settings in the environment that nothing in the house or in Flask goes by."""
    known = {*DEFAULTS, "INSTANCE", *current_app.default_config}
    said = [name.removeprefix(PREFIX) for name in os.environ if name.startswith(PREFIX)]
    return sorted(f"{PREFIX}{name}" for name in said if name.split("__")[0] not in known)


def _meant(name: str) -> str:
    near = get_close_matches(name.removeprefix(PREFIX), DEFAULTS, n=1)
    return f"did you mean {PREFIX}{near[0]}?" if near else f"{name} is not a setting."


def secret_key() -> Finding:
    key = house_key()
    if len(key) >= LEAST_KEY and len(set(key)) >= LEAST_KINDS:
        return good(f"{len(key)} characters.")
    return (wrong if current_app.config["PRODUCTION"] else look)(
        "The secret key can be guessed: it is short, or repeats a few characters.",
        'Make one with: python3 -c "import secrets; print(secrets.token_hex(32))". With a new key,'
        " everyone has to sign in again and links in mails stop working.",
    )


def address() -> Finding:
    base = str(current_app.config["BASE_URL"])
    if not current_app.config["PRODUCTION"]:
        return good(f"{base}.")
    if _is_here(_host()):
        return wrong(
            f"Only this machine can open {base}, and every mail links to it.",
            "Set COMMUNITY_BASE_URL to the address that people use.",
        )
    if not base.startswith("https://"):
        return wrong(
            f"{base} is not encrypted: anyone on the way can read what people write.",
            "Put a proxy with a certificate in front (deploy/Caddyfile) and set"
            " COMMUNITY_BASE_URL to https://…",
        )
    return good(f"{base}.")


def proxies() -> Finding:
    count, base = int(current_app.config["TRUSTED_PROXIES"]), str(current_app.config["BASE_URL"])
    if base.startswith("https://") and not count:
        return wrong(
            "https ends at a proxy, and no proxy is trusted: all visitors seem to come from one"
            " address, and one who is refused for trying too often locks out all of them.",
            "Set COMMUNITY_TRUSTED_PROXIES to the number of proxies in a row, usually 1.",
        )
    if base.startswith("http://") and count:
        return look(
            f"{count} trusted in front of a site without https: if there is none, visitors can"
            " claim any address.",
            "Set COMMUNITY_TRUSTED_PROXIES=0 if visitors reach the site directly.",
        )
    return good(f"{count} in front.")


def _host() -> str:
    return urlsplit(str(current_app.config["BASE_URL"])).hostname or ""


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
