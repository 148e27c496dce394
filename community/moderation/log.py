"""The decisions as a sheet: what, why and by which rule. Names only when asked."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import gettext as _

from community.moderation.labels import VERDICTS, WHYS, said_of
from community.moderation.models import Case
from community.moderation.queue import name_of
from community.moderation.wording import Book
from community.web.sheets import Cell, Sheet


def sheet_of(cases: Sequence[Case], book: Book, *, with_names: bool) -> Sheet:
    heads = [
        _("Number"), _("What"), _("Why it was looked at"), _("Since"), _("Decided"),
        _("Decision"), _("Rule"), _("Version of the rules"), _("Reason"), _("Number of reports"),
        _("Hidden until decided"), _("Second look at number"),
    ]  # fmt: skip
    if with_names:
        heads += [_("Decided by"), _("Made by"), _("Reported by")]
    return Sheet(_("Decisions"), heads, [_row(case, book, with_names=with_names) for case in cases])


def _row(case: Case, book: Book, *, with_names: bool) -> list[Cell]:
    row: list[Cell] = [
        case.id, _(name_of(case.subject_kind)), str(WHYS[case.why]), case.opened_at,
        case.decided_at, str(VERDICTS[case.verdict]) if case.verdict else "",
        said_of(book.rule(case.rule, case.rules_version), short=True) if case.rule else "",
        case.rules_version if case.rule else "", case.reason, len(case.reports),
        _("yes") if case.hidden_at else _("no"), case.appeals_id,
    ]  # fmt: skip
    if with_names:
        reporters = [each.reporter.full_name for each in case.reports if each.reporter]
        row += [
            case.decided_by.full_name if case.decided_by else "",
            case.author.full_name if case.author else "",
            ", ".join(reporters),
        ]
    return row
