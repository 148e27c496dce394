"""The addresses of this room, by who may come in."""

LIBRARIANS = {
    "offer_lists.example",
    "offer_lists.index",
    "offer_lists.take_back",
    "offer_lists.take_over",
}
