"""Everything about one person in one file: a ZIP with the same twice, for programs and for eyes."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from flask import render_template

from community.accounts.models import Person
from community.rights.knowing import Section
from community.rights.looked import Look

#: What of the person themselves is handed over.
OWN = ("first_name", "surname", "email", "phone", "language", "email_confirmed_at", "created_at")


def write(
    person: Person, found: Sequence[Section], looks: Sequence[Look], *, now: datetime
) -> bytes:
    """The bytes of the ZIP."""
    said = own(person)
    told = {
        "made_at": now,
        "person": said,
        **{each.trace.table: list(each.rows) for each in found},
        "access_read": [asdict(look) for look in looks],
    }
    page = render_template("rights/file.html", own=said, found=found, looks=looks, now=now)
    to = BytesIO()
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as made:
        for_programs = json.dumps(told, ensure_ascii=False, indent=1, default=_plain)
        made.writestr("gegevens.json", for_programs)
        made.writestr("gegevens.html", page)
    return to.getvalue()


def own(person: Person) -> Mapping[str, Any]:
    return {name: getattr(person, name) for name in OWN}


def _plain(said: object) -> object:
    if isinstance(said, (datetime, date, time)):
        return said.isoformat()
    if isinstance(said, (frozenset, set)):
        return sorted(said)
    raise TypeError(f"no way to write a {type(said).__name__}")
