"""The addresses of this room, by who may come in."""

OPEN = {
    "conversations.contribution",
    "conversations.index",
    "conversations.news",
    "conversations.on",
    "conversations.show",
    "conversations.show_by_number",
}
SIGNED_IN = {
    "conversations.arrange",
    "conversations.edit",
    "conversations.mute",
    "conversations.nod",
    "conversations.say",
    "conversations.withdraw",
}
OF_WHO_SAID_IT = {"conversations.edit", "conversations.withdraw"}
OF_WHO_LEADS = {"conversations.arrange"}
