"""The addresses of this room, by who may come in."""

OPEN = {"extra_code.ask"}
SIGNED_IN = {
    "again.show",
    "devices.index",
    "devices.sign_out",
    "devices.sign_out_everywhere",
    "extra_code.index",
    "extra_code.recovery_codes",
    "extra_code.remove",
    "extra_code.set_up",
}
MANAGERS = {"lost_factors.reset"}
