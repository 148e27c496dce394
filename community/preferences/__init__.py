"""What a person lets a library know, so that it can suggest what fits: all of it by choice."""
