"""The addresses of this room, by who may come in."""

#: The link is derived from the introduction and the side; a wrong one is not found.
OPEN = {
    "introductions.say_no",
    "introductions.say_yes",
    "introductions.show",
    "introductions.tell_outcome",
    "introductions.write",
}
SIGNED_IN = {"introductions.ask", "introductions.index", "introductions.unblock"}
LIBRARIANS = {
    "introductions_desk.index",
    "introductions_desk.introduce",
    "introductions_desk.note_answer",
    "introductions_desk.put_aside",
    "introductions_desk.running",
    "introductions_desk.show",
}
