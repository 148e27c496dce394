"""What leaves the house as a file: lists for a spreadsheet, and all that a library has."""
