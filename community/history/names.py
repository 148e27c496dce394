"""What the lines of a list call by name: branches and themes must be there, the rest is made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from community.clock import local, local_day
from community.gatherings.drafts import GatheringDraft, completed
from community.gatherings.kinds import SignUpMode
from community.history import queries
from community.history.lines import Past, Reader
from community.history.vocabulary import fold
from community.libraries.models import Branch
from community.partners.models import Partner, Sector
from community.search.folding import fold_all
from community.series.models import Series
from community.series.pattern import pattern_of
from community.series.rule import Rule
from community.teams.models import Team
from community.topics import queries as topics
from community.topics.models import Theme


@dataclass(slots=True)
class Names:
    """Everything by its folded name, as the library has it now."""

    branches: dict[str, int]
    branch_of: dict[int, Branch]
    themes: dict[str, int]
    theme_of: dict[int, Theme]
    partners: dict[str, Partner]
    teams: dict[str, Team]
    series: dict[str, Series]
    #: How many were made for this list.
    new: dict[str, int] = field(default_factory=lambda: {"partners": 0, "teams": 0, "series": 0})

    def reader(self, now: datetime) -> Reader:
        return Reader(self.branches, self.themes, set(self.partners), now=now)

    def series_id(self, past: Past) -> int | None:
        return self.series[fold(past.series)].id if past.series else None


def known(session: Session, library_id: int) -> Names:
    branches = queries.list_branches(session, library_id)
    themes = topics.list_themes(session)
    return Names(
        branches=_by_every_name(branches),
        branch_of={branch.id: branch for branch in branches},
        themes={
            fold(name): theme.id
            for theme in themes
            for name in (theme.label_en, theme.label, theme.slug)
        },
        theme_of={theme.id: theme for theme in themes},
        partners={fold(each.name): each for each in queries.list_partners(session, library_id)},
        teams={fold(each.name): each for each in queries.list_teams(session, library_id)},
        series={fold(each.title): each for each in queries.list_series(session, library_id)},
    )


def _by_every_name(branches: Iterable[Branch]) -> dict[str, int]:
    """By slug and name, and by its place where that says which one is meant."""
    places = [fold(branch.place) for branch in branches]
    found = {fold(b.place): b.id for b in branches if places.count(fold(b.place)) == 1}
    for branch in branches:
        found |= {fold(branch.name): branch.id, fold(branch.slug): branch.id}
    return found


def make(
    session: Session, library_id: int, lines: Iterable[Past], names: Names, now: datetime
) -> None:
    """Partners, teams and series that the library does not have yet."""
    for past in lines:
        for joint in past.partners:
            if fold(joint.name) not in names.partners:
                names.partners[fold(joint.name)] = Partner(
                    library_id=library_id,
                    name=joint.name,
                    sector=joint.sector or Sector.OTHER,
                    search_text=fold_all(joint.name),
                    created_at=now,
                )
                session.add(names.partners[fold(joint.name)])
                names.new["partners"] += 1
        for name in past.teams:
            if fold(name) not in names.teams:
                names.teams[fold(name)] = Team(library_id=library_id, name=name)
                session.add(names.teams[fold(name)])
                names.new["teams"] += 1
        if past.series:
            _make_series(session, library_id, past, names, now)
    session.flush()


def _make_series(
    session: Session, library_id: int, past: Past, names: Names, now: datetime
) -> None:
    """A series that is over: the clock makes no new dates of it, and no list shows it as going on.

    Which days it had, the gatherings say; the rule only tells when it began.
    """
    day = local_day(past.starts_at)
    stands = names.series.get(fold(past.series))
    if stands is None:
        draft = completed(
            GatheringDraft(
                kind=past.kind,
                title=past.series,
                starts_at=past.starts_at,
                ends_at=past.ends_at,
                theme_ids=frozenset(past.theme_ids),
                mode=past.mode,
                branch_id=past.branch_id,
                sign_up_mode=SignUpMode.NONE,
                core_function=past.core_function,
                audience=past.audience,
            )
        )
        starts, ends = local(past.starts_at).time(), local(past.ends_at).time()
        stands = Series(library_id=library_id, pattern=pattern_of(draft), created_at=now)
        stands.rule = Rule(
            first=day, starts=starts, ends=ends, weekdays=frozenset({day.weekday()}), until=day
        )
        session.add(stands)
        names.series[fold(past.series)] = stands
        names.new["series"] += 1
    elif stands.until is not None and stands.until < day:
        stands.until = day
