"""The addresses of this room, by who may come in."""

LIBRARIANS = {
    "formats.bring_back",
    "formats.edit",
    "formats.house",
    "formats.index",
    "formats.new",
    "formats.retire",
    "formats.show",
    "gathering_formats.ask",
    "gathering_formats.choose",
    "gathering_formats.leave_out",
    "gathering_formats.show",
}
HOSTS = {
    "gathering_formats.order_sheet",
    "gathering_formats.question_cards",
    "gathering_formats.table_sheet",
}
