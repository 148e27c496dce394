"""What the door shows: who is expected, who is here, who walked in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from community import tokens
from community.arrivals import codes, links
from community.arrivals.models import StandingAnswer
from community.errors import NotFound
from community.gatherings import attendance_queries, sign_up_queries
from community.gatherings.attendance_queries import count_present
from community.gatherings.models import Attendance, Gathering, GatheringStatus, SignUp
from community.gatherings.sign_up_queries import Guest
from community.search.folding import fold


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody on the list at the door, as whoever stands there knows them."""

    whom: str  #: What a note about them names.
    name: str
    party: int
    here: int
    no_photo: bool = False
    code: str = ""


#: The row that a tablet copies for who walks in while it is offline.
SOMEBODY = Row(whom="", name="", party=1, here=0)


@dataclass(frozen=True, slots=True)
class Door:
    """The list, in the order in which people are looked up, and what the counter says."""

    coming: Sequence[Row]
    waiting: Sequence[Row]
    pending: Sequence[Row]
    walked_in: Sequence[Row]  #: By name.
    nameless: Sequence[Row]  #: First come first.
    present: int

    @property
    def expected(self) -> int:
        return sum(row.party for row in self.coming)

    @property
    def heads(self) -> int:
        return sum(row.here for row in self.nameless)

    @property
    def rows(self) -> list[Row]:
        return [*self.coming, *self.waiting, *self.pending, *self.walked_in]

    @property
    def here(self) -> dict[str, int]:
        """Whoever of the list is here, and with how many."""
        return {row.whom: row.here for row in self.rows if row.here}

    @property
    def edition(self) -> str:
        """Changes when somebody comes on the list or goes from it; not when somebody arrives."""
        names = ((row.whom, row.name, row.party, row.no_photo) for row in self.rows)
        return sha256(repr(sorted(names)).encode()).hexdigest()[:16]

    def found(self, words: str) -> Door:
        """Of the list, who answers to these words: the start of a name, or a whole code."""
        return Door(
            coming=_found(self.coming, words),
            waiting=_found(self.waiting, words),
            pending=_found(self.pending, words),
            walked_in=_found(self.walked_in, words),
            nameless=self.nameless,
            present=self.present,
        )


def door_of(session: Session, gathering: Gathering, *, key: str) -> Door:
    """The door of a gathering; of a sensitive one only how many came."""
    library_id, gathering_id = gathering.library_id, gathering.id
    walk_ins = attendance_queries.list_walk_ins(session, library_id, gathering_id)
    present = count_present(session, library_id, gathering_id)
    nameless = [_walk_in(row) for row in walk_ins if not row.name]
    if gathering.is_sensitive:
        return Door([], [], [], [], nameless, present)
    guests = sign_up_queries.list_guests(session, gathering)
    names = Counter(guest.sign_up.person.first_name for guest in guests)

    def rows(listed: Iterable[Guest]) -> list[Row]:
        return [_guest(guest, names, key) for guest in listed]

    return Door(
        coming=sorted(rows(guests.coming), key=lambda row: fold(row.name)),
        waiting=rows(guests.waiting),
        pending=rows(guests.pending),
        walked_in=[_walk_in(row) for row in walk_ins if row.name],
        nameless=nameless,
        present=present,
    )


def get_by_token(session: Session, library_id: int, token: str, *, key: str) -> Gathering:
    """The gathering whose door this is; one that does not take place has none."""
    number = tokens.row_id(token)
    found = session.scalars(
        select(Gathering)
        .where(
            Gathering.id == number,
            Gathering.library_id == library_id,
            Gathering.status.in_((GatheringStatus.PUBLISHED, GatheringStatus.CLOSED)),
        )
        .options(joinedload(Gathering.branch), joinedload(Gathering.room))
    ).one_or_none()
    if found is None or not links.is_right(token, found, key=key):
        raise NotFound
    return found


def find_by_code(session: Session, gathering: Gathering, typed: str, *, key: str) -> SignUp | None:
    """Whose code this is at this gathering; of two with the same, which chance forbids, nobody."""
    code = codes.as_typed(typed)
    guests = sign_up_queries.list_guests(session, gathering) if code else ()
    found = [g.sign_up for g in guests if codes.code_of(g.sign_up, key=key) == code]
    return found[0] if len(found) == 1 else None


def is_here(session: Session, sign_up: SignUp) -> bool:
    noted = attendance_queries.find_of_sign_up(session, sign_up.id)
    return noted is not None and noted.present > 0


def is_code(words: str, door: Door) -> bool:
    """Whether these words are the code of somebody on the list."""
    code = codes.as_typed(words)
    return code is not None and any(row.code == code for row in door.rows)


def _guest(guest: Guest, names: Counter[str], key: str) -> Row:
    entry = guest.sign_up
    return Row(
        whom=f"s{entry.id}",
        name=entry.person.told_apart(names),
        party=entry.party_size,
        here=guest.present,
        no_photo=entry.no_photo,
        code=codes.code_of(entry, key=key),
    )


def _walk_in(row: Attendance) -> Row:
    return Row(whom=row.key or "", name=row.name, party=row.people, here=row.people)


def _found(rows: Sequence[Row], words: str) -> list[Row]:
    code, wanted = codes.as_typed(words), fold(words).split()
    return [row for row in rows if (code and row.code == code) or _answers(row, wanted)]


def _answers(row: Row, wanted: Sequence[str]) -> bool:
    parts = fold(row.name).split()
    return all(any(part.startswith(word) for part in parts) for word in wanted)


def find_who_comes_alone(session: Session, sign_up_id: int) -> int | None:
    """Whose sign-up it is; None with others, because answers are about one person."""
    return session.scalar(
        select(SignUp.person_id).where(SignUp.id == sign_up_id, SignUp.party_size == 1)
    )


def find_standing(session: Session, library_id: int, person_id: int) -> StandingAnswer | None:
    return session.get(StandingAnswer, (library_id, person_id))


#: Rows of one portion, so that nobody waits long for their turn to write.
_AT_ONCE = 200


def list_over(session: Session, until: datetime) -> list[tuple[int, int]]:
    """Library and person of answers that were given by then."""
    rows = select(StandingAnswer.library_id, StandingAnswer.person_id)
    found = session.execute(rows.where(StandingAnswer.agreed_at <= until).limit(_AT_ONCE))
    return [(row.library_id, row.person_id) for row in found]


def list_standing(session: Session, person_id: int) -> set[int]:
    """The libraries that may count somebody by answers that were given once."""
    found = select(StandingAnswer.library_id).where(StandingAnswer.person_id == person_id)
    return set(session.scalars(found))


def has_come(session: Session, library_id: int, person_id: int, *, but: int) -> bool:
    """Whether somebody was seen here before, as far as we still know, `but` for one gathering."""
    visit = (
        select(Attendance.id)
        .join(SignUp, SignUp.id == Attendance.sign_up_id)
        .where(
            Attendance.library_id == library_id,
            SignUp.person_id == person_id,
            Attendance.gathering_id != but,
            Attendance.undone_at.is_(None),
        )
    )
    return session.scalars(visit.limit(1)).first() is not None
