"""The addresses of this room, by who may come in."""

LIBRARIANS = {
    "reports.index",
    "reports.show",
    "reports.statistics_csv",
    "reports.statistics_xlsx",
}
