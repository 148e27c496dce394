"""What is kept of people, why and for how long; and wiping it when its time has come."""
