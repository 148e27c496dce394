"""What a librarian would fill in and do, and what can be seen of it afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from community.activity.models import Activity
from community.clock import now
from community.db import db, transaction
from community.gatherings import closing, hosting
from community.gatherings.drafts import GatheringDraft, appointment_of, draft_of
from community.gatherings.hosting_rules import Hand
from community.gatherings.kinds import Kind
from community.gatherings.models import Gathering
from community.libraries.models import LibraryVersion
from community.outbox.models import OutboxMail
from tests.factories import next_week, the_library

BASE_URL = "https://kring.example.org"
DAY = timedelta(days=1)


def a_draft(**fields: object) -> GatheringDraft:
    """A conversation next week in the first branch, unless the test says otherwise."""
    given = {
        "kind": Kind.CONVERSATION,
        "title": "Samen eten",
        "starts_at": next_week(),
        "branch_id": min(branch.id for branch in the_library().branches),
        "capacity": 20,
        **fields,
    }
    return GatheringDraft(**given)


def a_hand(by: object = None, *, later: timedelta = timedelta()) -> Hand:
    return Hand(by, BASE_URL, now() + later)


def create(draft=None, by=None):
    draft = draft or a_draft()
    with transaction() as tx:
        return hosting.create(tx, the_library().id, draft, a_hand(by))


def publish(gathering):
    with transaction() as tx:
        return hosting.publish(tx, gathering.library_id, gathering.id, a_hand())


def published(**fields):
    return publish(create(a_draft(**fields)))


def edit(gathering, *, seen=None, by=None, **changes):
    """As the form does: what stands, with some of it changed."""
    again = replace(draft_of(db.session().get(Gathering, gathering.id)), **changes)
    with transaction() as tx:
        return hosting.edit(tx, gathering.library_id, gathering.id, again, a_hand(by), seen=seen)


def move(gathering, **changes):
    new = replace(appointment_of(db.session().get(Gathering, gathering.id)), **changes)
    with transaction() as tx:
        return hosting.move(tx, gathering.library_id, gathering.id, new, a_hand())


def cancel(gathering, reason="De zaal is niet vrij.", *, later=timedelta()):
    with transaction() as tx:
        return hosting.cancel(tx, gathering.library_id, gathering.id, reason, a_hand(later=later))


def close(gathering, count=12, *, estimated=False, at=None):
    with transaction() as tx:
        return closing.close(
            tx,
            gathering.library_id,
            gathering.id,
            count,
            estimated=estimated,
            now=at or gathering.ends_at + timedelta(hours=1),
        )


def stands(gathering):
    db.session().rollback()
    return db.session().get(Gathering, gathering.id)


def mails(template):
    return (
        db.session()
        .scalars(select(OutboxMail).where(OutboxMail.template == template).order_by(OutboxMail.id))
        .all()
    )


def logged(verb):
    return db.session().scalars(select(Activity).where(Activity.verb == verb)).all()


def version():
    db.session().rollback()
    row = db.session().get(LibraryVersion, the_library().id)
    return row.agenda, row.pages


def refusal(refused):
    return {problem.name for problem in refused.value.problems}
