"""What is free instead of a taken room, taken by its button in a browser that runs no scripts."""

from __future__ import annotations

import re

from flask import request
from werkzeug.datastructures import MultiDict
from wtforms import Form

#: As `Free.typed` writes it: the room, when it begins and when it ends.
TAKEN = re.compile(r"([^|]+)\|([\d-]+)T([\d:]+)\|[\d-]+T([\d:]+)")


def take(form: Form) -> bool:
    """Fill in the room and the times of the button that was pressed; False: it was another one."""
    found = TAKEN.fullmatch(request.form.get("neem", ""))
    if found is None:
        return False
    for name, value in zip(("place", "day", "starts", "ends"), found.groups(), strict=True):
        form[name].process(MultiDict({name: value}))
    form["place"].render_kw = {"autofocus": True}
    return True
