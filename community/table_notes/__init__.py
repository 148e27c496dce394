"""In the room: what each table writes down, the clock of the rounds, the screen of who leads."""
