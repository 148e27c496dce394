"""What waits for a librarian to look at, what people report, and what was decided by which rule."""
