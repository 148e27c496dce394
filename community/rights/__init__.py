"""The rights of people: seeing what is known, taking it along, and having it erased."""
