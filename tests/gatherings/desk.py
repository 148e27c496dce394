"""The desk as a browser without JavaScript sees it: what forms send, and what pages say back."""

from __future__ import annotations

import re

from sqlalchemy import func, select

from community.clock import local
from community.db import db
from community.gatherings.models import Gathering
from tests.factories import (
    next_week,
    the_library,
)

DESK = "/vechtdal/beheer/activiteiten"


def first_branch():
    return min(the_library().branches, key=lambda branch: branch.id)


def typed(**fields):
    """What the form sends for a conversation next week."""
    day = local(next_week())
    given = {
        "kind": "conversation",
        "title": "Samen eten",
        "day": f"{day:%Y-%m-%d}",
        "starts": "14:00",
        "ends": "",
        "place": f"vestiging-{first_branch().id}",
        "language": "nl",
        "capacity": "20",
        "has_waiting_list": "y",
        "visibility": "public",
        "eligibility": "everyone",
        "initiator": "library",
        "act": "concept",
        **fields,
    }
    return {name: value for name, value in given.items() if value is not None}


def the_gathering():
    return db.session().scalars(select(Gathering).order_by(Gathering.id.desc())).first()


def count():
    return db.session().scalar(select(func.count(Gathering.id)))


def error_beside(response, field):
    """The message that stands beside a field, with the status it comes with."""
    found = re.search(rf'id="{field}-error">([^<]+)<', response.text)
    return found and found.group(1)


def hidden_inputs(html):
    """What a browser would send again of a page with hidden fields."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', html)
    return {name: value for name, value in found if name != "csrf_token"}


def revision(html):
    return re.search(r'name="seen"[^>]*value="([^"]+)"', html).group(1)


def edited(gathering, html, **changes):
    """The whole form of a gathering, as a browser sends it back."""
    day = f"{local(gathering.starts_at):%Y-%m-%d}"
    stands = {
        "title": gathering.title,
        "day": day,
        "ends": "16:00",
        "place": f"vestiging-{gathering.branch_id}",
        "seen": revision(html),
    }
    return typed(**{**stands, **changes})
