"""What the tests of signing up send and look up."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import func, select

from community.db import session
from community.gatherings import sign_up_queries
from community.gatherings.models import Gathering, SignUp, SignUpStatus

CONFIRMED, WAITING = SignUpStatus.CONFIRMED, SignUpStatus.WAITING
PENDING, CANCELLED = SignUpStatus.PENDING, SignUpStatus.CANCELLED


def where(gathering: Gathering) -> str:
    return f"/vechtdal/agenda/{gathering.id}/aanmelden"


def noor(**fields: object) -> dict[str, object]:
    given = {"first_name": "Noor", "email": "noor@example.org", "party_size": "1"}
    return {**given, "may_invite": "no", **fields}


def link_of(app: Flask, entry: SignUp) -> str:
    token = sign_up_queries.token_of(entry, key=app.config["SECRET_KEY"])
    return f"/vechtdal/aanmelding/{token}"


def only() -> SignUp:
    return session().scalars(select(SignUp)).one()


def count(model) -> int:
    return session().scalars(select(func.count(model.id))).one()
