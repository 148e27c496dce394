"""What people agreed to: for which purpose, in which words, when, and how they said it."""
