"""The addresses of this room, by who may come in."""

LIBRARIANS = {
    "areas.check",
    "areas.download",
    "areas.example",
    "areas.index",
    "areas.put_back",
    "areas.take_over",
    "areas.throw_away",
}
