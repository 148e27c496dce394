"""Organisations that make things with the library, and what they say of it themselves."""
