"""The addresses of this room, by who may come in."""

LIBRARIANS = {
    "reports.index",
    "reports.statistics_csv",
    "reports.statistics_xlsx",
}
