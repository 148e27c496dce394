"""Who sits with whom: people over tables, in one round or several."""
