"""Formats (*werkvormen*): how a conversation goes, in rounds, and what a gathering took of them."""
