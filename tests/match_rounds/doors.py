"""The addresses of this room, by who may come in."""

#: The link is derived from who was asked; a wrong one is not found.
OPEN = {"own_wishes.choose", "own_wishes.decline", "own_wishes.show"}
LIBRARIANS = {
    "match_people.choose",
    "match_people.move",
    "match_rounds.call_off",
    "match_rounds.index",
    "match_rounds.keep",
    "match_rounds.let_go",
    "match_rounds.new",
    "match_rounds.plan",
    "match_rounds.publish",
    "match_rounds.show",
    "match_rounds.stop",
}
