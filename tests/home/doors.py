"""The addresses of this room, by who may come in."""

OPEN = {"installing.manifest", "installing.offline", "installing.worker"}
