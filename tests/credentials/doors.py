"""The addresses of this room, by who may come in."""

OPEN = {"devices.new", "extra_code.ask", "passkeys.challenge", "passkeys.come_in"}
SIGNED_IN = {
    "again.show",
    "devices.index",
    "devices.sign_out",
    "devices.sign_out_everywhere",
    "extra_code.index",
    "extra_code.recovery_codes",
    "extra_code.remove",
    "extra_code.set_up",
    "passkeys.add",
    "passkeys.options",
    "passkeys.remove",
    "passkeys.rename",
}
MANAGERS = {"lost_factors.reset"}
