"""The addresses of this room, by who may come in."""

SIGNED_IN = {"suggestions.index", "suggestions.put_aside", "suggestions.take_back"}
