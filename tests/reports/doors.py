"""The addresses of this room, by who may come in."""

LIBRARIANS = {
    "reports.index",
    "reports.show",
    "reports.statistics_csv",
    "reports.statistics_xlsx",
    "stories.choose",
    "stories.edit",
    "stories.index",
    "stories.leave_out",
    "stories.new",
    "stories.permit",
    "stories.remove",
    "stories.show",
    "stories.withdraw",
}
