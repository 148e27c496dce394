"""The addresses of this room, by who may come in."""

#: The link is derived from the screen; a wrong one is not found.
OPEN = {"table_screen.catch_up", "table_screen.change", "table_screen.show"}
#: Who was there, once it is over; for whoever was not, it does not exist.
SIGNED_IN = {"table_reading.show"}
HOSTS = {
    "table_room.cards",
    "table_room.lay",
    "table_room.note",
    "table_room.open_room",
    "table_room.press",
    "table_room.renew",
    "table_room.show",
    "table_room.take_away",
    "table_room.type_over",
    "table_room.wall",
}
