"""Many people, many conversations: who goes where, and the proof that no plan is better."""
