"""Promises: who does what by when, and whether it was kept."""
