"""The agenda in other people's pages: framed, or as a bare list, and on which sites."""
