"""Proposals of residents: an idea, who backs it, which dates suit, and the library's answer."""
