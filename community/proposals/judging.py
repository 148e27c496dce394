"""What moderation may ask and do of a proposal, and of what somebody brings to one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask import Flask
from sqlalchemy.orm import Session

from community.errors import NotFound
from community.moderation import subjects
from community.moderation.subjects import Shown, Subject
from community.proposals import backing, queries, states
from community.proposals.models import Proposal
from community.proposals.states import KIND, KIND_OF_BACKING
from community.register.seeing import Viewer
from community.words import N_


def show(session: Session, library_id: int, ids: Sequence[int]) -> Mapping[int, Shown]:
    """With what its own person brings: that is read in one go."""
    return {
        each.id: Shown(
            title=each.title,
            text="\n".join(filter(None, (each.text, _brings(session, each)))),
            author_id=each.person_id,
            url=_url(each),
        )
        for each in queries.list_by_ids(session, library_id, ids)
    }


def hide(session: Session, library_id: int, proposal_id: int, *, why: str, now: datetime) -> None:
    states.hide(session, library_id, proposal_id, why=why, now=now)


def allow(session: Session, library_id: int, proposal_id: int, *, now: datetime) -> None:
    states.let_through(session, library_id, proposal_id, now=now)


def may_see(session: Session, library_id: int, proposal_id: int, person_id: int) -> bool:
    """As somebody who is signed in and does not work here."""
    return queries.may_read(session, library_id, proposal_id, Viewer(person_id))


def show_bring(session: Session, library_id: int, ids: Sequence[int]) -> Mapping[int, Shown]:
    return {
        each.id: Shown(
            title=each.proposal.title,
            text=each.bring,
            author_id=each.person_id,
            url=_url(each.proposal),
        )
        for each in queries.list_backings_by_ids(session, library_id, ids)
        if each.bring
    }


def may_see_bring(session: Session, library_id: int, backing_id: int, person_id: int) -> bool:
    found = queries.list_backings_by_ids(session, library_id, [backing_id])
    return any(
        each.is_read
        and each.confirm_by is None
        and not each.proposal.is_sensitive
        and may_see(session, library_id, each.proposal_id, person_id)
        for each in found
    )


def register(app: Flask) -> None:
    subjects.register(
        app,
        KIND,
        Subject(
            name=N_("proposal"),
            show=show,
            hide=hide,
            allow=allow,
            of_person=queries.list_of_person,
            may_see=may_see,
            lock=queries.lock,
            tells_yes=True,
        ),
    )
    subjects.register(
        app,
        KIND_OF_BACKING,
        Subject(
            name=N_("what somebody brings to a proposal"),
            show=show_bring,
            hide=backing.bring_hidden,
            allow=backing.bring_allowed,
            of_person=queries.list_brought_by,
            may_see=may_see_bring,
            lock=_hold,
        ),
    )


def _brings(session: Session, proposal: Proposal) -> str:
    first = queries.find_bringer(session, proposal)
    return first.bring if first else ""


def _url(proposal: Proposal) -> str:
    """Not by `url_for`: a mail is written outside any request."""
    return f"/{proposal.library.slug}/voorstellen/{proposal.id}"


def _hold(session: Session, library_id: int, backing_id: int) -> object:
    """Somebody may have stepped back since."""
    try:
        return queries.lock_backing(session, library_id, backing_id)
    except NotFound:
        return None
