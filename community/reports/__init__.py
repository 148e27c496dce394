"""What a library hands to others about a year: national statistics, and the annual report."""
