"""The engine: problems in, plans out, as frozen dataclasses; deterministic by seed.

*Conversation* means something with seats: a gathering, one of its tables, a living-book slot.
"""
