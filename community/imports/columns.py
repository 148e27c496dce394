"""The columns of a sheet: what they are called in Dutch and in English, and what they fill."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from community.search.folding import fold
from community.words import N_

#: Names by field of the draft; the first of a language is the one in the example file.
COLUMNS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "key": (("sleutel", "nummer"), ("key", "id", "number")),
    "title": (("titel", "naam", "activiteit"), ("title", "name")),
    "day": (("datum", "dag"), ("date", "day")),
    "starts": (("begin", "begintijd", "van", "aanvang"), ("start", "starts", "from")),
    "ends": (("einde", "eindtijd", "tot"), ("end", "ends", "until")),
    "last_day": (("laatste dag", "einddatum"), ("last day", "end date")),
    "kind": (("soort",), ("kind", "type")),
    "branch": (("vestiging",), ("branch",)),
    "room": (("zaal", "ruimte"), ("room",)),
    "address": (("adres", "plaats"), ("address", "place")),
    "online_url": (("online link",), ("online",)),
    "summary": (("in het kort", "samenvatting"), ("summary",)),
    "text": (("verhaal", "tekst", "beschrijving", "omschrijving"), ("text", "description")),
    "themes": (("thema's", "themas", "thema"), ("themes", "theme")),
    "language": (("taal",), ("language",)),
    "audience": (("voor wie", "doelgroep"), ("audience", "for whom")),
    "sign_up_mode": (("meedoen", "aanmelden"), ("sign-up", "sign up")),
    "capacity": (("plaatsen", "aantal plaatsen"), ("seats", "capacity")),
    "elsewhere_url": (("aanmeldlink", "link"), ("sign-up link", "url")),
    "cost": (("kosten", "prijs"), ("costs", "cost", "price")),
    "bring": (("meenemen", "neem mee"), ("bring along", "bring")),
    "accessibility": (("toegankelijkheid",), ("accessibility",)),
    "status": (("status",), ("state",)),
}

#: What a sheet cannot do without.
NEEDED = ("title", "day", "starts")

#: How a column is called where a page speaks of it.
LABELS: Mapping[str, str] = {
    "key": N_("Key"),
    "title": N_("Title"),
    "day": N_("Date"),
    "starts": N_("Begins"),
    "ends": N_("Ends"),
    "last_day": N_("Last day"),
    "kind": N_("Kind"),
    "branch": N_("Branch"),
    "room": N_("Room"),
    "address": N_("Address"),
    "place": N_("Place"),
    "online_url": N_("Link to join online"),
    "summary": N_("In one or two sentences"),
    "text": N_("The full description"),
    "themes": N_("Themes"),
    "language": N_("Language"),
    "audience": N_("For whom?"),
    "sign_up_mode": N_("How to take part"),
    "capacity": N_("Seats"),
    "elsewhere_url": N_("Link to the other site"),
    "cost": N_("Cost"),
    "bring": N_("Bring along"),
    "accessibility": N_("Accessibility"),
    "status": N_("Status"),
}

#: Where the cell is that a finding about a field of the draft speaks of.
CELL_OF: Mapping[str, tuple[str, ...]] = {
    "starts_at": ("starts_at", "day", "starts"),
    "ends_at": ("ends_at", "ends", "last_day"),
    "place": ("room", "branch", "place", "address"),
    "theme_ids": ("themes",),
    "branch_id": ("branch", "place"),
    "room_id": ("room",),
}

_BY_NAME = {
    fold(name): field
    for field, languages in COLUMNS.items()
    for names in languages
    for name in names
}


def fields_of(header: Sequence[str]) -> tuple[list[str | None], list[str]]:
    """The field of every column, None for one that is not read; and the names of those."""
    found: list[str | None] = []
    unread = []
    for name in header:
        field = _BY_NAME.get(fold(name.strip()))
        if field is None or field in found:
            found.append(None)
            if name.strip():
                unread.append(name.strip()[:60])
        else:
            found.append(field)
    return found, unread
