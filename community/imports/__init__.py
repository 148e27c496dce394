"""Gatherings from a file or an address: looked at before they are in the agenda."""
