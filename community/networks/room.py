"""The room of the network desk, put together."""

from __future__ import annotations

from flask import Flask

from community.networks import (
    consent_views,
    desk_views,
    here,
    labels,
    mails,
    offer_mails,
    offer_views,
    request_views,
    support_views,
    taking_part_views,
)


def register(app: Flask) -> None:
    for part in (
        here,
        labels,
        consent_views,
        support_views,
        desk_views,
        request_views,
        offer_views,
        taking_part_views,
        mails,
        offer_mails,
    ):
        part.register(app)
