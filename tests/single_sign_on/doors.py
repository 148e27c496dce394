"""The addresses of this room, by who may come in."""

OPEN = {"work_accounts.begin", "work_accounts.come_back"}
SIGNED_IN = {"work_accounts.connect", "work_accounts.disconnect"}
MANAGERS = {"work_provider.disconnect", "work_provider.set_up", "work_provider.take_away"}
