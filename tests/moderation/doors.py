"""The addresses of this room, by who may come in."""

OPEN = {
    "decisions.show",
    "house_numbers.download",
    "house_numbers.show",
    "house_rules.before",
    "house_rules.show",
}
SIGNED_IN = {"decisions.mine", "reporting.report"}
LIBRARIANS = {
    "moderation.allow",
    "moderation.author_called",
    "moderation.everything",
    "moderation.index",
    "moderation.look_again",
    "moderation.reason",
    "moderation.refuse",
    "moderation.reporter_called",
    "moderation.show",
    "moderation.take_back",
    "moderation_log.download",
    "moderation_log.index",
    "reporting.look",
}
MANAGERS = {"house_rules.settings"}
