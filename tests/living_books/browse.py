"""Going along the pages of a living library, without JavaScript."""

from __future__ import annotations

from flask import current_app

from community.gatherings import sign_up_queries
from community.living_books import queries
from community.living_books.models import LivingBook


def link(book: LivingBook) -> str:
    key = current_app.config["SECRET_KEY"]
    return f"/vechtdal/levend-boek/{queries.token_of(book, key=key)}"


def own(entry) -> str:
    key = current_app.config["SECRET_KEY"]
    return f"/vechtdal/aanmelding/{sign_up_queries.token_of(entry, key=key)}/levende-boeken"


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return answer.text


def send(client, address, status=303, **said):
    answer = client.post(address, data=said)
    assert answer.status_code == status, answer.text
    return answer
