"""The addresses of this room, by who may come in."""

LIBRARIANS = {
    "imports.apply",
    "imports.bring",
    "imports.choose",
    "imports.example_csv",
    "imports.example_xlsx",
    "imports.fetch",
    "imports.index",
    "imports.looked_at",
    "imports.set_daily",
    "imports.show",
    "imports.throw_away",
    "imports.undo",
}
