"""The addresses of this room, by who may come in."""

LIBRARIANS = {
    "acts.ask", "acts.connect", "acts.enrich", "acts.index", "acts.plan_next", "acts.spread",
}  # fmt: skip
