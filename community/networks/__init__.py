"""The network desk: what a library lets its adviser see, what it asks, what the adviser offers."""
