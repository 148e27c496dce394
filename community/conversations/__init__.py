"""Conversations: what people say to each other before, during and after they meet."""
