"""The addresses of this room, by who may come in."""

SIGNED_IN = {"rights.erase", "rights.file", "rights.index"}
