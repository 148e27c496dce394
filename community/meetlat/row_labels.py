"""What stands in the rows behind a number: heads, and cells as they may be shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.gatherings.kinds import Initiator
from community.gatherings.labels import INITIATORS
from community.meetlat.engine.standard import Rules
from community.meetlat.engine.suppression import protect_column, shown
from community.meetlat.evidence import Evidence, Line, Unit, depth, is_by_keys
from community.meetlat.labels import counted, decimals, sector_in_words

Cell = Callable[[Line], str]


@dataclass(frozen=True, slots=True)
class Column:
    head: LazyString
    cell: Cell


@dataclass(frozen=True, slots=True)
class People:
    """A column that counts people: small numbers are not shown."""

    head: LazyString
    count: Callable[[Line], int]
    #: Whether the page shows what the column comes to, so that one cell would follow from the rest.
    has_total: bool = False
    #: What must not be told either: the rest of a pair that is shown beside it.
    guards: Callable[[Line], int] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    heads: Sequence[str]
    rows: Sequence[tuple[Line, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Opened:
    """The rows of one question, and what of them has to stay hidden."""

    made_of: Evidence
    by_keys: bool
    #: Of each column that counts people the lines that do not show it, by identity.
    not_shown: Mapping[int, frozenset[int]]


def opened(made_of: Evidence, by_keys: bool, rules: Rules) -> Opened:
    """What has to stay hidden is decided over all lines, whichever are looked at."""
    not_shown = {
        at: _hidden_lines(column, made_of.lines, rules)
        for at, column in enumerate(_columns(made_of, by_keys))
        if isinstance(column, People)
    }
    return Opened(made_of, by_keys, not_shown)


def table(rows: Opened, lines: Sequence[Line], rules: Rules) -> Table:
    """The cells of some of its lines."""
    columns = _columns(rows.made_of, rows.by_keys)
    return Table(
        heads=[str(column.head) for column in columns],
        rows=[
            (
                line,
                [
                    _people_cell(column, line, rows.not_shown[at], rules)
                    if isinstance(column, People)
                    else column.cell(line)
                    for at, column in enumerate(columns)
                ],
            )
            for line in lines
        ],
    )


def _hidden_lines(column: People, lines: Sequence[Line], rules: Rules) -> frozenset[int]:
    """By identity: which lines of the whole list do not show this count."""
    counts = [(column.guards or column.count)(line) for line in lines]
    if column.has_total:
        kept = protect_column(counts, limit=rules.cell_limit).cells
    else:
        kept = tuple(shown(count, limit=rules.cell_limit) for count in counts)
    return frozenset(id(line) for line, count in zip(lines, kept, strict=True) if count is None)


def _people_cell(column: People, line: Line, gone: frozenset[int], rules: Rules) -> str:
    count = column.count(line)
    if count < rules.cell_limit:
        return f"<{rules.cell_limit}"
    said: str = gettext("not shown") if id(line) in gone else counted(count)
    return said


def _columns(evidence: Evidence, by_keys: bool) -> Sequence[Column | People]:
    if evidence.unit is Unit.PLACE:
        return _PLACES
    if is_by_keys(evidence.code, by_keys=by_keys):
        return _CHECK_INS
    return _COLUMNS.get(evidence.code, ())


def _occasion(line: Line, of: Callable[..., int]) -> int:
    return of(line.occasion) if line.occasion else 0


def _yes(line: Line) -> str:
    said: str = gettext("yes") if line.part else gettext("no")
    return said


def _began(line: Line) -> str:
    return str(INITIATORS[Initiator(line.occasion.initiator)]) if line.occasion else ""


def _asked(line: Line) -> str:
    said: Mapping[str, str] = {"always": gettext("always"), "lot": gettext("by lot")}
    return said.get(line.occasion.pulse, "") if line.occasion else ""


def _mixed(line: Line) -> str:
    return decimals(line.part / line.whole, 2) if line.whole else ""


def _places(line: Line) -> str:
    return ", ".join(line.place.places) if line.place else ""


def _sector(line: Line) -> str:
    return sector_in_words(line.organisation.sector) if line.organisation else ""


_HEADS = People(_("People there"), lambda line: _occasion(line, lambda one: one.head_count))
_HEADS_OF_ALL = People(
    _("People there"), lambda line: _occasion(line, lambda one: one.head_count), has_total=True
)
_CHECK_INS = (
    People(_("Checked in"), lambda line: _occasion(line, lambda one: one.checked_in)),
    _HEADS,
)
_PLACES = (
    Column(_("Postcode area"), _places),
    Column(
        _("People who live there"),
        lambda line: counted(line.place.inhabitants) if line.place else "",
    ),
    Column(_("Reached"), _yes),
)
_COLUMNS: dict[str, Sequence[Column | People]] = {
    "O1": (
        People(_("Said so"), lambda line: int(line.whole), has_total=True),
        People(
            _("For the first time"),
            lambda line: int(line.part),
            has_total=True,
            guards=lambda line: int(min(line.part, line.whole - line.part)),
        ),
    ),
    "O3": (Column(_("Asked for"), _asked), _HEADS_OF_ALL),
    "O4": (Column(_("Weighs"), lambda line: counted(line.whole)), Column(_("How mixed"), _mixed)),
    "O6": (Column(_("Yielded something"), _yes), _HEADS),
    "O7": (
        Column(_("Initiator"), _began),
        Column(_("Counts for"), lambda line: decimals(line.part, 2)),
    ),
    "S1": (Column(_("Step"), lambda line: counted(depth(line))), Column(_("Step 3 or 4"), _yes)),
    "S2": (Column(_("Confirmed and brought something"), _yes),),
    "S3": (Column(_("Sector"), _sector),),
    "S4": (Column(_("Made something with us again"), _yes),),
    "S5": (Column(_("Without the three largest"), _yes),),
    "S6": (Column(_("Met another partner through us"), _yes),),
    "S7": (
        Column(_("Our teams"), lambda line: counted(_occasion(line, lambda one: one.teams))),
        Column(_("Two or more, one front line"), _yes),
    ),
}
