"""The addresses of this room, by who may come in."""

OPEN = {"metrics.show"}
