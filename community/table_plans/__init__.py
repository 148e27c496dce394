"""Who sits at which table in which round of a gathering."""
