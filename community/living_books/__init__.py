"""People who can be borrowed for a talk, in slots on the day of a gathering."""
