"""The addresses of this room, by who may come in."""

LIBRARIANS = {
    "series_desk.add_date",
    "series_desk.index",
    "series_desk.looked_at",
    "series_desk.show",
    "series_desk.stop",
    "series_repeat.new",
    "series_repeat.outlook",
}
