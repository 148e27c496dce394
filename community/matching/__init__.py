"""Matching people to conversations: the engine, which knows no database and no pages."""
