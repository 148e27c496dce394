"""Every select about places at a book: reserved, lent, wished."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from community.errors import NotFound
from community.gatherings.models import SignUp, SignUpStatus
from community.living_books.models import BookState, BookWish, LivingBook, Loan, Sitting, Slot
from community.living_books.queries import on_the_list

_FRESH = {"populate_existing": True}


def get_sitting(
    session: Session, library_id: int, gathering_id: int, book_id: int, slot_id: int
) -> Sitting:
    """A book on the list in a slot of its own."""
    found = session.scalars(
        select(Sitting)
        .join(Sitting.book)
        .options(contains_eager(Sitting.book), joinedload(Sitting.slot))
        .where(
            Sitting.library_id == library_id,
            Sitting.book_id == book_id,
            Sitting.slot_id == slot_id,
            LivingBook.gathering_id == gathering_id,
            on_the_list(),
        ),
        execution_options=_FRESH,
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def list_loans_of(session: Session, sign_up_id: int) -> Sequence[Loan]:
    """What one reader has, in the order of the day."""
    return session.scalars(
        _loans()
        .where(Loan.sign_up_id == sign_up_id, Loan.given_up_at.is_(None))
        .order_by(Slot.begins),
        execution_options=_FRESH,
    ).all()


def list_loans_by_reader(session: Session, sign_up_ids: Collection[int]) -> dict[int, list[Loan]]:
    """The same of several readers at once."""
    found: dict[int, list[Loan]] = {each: [] for each in sign_up_ids}
    for loan in session.scalars(
        _loans()
        .where(Loan.sign_up_id.in_(sign_up_ids), Loan.given_up_at.is_(None))
        .order_by(Slot.begins)
    ):
        found[loan.sign_up_id or 0].append(loan)
    return found


def get_loan_of(session: Session, sign_up_id: int, loan_id: int) -> Loan:
    found = session.scalars(
        _loans().where(Loan.id == loan_id, Loan.sign_up_id == sign_up_id),
        execution_options=_FRESH,
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def list_loans_of_book(session: Session, book_id: int) -> Sequence[Loan]:
    return session.scalars(
        _loans().where(Loan.book_id == book_id, Loan.given_up_at.is_(None)).order_by(Slot.begins),
        execution_options=_FRESH,
    ).all()


def get_loan(session: Session, library_id: int, gathering_id: int, loan_id: int) -> Loan:
    found = session.scalars(
        _loans().where(
            Loan.id == loan_id, Loan.library_id == library_id, Loan.gathering_id == gathering_id
        ),
        execution_options=_FRESH,
    ).one_or_none()
    if found is None:
        raise NotFound
    return found


def find_walk_in(session: Session, gathering_id: int, key: str) -> Loan | None:
    return session.scalars(
        select(Loan).where(Loan.gathering_id == gathering_id, Loan.key == key)
    ).one_or_none()


def list_loans(session: Session, library_id: int, gathering_id: int) -> Sequence[Loan]:
    """Everything that is lent or was given up on a day, with who reads, as it was made."""
    return session.scalars(
        _loans()
        .options(joinedload(Loan.sign_up).joinedload(SignUp.person))
        .where(Loan.library_id == library_id, Loan.gathering_id == gathering_id)
        .order_by(Loan.id),
        execution_options=_FRESH,
    ).all()


def list_lent(session: Session, library_id: int, gathering_id: int) -> Sequence[Loan]:
    """What is on loan at this moment; who reads is not asked."""
    return session.scalars(
        select(Loan).where(
            Loan.library_id == library_id,
            Loan.gathering_id == gathering_id,
            Loan.borrowed_at.is_not(None),
            Loan.back_at.is_(None),
        )
    ).all()


def list_wishes(session: Session, library_id: int, gathering_id: int) -> Sequence[BookWish]:
    """Of who still has a seat, reader by reader and dearest first; and of books that are there."""
    return session.scalars(
        select(BookWish)
        .join(BookWish.book)
        .join(BookWish.sign_up)
        .options(
            contains_eager(BookWish.book),
            contains_eager(BookWish.sign_up).joinedload(SignUp.person),
        )
        .where(
            BookWish.library_id == library_id,
            LivingBook.gathering_id == gathering_id,
            SignUp.gathering_id == gathering_id,
            SignUp.status == SignUpStatus.CONFIRMED,
            on_the_list(),
        )
        .order_by(SignUp.queue_no, BookWish.rank),
        execution_options=_FRESH,
    ).all()


def list_wishes_of(session: Session, sign_up_id: int) -> Sequence[BookWish]:
    return session.scalars(
        select(BookWish).where(BookWish.sign_up_id == sign_up_id).order_by(BookWish.rank)
    ).all()


def slots_of_persons(session: Session, gathering_id: int) -> dict[int, set[int]]:
    """In which slots who is a book talks, so reads nothing."""
    rows = session.execute(
        select(LivingBook.person_id, Sitting.slot_id)
        .join(Sitting, Sitting.book_id == LivingBook.id)
        .where(LivingBook.gathering_id == gathering_id, LivingBook.state == BookState.AGREED)
    )
    found: dict[int, set[int]] = {}
    for person_id, slot_id in rows:
        found.setdefault(person_id, set()).add(slot_id)
    return found


def reads_itself(session: Session, gathering_id: int, person_id: int, slot_id: int) -> bool:
    """Whether this person is a book in that slot: nobody talks at two tables."""
    return session.scalars(
        select(
            exists().where(
                Sitting.slot_id == slot_id,
                Sitting.book_id == LivingBook.id,
                LivingBook.gathering_id == gathering_id,
                LivingBook.person_id == person_id,
                LivingBook.state == BookState.AGREED,
            )
        )
    ).one()


def _loans() -> Select[Loan]:
    return (
        select(Loan)
        .join(Loan.sitting)
        .join(Sitting.slot)
        .join(Sitting.book)
        .options(
            contains_eager(Loan.sitting).options(
                contains_eager(Sitting.slot), contains_eager(Sitting.book)
            )
        )
    )
