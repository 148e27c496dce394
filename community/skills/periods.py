"""How long a draft waits for a yes, and a slip works."""

from __future__ import annotations

from datetime import timedelta

#: A noted draft without a yes: asked once more by mail, and then removed.
REMINDED_AFTER = timedelta(weeks=2)
REMOVED_AFTER = timedelta(weeks=6)
#: A slip that somebody took home from the counter.
SLIP_LASTS = timedelta(days=7)
