"""What the worker does for webhooks: brings what is owed."""

from __future__ import annotations

from community.jobs import worker
from community.webhooks import delivery


def register(_app: object) -> None:
    worker.beside("webhooks", delivery.run)
