"""The addresses about ages, by who may come in."""

LIBRARIANS = {"ages.edit", "ages.unmark"}
