"""The addresses of this room, by who may come in."""

from __future__ import annotations

OPEN = {
    "findings.earlier",
    "findings_news.rss",
    "findings.index",
    "findings.sheet",
    "findings.show",
    "findings.show_by_number",
}
