"""The addresses of this room, by who may come in."""

LIBRARIANS = {
    "meetlat.index",
    "meetlat.indicator",
    "metingen.beside",
    "metingen.freeze",
    "metingen.index",
    "metingen.reckon",
    "metingen.show",
}
