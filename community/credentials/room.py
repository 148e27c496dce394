"""The room of what opens the door, put together."""

from __future__ import annotations

from datetime import datetime

from flask import Flask, current_app, render_template
from sqlalchemy.orm import Session

from community.accounts import proofs
from community.accounts.access import me
from community.accounts.models import Membership, Person, Role
from community.clock import now
from community.credentials import (
    cli,
    device_views,
    extra_code_views,
    forgetting,
    jobs,
    lost_factor_views,
    mails,
    meeting,
    passkey_views,
    queries,
    services,
)
from community.credentials.passkeys import Site
from community.web import slots
from community.web.keys import house_key


def register(app: Flask) -> None:
    for part in (
        device_views,
        extra_code_views,
        passkey_views,
        lost_factor_views,
        mails,
        jobs,
        cli,
        forgetting,
    ):
        part.register(app)
    proofs.register(
        proofs.Proofs(
            asks_more=_asks_more,
            ways=_ways,
            takes_code=_takes_code,
            forget_since=_forget_since,
            came_in=_came_in,
        ),
    )
    slots.fill(app, "mine.below", "credentials/_mine.html", order=90)
    slots.fill(app, "desk.above", _please)
    slots.fill(app, "person.below", _of_a_colleague)
    if Site.of(app.config["BASE_URL"], "").can_have_passkeys:
        slots.fill(app, "sign_in.ways", "credentials/_sign_in.html")
        slots.fill(app, "again.ways", "credentials/_again.html")
        slots.fill(app, "extra_code.ways", "credentials/_sign_in.html")
        slots.fill(app, "extra_code.instead", "credentials/_instead.html")


def _asks_more(session: Session, person: Person) -> bool:
    return queries.asks_more(session, person.id)


def _ways(session: Session, person_id: int) -> proofs.Ways:
    return proofs.Ways(*queries.ways(session, person_id))


def _takes_code(session: Session, person_id: int, typed: str) -> bool:
    return services.take_code(session, person_id, typed, key=house_key(), now=now())


def _forget_since(session: Session, person_id: int, since: datetime) -> None:
    services.remove_since(session, person_id, since, now=now())


def _came_in(tx: Session, person: Person, known: str, signed_in: str, *, device: str) -> str | None:
    return meeting.came_in(tx, person, known, signed_in, device=device, now=now())


def _please() -> str | None:
    """On the desk, as long as somebody may do without and has none."""
    if (by := me().second_factor_by) is None:
        return None
    is_demo = bool(current_app.config["DEVELOPMENT"])
    return render_template("credentials/_please.html", by=by, is_demo=is_demo)


def _of_a_colleague(membership: Membership) -> str | None:
    if membership.role is Role.RESIDENT or membership.person_id == me().id:
        return None
    return render_template("credentials/_person.html", membership=membership)
