"""Past activities from a file: gatherings, and the log that living through them leaves."""
