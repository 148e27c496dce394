"""The addresses of this room, by who may come in."""

OPEN = {
    "conversations.contribution",
    "conversations.index",
    "conversations.news",
    "conversations.on",
    "conversations.show",
    "conversations.show_by_number",
    "own_conversation.contribution",
    "own_conversation.edit",
    "own_conversation.mute",
    "own_conversation.news",
    "own_conversation.nod",
    "own_conversation.on",
    "own_conversation.say",
    "own_conversation.withdraw",
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
