"""The addresses of this room, by who may come in."""

LIBRARIANS = {
    "meetlat.index",
    "meetlat.indicator",
}
