"""What a library hands to others about a year."""
