"""The addresses of what suits people: preferences, suggestions and invitations."""

#: The link is derived from the invitation; a wrong one is not found.
OPEN = {"invitations.answer", "invitations.no_more", "invitations.show"}
SIGNED_IN = {
    "preferences.clear",
    "preferences.mine",
    "suggestions.index",
    "suggestions.put_aside",
    "suggestions.take_back",
}
LIBRARIANS = {
    "invitations_desk.index",
    "invitations_desk.invite",
    "invitations_desk.invite_group",
    "invitations_desk.note_answer",
}
