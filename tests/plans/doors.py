"""The addresses of this room, by who may come in."""

LIBRARIANS = {
    "plans.finish",
    "plans.index",
    "plans.let_go",
    "plans.new",
    "plans.reopen",
    "plans.show",
}
