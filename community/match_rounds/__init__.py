"""People say what they would like, and everybody is placed at once."""
