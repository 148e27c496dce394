"""The addresses of this room, by who may come in."""

OPEN = {
    "promises.agree",
    "promises.answer",
    "promises.deny",
    "promises.reword",
    "promises.show",
}
LIBRARIANS = {
    "promises_desk.index",
    "promises_desk.make",
    "promises_desk.note",
    "promises_desk.show",
}
