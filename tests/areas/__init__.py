"""Who live around a library."""
