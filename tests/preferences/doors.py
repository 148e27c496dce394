"""The addresses of this room, by who may come in."""

SIGNED_IN = {"preferences.clear", "preferences.mine"}
