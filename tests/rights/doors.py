"""The addresses of this room, by who may come in."""

LIBRARIANS = {
    "erasing_desk.erase",
    "file_desk.hand_over",
    "staying_desk.stays",
    "nameless_quotes.index",
    "nameless_quotes.seen",
}
OF_WHO_AGREED = {"rights.take_back", "rights.take_name_away"}
SIGNED_IN = {"rights.erase", "rights.file", "rights.index", *OF_WHO_AGREED}
#: The link is derived from the account; a wrong one is not found.
OPEN = {"staying.stay"}
