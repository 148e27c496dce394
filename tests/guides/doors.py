"""The addresses of this room, by who may come in."""

OPEN = {"guides.index", "guides.picture", "guides.show"}
LIBRARIANS = {"tour.end", "tour.show"}
