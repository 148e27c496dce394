"""Inviting people to a gathering in one go, and what they answered."""
