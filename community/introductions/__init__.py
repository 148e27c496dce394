"""Bringing an offer and a request together: two people who both say yes."""
