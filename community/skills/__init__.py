"""What people know and can do (*kunde*): noted, confirmed by its person, and resting."""
