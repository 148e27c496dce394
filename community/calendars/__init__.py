"""The agenda in people's own calendars: feeds to subscribe to, and single events to keep."""
