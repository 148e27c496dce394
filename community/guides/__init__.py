"""Help where it is needed: a guide of one page for each sort of person, and a tour of the desk."""
