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
from flask_babel import gettext

from community.accounts.models import Person
from community.harvests.models import QuoteConsent
from community.rights.agreed import Agreed
from community.rights.beside import Shown
from community.rights.knowing import Section
from community.rights.looked import Look

#: What of the person themselves is handed over.
OWN = (
    "first_name", "surname", "email", "phone", "language", "email_confirmed_at", "created_at",
    "seen_at", "age_said_at", "under_age_until",
)  # fmt: skip


def write(
    *,
    own: Mapping[str, Any],
    found: Sequence[Section],
    agreed: Sequence[Agreed],
    quotes: Sequence[QuoteConsent],
    looks: Sequence[Look],
    pictures: Sequence[Shown],
    now: datetime,
) -> bytes:
    """The bytes of the ZIP."""
    told = {
        "made_at": now,
        "person": own,
        **{each.trace.table: list(each.rows) for each in found},
        "agreed_in_words": [_in_words(each) for each in agreed],
        "access_read": [asdict(look) for look in looks],
        "pictures": [
            {"file": each.file, "alt": each.alt, "activity": each.activity} for each in pictures
        ],
    }
    page = render_template(
        "rights/file.html",
        own=own,
        found=found,
        agreed=agreed,
        quotes=quotes,
        looks=looks,
        pictures=pictures,
        now=now,
    )
    to = BytesIO()
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as made:
        for_programs = json.dumps(told, ensure_ascii=False, indent=1, default=_plain)
        made.writestr("gegevens.json", for_programs)
        made.writestr("gegevens.html", page)
        for each in pictures:
            made.writestr(each.file, each.contents, zipfile.ZIP_STORED)
    return to.getvalue()


def own(person: Person) -> Mapping[str, Any]:
    return {name: getattr(person, name) for name in OWN}


def _in_words(each: Agreed) -> dict[str, Any]:
    """The row says which version of the words; here are the words themselves."""
    return {
        "purpose": each.consent.purpose,
        "text_version": each.consent.text_version,
        "what": gettext(each.what),
        "words": gettext(each.words),
    }


def _plain(said: object) -> object:
    if isinstance(said, (datetime, date, time)):
        return said.isoformat()
    if isinstance(said, (frozenset, set)):
        return sorted(said)
    raise TypeError(f"no way to write a {type(said).__name__}")
