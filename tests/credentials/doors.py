"""The addresses of this room, by who may come in."""

SIGNED_IN = {"devices.index", "devices.sign_out", "devices.sign_out_everywhere"}
