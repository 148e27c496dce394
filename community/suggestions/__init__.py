"""Which gatherings fit a resident, and which residents fit a gathering, each with its reasons."""
