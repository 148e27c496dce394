"""What is asked and not offered, per theme: where a gathering can begin."""
