"""The room of gatherings, put together."""

from __future__ import annotations

from flask import Flask

from community.gatherings import (
    calls_views,
    closing_views,
    cohost_mails,
    cohost_views,
    desk_form_views,
    desk_views,
    forgetting,
    jobs,
    mail_wording,
    mails,
    markdown,
    missed_mail,
    my_place,
    own_kunde_views,
    own_sign_up_views,
    sign_up_desk_views,
    sign_up_views,
    template_views,
    views,
)


def register(app: Flask) -> None:
    for part in (
        markdown,
        views,
        desk_views,
        desk_form_views,
        template_views,
        closing_views,
        mails,
        missed_mail,
        mail_wording,
        my_place,
        sign_up_views,
        own_sign_up_views,
        own_kunde_views,
        sign_up_desk_views,
        calls_views,
        cohost_views,
        cohost_mails,
        jobs,
        forgetting,
    ):
        part.register(app)
