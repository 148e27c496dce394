"""Numbers of rows to come, taken before the rows are there.

So that what speaks of a row (its address in a calendar, the log) is ready before the turn to write.
A number that is taken and not used is never given to another row.
"""

from __future__ import annotations

from sqlalchemy import bindparam, func, insert, select, update
from sqlalchemy import column as column_named
from sqlalchemy import table as table_named
from sqlalchemy.orm import Session

from community.db import Base, table_of

#: Where SQLite keeps the last number of a table whose numbers are never given twice.
_kept = table_named("sqlite_sequence", column_named("name"), column_named("seq"))
_ON = update(_kept).where(_kept.c.name == bindparam("whose"))


def take(session: Session, model: type[Base], how_many: int) -> list[int]:
    """So many numbers for rows of this table, rising; in a transaction that writes."""
    if not how_many:
        return []
    if session.get_bind().dialect.name == "postgresql":
        return _of_the_sequence(session, model, how_many)
    return _of_the_last_row(session, model, how_many)


def _of_the_sequence(session: Session, model: type[Base], how_many: int) -> list[int]:
    sequence = func.pg_get_serial_sequence(table_of(model).name, "id")
    each = func.generate_series(1, how_many).alias("each")
    return sorted(session.scalars(select(func.nextval(sequence)).select_from(each)))


def _of_the_last_row(session: Session, model: type[Base], how_many: int) -> list[int]:
    """On SQLite who writes is alone, so what follows the last number is free."""
    table = table_of(model)
    last = session.scalars(select(func.coalesce(func.max(table.c.id), 0))).one()
    if table.dialect_options["sqlite"]["autoincrement"]:
        last = max(last, session.scalar(select(_kept.c.seq).where(_kept.c.name == table.name)) or 0)
        _keep(session, table.name, last + how_many)
    return list(range(last + 1, last + how_many + 1))


def _keep(session: Session, name: str, last: int) -> None:
    known = select(_kept.c.seq).where(_kept.c.name == name)
    if session.scalar(known) is None:
        session.execute(insert(_kept).values(name=name, seq=last))
    else:
        session.execute(_ON.values(seq=last), {"whose": name})
