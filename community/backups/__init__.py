"""A copy of the whole house, bringing it back, and moving it to another database."""
