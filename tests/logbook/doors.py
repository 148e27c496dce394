"""The addresses of this room, by who may come in."""

#: Of the note that the walk is about, which a librarian made.
NOTED_BY_SOMEBODY_ELSE = {"logbook.correct", "logbook.put_back", "logbook.take_back"}
LIBRARIANS = {"logbook_story.alive", "logbook_story.index"}
STAFF = {"logbook.note", *NOTED_BY_SOMEBODY_ELSE}
