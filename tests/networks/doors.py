"""The addresses of this room, by who may come in."""

ADVISERS = {
    "network_offers.cancel",
    "network_offers.edit",
    "network_offers.index",
    "network_offers.new",
    "network_offers.show",
    "networks.index",
    "networks.library",
    "network_requests.finish",
    "network_requests.index",
    "network_requests.read",
    "network_requests.say",
    "network_requests.show",
    "network_requests.take_up",
}
LIBRARIANS = {
    "offers.leave",
    "offers.show",
    "offers.sign_up",
    "support.ask",
    "support.finish",
    "support.index",
    "support.read",
    "support.say",
    "support.show",
    "support.withdraw",
}
MANAGERS = {
    "network_consent.give",
    "network_consent.show",
    "network_consent.withdraw",
}
