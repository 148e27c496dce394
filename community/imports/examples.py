"""The example files: the columns, one row that shows how, and the words that may stand in them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import xlsxwriter
from flask_babel import gettext

from community.gatherings import labels
from community.gatherings.kinds import Kind, SignUpMode
from community.imports.columns import COLUMNS
from community.libraries.models import Branch
from community.topics.models import Theme

#: With several themes the cell has this between them.
BETWEEN = "|"


@dataclass(frozen=True, slots=True)
class Example:
    """A sheet in one language, about this library's own branches."""

    language: str
    branches: Sequence[Branch]
    themes: Sequence[Theme]
    today: date

    @property
    def names(self) -> list[str]:
        """The first name of each column, in this language."""
        turn = 1 if self.language == "en" else 0
        return [languages[turn][0] for languages in COLUMNS.values()]

    @property
    def row(self) -> list[str]:
        given = self._given()
        return [given.get(field, "") for field in COLUMNS]

    def _given(self) -> dict[str, str]:
        day = self.today + timedelta(days=28)
        return {
            "key": "2026-017",
            "title": gettext("Repairing bicycles together"),
            "day": f"{day:%d-%m-%Y}",
            "starts": "14:00",
            "ends": "16:30",
            "kind": str(labels.KINDS[Kind.WORKSHOP]),
            "branch": self.branches[0].name if self.branches else "",
            "summary": gettext("Bring your bicycle; we have the tools and the patience."),
            "themes": BETWEEN.join(theme.label_in(self.language) for theme in self.themes[:2]),
            "sign_up_mode": str(labels.SIGN_UP_MODES[SignUpMode.HERE]),
            "capacity": "12",
            "cost": gettext("free"),
        }

    def words(self) -> list[tuple[str, list[str]]]:
        """By column: everything that may stand in it."""
        turn = 1 if self.language == "en" else 0
        lists = {
            "kind": list(map(str, labels.KINDS.values())),
            "branch": [branch.name for branch in self.branches],
            "room": [f"{each.name} ({room.name})" for each in self.branches for room in each.rooms],
            "themes": [theme.label_in(self.language) for theme in self.themes],
            "language": list(map(str, labels.LANGUAGES.values())),
            "audience": list(map(str, labels.AUDIENCES.values())),
            "sign_up_mode": list(map(str, labels.SIGN_UP_MODES.values())),
            "status": [gettext("cancelled")],
        }
        return [(COLUMNS[field][turn][0], said) for field, said in lists.items() if said]


def as_csv(example: Example) -> bytes:
    """With a mark at the beginning by which spreadsheets know the encoding, and `;` between."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([example.names, example.row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def as_xlsx(example: Example) -> bytes:
    """The sheet to fill in, and a second one with the words for each column."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False})
    head = book.add_format({"bold": True})
    sheet = book.add_worksheet(gettext("Activities"))
    sheet.write_row(0, 0, example.names, head)
    for column, cell in enumerate(example.row):
        sheet.write_string(1, column, cell)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(example.names) - 1, 18)
    words = book.add_worksheet(gettext("Words"))
    for column, (name, said) in enumerate(example.words()):
        words.write_string(0, column, name, head)
        for line, word in enumerate(said, start=1):
            words.write_string(line, column, word)
    words.set_column(0, 10, 28)
    book.close()
    return made.getvalue()
