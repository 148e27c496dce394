"""What the community found out: published harvests, for everybody to read and search."""
