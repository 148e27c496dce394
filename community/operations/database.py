"""Looking at the database: whether it is there, whole, up to date, and guarded as it should be."""

from __future__ import annotations

import os
from functools import cache
from time import perf_counter

from alembic.script import ScriptDirectory
from flask import current_app
from sqlalchemy import inspect, text

from community.activity import triggers as log_triggers
from community.bookings import guard as booking_guard
from community.checks import Finding, good, look, look_at, wrong
from community.db import db, session, transaction
from community.meetlat import triggers as meting_triggers

SLOW_MS = 250
#: Of the chairs that PostgreSQL has, so many may be taken before somebody should look.
MOST_CHAIRS = 0.8

#: What makes triggers, by the names it gives them.
GUARDS = (log_triggers, meting_triggers, booking_guard)

_STANDING = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"
    " UNION SELECT conname FROM pg_constraint WHERE contype = 'x'",
}
_LOG_SETTINGS = (
    "SELECT current_setting('log_error_verbosity'), current_setting('log_statement'),"
    " current_setting('log_min_duration_statement'), current_setting('log_parameter_max_length')"
)


def register() -> None:
    look_at("database", reachable)
    look_at("database file", whole)
    look_at("database log", discreet)
    look_at("migrations", migrated)
    look_at("triggers", guarded)


def reachable() -> Finding:
    began = perf_counter()
    version = session().scalar(
        text("SELECT sqlite_version()" if _is_sqlite() else "SHOW server_version")
    )
    ms = (perf_counter() - began) * 1000
    says = f"{'SQLite' if _is_sqlite() else 'PostgreSQL'} {version} answers in {ms:.1f} ms."
    if ms > SLOW_MS:
        return look(
            says, "See what else keeps this machine busy (top), and how far away the database is."
        )
    return good(says)


def whole() -> Finding:
    """Of SQLite its file; of PostgreSQL, which looks after its own, as whom and how full."""
    return _sqlite_file() if _is_sqlite() else _postgres_role()


def _sqlite_file() -> Finding:
    path = str(db.engine.url.database)
    said = session().scalar(text("PRAGMA quick_check(1)"))
    if said != "ok":
        return wrong(
            f"{path} is damaged: {said}.",
            "Stop the site, set the file aside, and restore the latest backup"
            " (docs/operators/backups.md).",
        )
    if not os.access(path, os.W_OK) or not os.access(os.path.dirname(path) or ".", os.W_OK):
        return wrong(
            f"{path} cannot be written.", "Make this user the owner of the file and its folder."
        )
    return good(f"{path} is intact, {os.path.getsize(path) / 1e6:,.0f} MB.")


def _postgres_role() -> Finding:
    name, is_super, taken, chairs = (
        session()
        .execute(
            text(
                "SELECT current_user, (SELECT rolsuper FROM pg_roles WHERE rolname = current_user),"
                " (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),"
                " current_setting('max_connections')::int"
            )
        )
        .one()
    )
    says = f"Connected as {name}; {taken} of {chairs} connections in use."
    if taken > chairs * MOST_CHAIRS:
        return look(says, "Raise max_connections, or see what else uses this server.")
    if is_super and current_app.config["PRODUCTION"]:
        return look(
            f"{says} {name} is a superuser.",
            "Give the site a user of its own that owns its database and nothing else.",
        )
    return good(says)


def discreet() -> Finding:
    """Whether the server of the database writes down what stands in rows: names, addresses, words.

    What goes beside a statement (its values, the row that was refused) is left out when its log is
    terse; a statement itself may hold a value too.
    """
    if _is_sqlite():
        return good("SQLite keeps no log of queries.")
    verbosity, statements, slow, values = session().execute(text(_LOG_SETTINGS)).one()
    is_terse = verbosity == "terse"
    loose = {
        f"log_error_verbosity is {verbosity}: a rejected row is written out in full":
            "log_error_verbosity = 'terse'" if not is_terse else "",
        f"log_statement is {statements}: every change is written out":
            "log_statement = 'none'" if statements in {"mod", "all"} else "",
        f"log_min_duration_statement is {slow}: slow queries are written out with their values":
            "log_parameter_max_length = 0" if slow != "-1" and values != "0" and not is_terse
            else "",
    }  # fmt: skip
    wrongs = {says: do for says, do in loose.items() if do}
    if not wrongs:
        return good("The server's log holds no personal data.")
    steps = " ".join(f'-c "ALTER SYSTEM SET {do}"' for do in wrongs.values())
    return look(
        f"The server's log may hold personal data. {'; '.join(wrongs)}.",
        f'sudo -u postgres psql {steps} -c "SELECT pg_reload_conf()"',
    )


def migrated() -> Finding:
    at, (heads, known) = _steps_done(), _steps(current_app.extensions["migrate"].directory)
    if at == heads:
        return good(f"At {', '.join(heads)}, the latest.")
    if at - known:
        return wrong(
            f"The database is at {', '.join(at)}, which this version of Kenniskring does not know.",
            "Install the newer version again: an older one cannot use this database.",
        )
    return wrong(
        f"The database is at {', '.join(at) or 'nothing'}; this version needs {', '.join(heads)}.",
        "Make a backup, then run: flask --app app db upgrade",
    )


def is_migrated() -> bool:
    """Whether the tables are of this version; asked by monitors, so by one small statement."""
    heads, _known = _steps(current_app.extensions["migrate"].directory)
    return _steps_done() == heads


@cache
def _steps(folder: str) -> tuple[frozenset[str], frozenset[str]]:
    """The last of them, and all; read once, as that takes a while."""
    script = ScriptDirectory(folder)
    known = frozenset(step.revision for step in script.walk_revisions())
    return frozenset(script.get_heads()), known


def _steps_done() -> set[str]:
    if not inspect(session().connection()).has_table("alembic_version"):
        return set()
    return set(session().scalars(text("SELECT version_num FROM alembic_version")))


def guarded() -> Finding:
    """The triggers without which the log, the metingen and the rooms are kept by good will only."""
    engine = db.engine.dialect.name
    wanted = {name for guard in GUARDS for name in guard.NAMES[engine]}
    gone = wanted - set(session().scalars(text(_STANDING[engine])))
    if gone:
        return wrong(
            f"Missing: {', '.join(sorted(gone))}. What must never change can be changed.",
            "Restore them, once the migrations are done: flask --app app guards",
        )
    return good(f"All {len(wanted)} are in place.")


def raise_guards() -> None:
    """Make every trigger anew, whatever of them stands."""
    with transaction() as tx:
        for guard in GUARDS:
            guard.drop(tx.connection())
            guard.create(tx.connection())


def _is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"
