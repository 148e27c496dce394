"""Events as calendars read them: a dataclass goes in, the bytes of RFC 5545 come out."""
