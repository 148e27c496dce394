"""The addresses of this room, by who may come in."""

LIBRARIANS = {
    "rota.drop",
    "rota.gathering",
    "rota.index",
    "rota.put_on",
    "rota.take_off",
}
