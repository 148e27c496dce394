"""What an operator looks at: whether all is well, and figures for a monitor."""
