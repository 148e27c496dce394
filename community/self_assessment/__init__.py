"""How a library stands, as its own people see it: rounds, anonymous answers, and what they say."""
