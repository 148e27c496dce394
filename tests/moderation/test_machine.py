"""Whatever people report, decide, object to and take away, in whatever order."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from community.accounts.models import Person
from community.db import db, session
from community.errors import DomainError
from community.moderation.deciding import YES
from community.moderation.models import Case, Report, Swept, Verdict, Why
from community.moderation.queries import PERSON, is_kept_back
from community.register.models import Entry, EntryState
from tests.conftest import make_app
from tests.factories import a_librarian, a_member, the_library
from tests.moderation import acts, things

thing = st.integers(0, 2)
reporter = st.integers(0, 2)
librarian = st.integers(0, 1)
ruling = st.sampled_from([YES, acts.NO])


class Moderation(RuleBasedStateMachine):
    """Three things of one resident, three who report and two librarians."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp())
        shutil.copyfile(self.template, self.folder / "c.db")
        self.app = make_app(f"sqlite:///{self.folder / 'c.db'}", self.folder)
        things.alone(self.app)
        with self.app.app_context():
            self.library_id = the_library().id
            noor = a_member(name="Noor")
            people = [a_member(name=f"P{n}", created_at=things.a_year_ago()) for n in range(3)]
            self.author, self.people = noor.id, [each.id for each in people]
            self.desk = [a_librarian(name=name).id for name in ("Bas", "Ada")]
            self.things = [
                things.a_thing("een", by=noor).id,
                things.a_thing("twee", by=noor, there=people[:1]).id,
                things.a_thing("drie", by=noor, waits=True).id,
            ]

    def teardown(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        shutil.rmtree(self.folder)

    @contextmanager
    def act(self) -> Iterator[None]:
        """A rule of the house may say no, and then nothing happened."""
        with self.app.app_context():
            try:
                yield
            except DomainError:
                pass
            finally:
                db.session.remove()
                db.engine.dispose()

    def entry(self, which: int) -> Entry:
        return session().get_one(Entry, self.things[which])

    def person(self, number: int) -> Person:
        return session().get_one(Person, number)

    def last(self, *, is_open: bool) -> Case | None:
        wanted = Case.decided_at.is_(None) if is_open else Case.verdict == Verdict.REFUSED
        return session().scalars(select(Case).where(wanted).order_by(Case.id.desc())).first()

    @rule(which=thing)
    def hand_in(self, which: int) -> None:
        with self.act():
            entry = self.entry(which)
            if entry.state is EntryState.DRAFT:
                acts.ask(entry)

    @rule(which=thing, who=reporter)
    def report(self, which: int, who: int) -> None:
        with self.act():
            acts.report(self.entry(which), self.person(self.people[who]))

    @rule(by=librarian, said=ruling)
    def decide(self, by: int, said: object) -> None:
        with self.act():
            if case := self.last(is_open=True):
                acts.decide(case, said, by=self.person(self.desk[by]))

    @rule()
    def appeal(self) -> None:
        with self.act():
            if case := self.last(is_open=False):
                acts.appeal(case)

    @rule(by=librarian)
    def take_back(self, by: int) -> None:
        with self.act():
            if case := self.last(is_open=False):
                acts.take_back(case, by=self.person(self.desk[by]))

    @rule(which=thing)
    def withdraw(self, which: int) -> None:
        with self.act():
            acts.withdraw(self.entry(which))

    @rule(by=librarian)
    def hide_everything(self, by: int) -> None:
        with self.act():
            acts.hide_everything(
                self.person(self.author),
                by=self.person(self.desk[by]),
                library_id=self.library_id,
            )

    @invariant()
    def the_house_keeps_its_word(self) -> None:
        with self.act():
            cases = session().scalars(select(Case).order_by(Case.id)).all()
            kept_back = is_kept_back(session(), self.library_id, self.author)
            for which in range(3):
                self.judged(which, [case for case in cases if case.subject_id == self.things[which]
                                    and case.subject_kind == things.THING], kept_back)  # fmt: skip
            for case in cases:
                appeals = [each for each in cases if each.appeals_id == case.id]
                assert len(appeals) <= 1
                assert case.why is not Why.APPEAL or not any(
                    each.why is Why.APPEAL for each in appeals
                )
            said = session().execute(
                select(func.count(Report.id)).group_by(Report.case_id, Report.reporter_id)
            )
            assert {count for (count,) in said} <= {1}
            if not kept_back:
                assert session().scalars(select(Swept)).all() == []
            db.engine.dispose()

    def judged(self, which: int, cases: list[Case], kept_back: bool) -> None:
        """One case open at most; what was refused last, or waits, nobody sees."""
        entry, still_open = self.entry(which), [case for case in cases if case.is_open]
        assert len(still_open) <= 1
        is_seen = things.is_seen(entry)
        for case in still_open:
            if case.why in {Why.FIRST, Why.APPEAL} or case.hidden_at:
                assert not is_seen
        decided = [
            case for case in cases if not case.is_open and case.verdict is not Verdict.WITHDRAWN
        ]
        if decided and not still_open and not kept_back:
            last = max(decided, key=lambda case: (case.decided_at, case.id))
            assert is_seen or last.verdict is Verdict.REFUSED or self.was_hidden_since(last, cases)
            if last.verdict is Verdict.REFUSED and not self.was_undone(last):
                assert not is_seen

    def was_hidden_since(self, last: Case, cases: list[Case]) -> bool:
        """Reported, hidden, and then taken away by its author: that stays as it is."""
        return any(case.hidden_at and case.verdict is Verdict.WITHDRAWN for case in cases)

    def was_undone(self, last: Case) -> bool:
        """Refused along with everything of its person, which was undone since."""
        undone = select(Case.id).where(
            Case.subject_kind == PERSON,
            Case.verdict == Verdict.ALLOWED,
            Case.decided_at > last.decided_at,
        )
        return session().scalars(undone).first() is not None


def test_whatever_happens_one_case_is_open_and_a_no_is_hidden(sqlite_template):
    """Not on PostgreSQL too: the rules are the same, and its locks have tests of their own."""
    Moderation.template = sqlite_template
    run_state_machine_as_test(
        Moderation,
        settings=settings(
            max_examples=6,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture(autouse=True)
def judged():
    """Each example has a house of its own."""
