"""The addresses of this room, by who may come in."""

#: The link is derived from the book or the sign-up; a wrong one is not found.
OPEN = {
    "living_book.change",
    "living_book.say_no",
    "living_book.say_yes",
    "living_book.show",
    "living_board.show",
    "living_books.index",
    "own_living_books.give_back",
    "own_living_books.reserve",
    "own_living_books.show",
    "own_living_books.wish",
}
LIBRARIANS = {
    "living_books_desk.ask",
    "living_books_desk.edit",
    "living_books_desk.index",
    "living_books_desk.lay_out",
    "living_books_desk.note_answer",
    "living_books_desk.offers",
    "living_books_desk.take_off",
    "living_calls.book",
    "living_calls.reader",
    "living_round.note",
    "living_round.publish",
    "living_round.show",
    "living_round.solve",
    "living_round.stop",
}
#: Who keeps the door of the gathering; the room itself asks who that is.
DOOR = {"living_table.lend", "living_table.note", "living_table.show"}
HOSTS = {"living_paper.covers", "living_paper.overview"}
