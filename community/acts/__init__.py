"""The five acts of the librarian on a conversation."""
