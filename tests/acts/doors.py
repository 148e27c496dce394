"""The addresses of this room, by who may come in."""

LIBRARIANS = {"acts.ask", "acts.enrich", "acts.index", "acts.plan_next"}
