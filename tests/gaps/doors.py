"""The addresses of this room, by who may come in."""

LIBRARIANS = {"gaps.index"}
