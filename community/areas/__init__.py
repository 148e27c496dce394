"""Who live in the working area of a library: people per postcode area and per age class."""
