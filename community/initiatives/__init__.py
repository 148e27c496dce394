"""Whose idea a gathering was, and that they say so themselves."""
