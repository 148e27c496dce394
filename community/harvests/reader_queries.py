"""Who was there, and what they said of the harvest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, and_, func, or_, select, update
from sqlalchemy.orm import Session, contains_eager, joinedload

from community.accounts.models import Person
from community.conversations.models import Contribution
from community.errors import NotFound
from community.gatherings.models import Attendance, Gathering, SignUp, SignUpStatus
from community.harvests.models import (
    CORRECTION,
    Harvest,
    HarvestConfirmation,
    HarvestCorrection,
    HarvestItem,
    HarvestReader,
    Provenance,
    QuoteConsent,
    State,
)
from community.outbox.models import MailState, OutboxMail

_stands_by_what_it_says = and_(
    HarvestItem.id == HarvestConfirmation.item_id,
    HarvestItem.version == HarvestConfirmation.version,
)


def list_who_was_there(session: Session, harvest: Harvest) -> Sequence[SignUp]:
    """Who was noted at the door; where nobody kept that, who had a place."""
    came = session.scalars(
        _signed_up(harvest)
        .join(Attendance, Attendance.sign_up_id == SignUp.id)
        .where(Attendance.undone_at.is_(None))
    ).all()
    return (
        came
        or session.scalars(_signed_up(harvest).where(SignUp.status == SignUpStatus.CONFIRMED)).all()
    )


def list_signed_up(session: Session, harvest: Harvest) -> Sequence[SignUp]:
    """Who can have said something: came, or had a place."""
    there = {sign_up.id: sign_up for sign_up in list_who_was_there(session, harvest)}
    placed = session.scalars(_signed_up(harvest).where(SignUp.status == SignUpStatus.CONFIRMED))
    return list((there | {sign_up.id: sign_up for sign_up in placed}).values())


def _signed_up(harvest: Harvest) -> Select[SignUp]:
    return (
        select(SignUp)
        .where(SignUp.library_id == harvest.library_id, SignUp.gathering_id == harvest.gathering_id)
        .options(joinedload(SignUp.person))
        .order_by(SignUp.id)
    )


def presented_key(harvest: Harvest, sign_up_id: int) -> str:
    """Of the mail: shown anew after a while as a draft, it is another."""
    at = harvest.presented_at.isoformat() if harvest.presented_at else ""
    return f"harvest:{harvest.id}:{at}:{sign_up_id}"


def list_readers(session: Session, library_id: int, harvest_id: int) -> Sequence[HarvestReader]:
    return session.scalars(
        select(HarvestReader)
        .where(HarvestReader.library_id == library_id, HarvestReader.harvest_id == harvest_id)
        .options(joinedload(HarvestReader.sign_up).joinedload(SignUp.person))
        .order_by(HarvestReader.sign_up_id)
    ).all()


def find_reader(session: Session, harvest_id: int, sign_up_id: int) -> HarvestReader | None:
    return session.get(HarvestReader, (harvest_id, sign_up_id))


def find_by_sign_up(session: Session, library_id: int, sign_up_id: int) -> HarvestReader | None:
    """Who somebody is to a harvest that was shown to them; a draft is shown to nobody."""
    return session.scalars(
        select(HarvestReader)
        .join(HarvestReader.harvest)
        .where(
            HarvestReader.library_id == library_id,
            HarvestReader.sign_up_id == sign_up_id,
            Harvest.state != State.DRAFT,
        )
        .options(
            joinedload(HarvestReader.harvest)
            .joinedload(Harvest.gathering)
            .joinedload(Gathering.library),
            joinedload(HarvestReader.sign_up).joinedload(SignUp.person),
        )
    ).one_or_none()


def count_untold(session: Session, harvest: Harvest) -> int:
    """Told is who was called, who said something of it, and whose mail left and did not come
    back."""
    readers = list_readers(session, harvest.library_id, harvest.id)
    keys = {presented_key(harvest, reader.sign_up_id): reader for reader in readers}
    sent = set(
        session.scalars(
            select(OutboxMail.key).where(
                OutboxMail.gathering_id == harvest.gathering_id,
                OutboxMail.key.in_(keys),
                OutboxMail.state == MailState.SENT,
            )
        )
    )
    return sum(
        reader.told_at is None and not (key in sent and reader.sign_up.person.gets_mail)
        for key, reader in keys.items()
    )


def person_of(session: Session, sign_up_id: int) -> int:
    return session.get_one(SignUp, sign_up_id).person_id


def is_theirs(session: Session, item: HarvestItem, person_id: int) -> bool:
    """A quote under which their name alone stands, or what was made of their words alone."""
    names = set(
        session.scalars(
            select(QuoteConsent.person_id).where(
                QuoteConsent.item_id == item.id,
                QuoteConsent.version == item.version,
                QuoteConsent.says_yes.is_(True),
            )
        )
    )
    if item.is_quote and names == {person_id}:
        return True
    speakers = set(
        session.scalars(
            select(Contribution.person_id)
            .select_from(Provenance)
            .outerjoin(Contribution, Contribution.id == Provenance.contribution_id)
            .where(Provenance.item_id == item.id)
        )
    )
    return speakers == {person_id}


def list_confirmations(session: Session, item_id: int) -> Sequence[HarvestConfirmation]:
    return session.scalars(
        select(HarvestConfirmation)
        .where(HarvestConfirmation.item_id == item_id)
        .order_by(HarvestConfirmation.id)
    ).all()


def find_confirmation(
    session: Session, item_id: int, sign_up_id: int | None, table_no: int | None
) -> HarvestConfirmation | None:
    who = (
        HarvestConfirmation.sign_up_id == sign_up_id
        if sign_up_id
        else HarvestConfirmation.table_no == table_no
    )
    return session.scalars(
        select(HarvestConfirmation).where(HarvestConfirmation.item_id == item_id, who)
    ).one_or_none()


def confirmed_by(session: Session, library_id: int, harvest_id: int, sign_up_id: int) -> set[int]:
    """Items whose words as they are now somebody stands by."""
    return set(
        session.scalars(
            select(HarvestConfirmation.item_id)
            .join(HarvestItem, _stands_by_what_it_says)
            .where(
                HarvestItem.library_id == library_id,
                HarvestItem.harvest_id == harvest_id,
                HarvestConfirmation.sign_up_id == sign_up_id,
            )
        )
    )


def list_who_stand_by_it(
    session: Session, harvest: Harvest
) -> Sequence[tuple[HarvestItem, int, int]]:
    """Items, the version that somebody who was there stands by, and the sign-up of who does; of
    the words as they are now."""
    rows = session.execute(
        select(HarvestItem, HarvestConfirmation.version, HarvestConfirmation.sign_up_id)
        .join(HarvestConfirmation, _stands_by_what_it_says)
        .where(
            HarvestItem.library_id == harvest.library_id,
            HarvestItem.harvest_id == harvest.id,
            HarvestItem.withdrawn_at.is_(None),
            HarvestItem.left_out_at.is_(None),
            HarvestConfirmation.sign_up_id.is_not(None),
        )
    ).all()
    return [(item, version, who) for item, version, who in rows if who is not None]


def list_confirmed_before(
    session: Session, harvest: Harvest, sign_up_id: int
) -> Sequence[HarvestItem]:
    """Of which somebody stood by other words than there are now."""
    return session.scalars(
        select(HarvestItem)
        .join(HarvestConfirmation, HarvestConfirmation.item_id == HarvestItem.id)
        .where(
            HarvestItem.library_id == harvest.library_id,
            HarvestItem.harvest_id == harvest.id,
            HarvestItem.withdrawn_at.is_(None),
            HarvestItem.left_out_at.is_(None),
            HarvestConfirmation.sign_up_id == sign_up_id,
            HarvestConfirmation.version < HarvestItem.version,
        )
        .order_by(HarvestItem.position, HarvestItem.id)
    ).all()


def get_correction(session: Session, harvest: Harvest, correction_id: int) -> HarvestCorrection:
    found = session.scalars(
        select(HarvestCorrection)
        .where(HarvestCorrection.id == correction_id, HarvestCorrection.harvest_id == harvest.id)
        .options(joinedload(HarvestCorrection.item), joinedload(HarvestCorrection.sign_up))
        .execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def list_corrections(
    session: Session, library_id: int, harvest_id: int, *, sign_up_id: int | None = None
) -> Sequence[HarvestCorrection]:
    """What waits first."""
    statement = (
        select(HarvestCorrection)
        .where(
            HarvestCorrection.library_id == library_id,
            HarvestCorrection.harvest_id == harvest_id,
        )
        .options(
            joinedload(HarvestCorrection.item),
            joinedload(HarvestCorrection.sign_up).joinedload(SignUp.person),
        )
        .order_by(HarvestCorrection.handled_at.is_not(None), HarvestCorrection.id)
    )
    if sign_up_id is not None:
        statement = statement.where(HarvestCorrection.sign_up_id == sign_up_id)
    return session.scalars(statement).all()


def find_correction(
    session: Session, harvest_id: int, sign_up_id: int, item_id: int | None, text: str
) -> HarvestCorrection | None:
    """The same words of the same person that still wait: pressing twice is once."""
    return session.scalars(
        select(HarvestCorrection)
        .where(
            HarvestCorrection.harvest_id == harvest_id,
            HarvestCorrection.sign_up_id == sign_up_id,
            HarvestCorrection.item_id.is_not_distinct_from(item_id),
            HarvestCorrection.text == text,
            HarvestCorrection.handled_at.is_(None),
        )
        .limit(1)
    ).one_or_none()


def find_take_back(session: Session, item_id: int, sign_up_id: int) -> HarvestCorrection | None:
    return session.scalars(
        select(HarvestCorrection)
        .where(
            HarvestCorrection.item_id == item_id,
            HarvestCorrection.sign_up_id == sign_up_id,
            HarvestCorrection.take_back,
        )
        .limit(1)
    ).one_or_none()


def count_open(session: Session, harvest_id: int) -> int:
    return session.scalars(
        select(func.count(HarvestCorrection.id)).where(
            HarvestCorrection.harvest_id == harvest_id, HarvestCorrection.handled_at.is_(None)
        )
    ).one()


def move_corrections(session: Session, item_id: int, to: int) -> None:
    session.execute(
        update(HarvestCorrection).where(HarvestCorrection.item_id == item_id).values(item_id=to)
    )


# ─── who must be called ───


def list_calls(session: Session, library_id: int, *, now: datetime) -> Sequence[HarvestReader]:
    """Who was there, gets no mail, and does not know of it yet; what closes first comes first."""
    return session.scalars(
        _calls(library_id, now)
        .options(
            contains_eager(HarvestReader.sign_up).contains_eager(SignUp.person),
            contains_eager(HarvestReader.harvest).joinedload(Harvest.gathering),
        )
        .order_by(Harvest.corrected_until, HarvestReader.sign_up_id)
        .limit(100)
    ).all()


def how_many_calls(library_id: int, now: datetime) -> Select[int]:
    return _calls(library_id, now).with_only_columns(func.count(HarvestReader.sign_up_id))


def _calls(library_id: int, now: datetime) -> Select[HarvestReader]:
    is_new = HarvestReader.told_at.is_(None) & (Harvest.state == State.PRESENTED)
    is_asked_again = and_(
        HarvestReader.asked_again_at > now - CORRECTION,
        Harvest.is_public,
        func.coalesce(HarvestReader.told_at < HarvestReader.asked_again_at, True),
    )
    return (
        select(HarvestReader)
        .join(HarvestReader.harvest)
        .join(HarvestReader.sign_up)
        .join(SignUp.person)
        .where(
            HarvestReader.library_id == library_id,
            or_(is_new, is_asked_again),
            ~Person.gets_mail,
        )
    )
