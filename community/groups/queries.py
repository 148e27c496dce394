"""What is read of groups: the public list and page, the desk's list, and what they do together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, func, or_, select, union
from sqlalchemy.orm import Session, joinedload, selectinload

from community.accounts.models import Person
from community.errors import NotFound
from community.gatherings.models import Gathering, GatheringStatus
from community.gatherings.queries import ANYBODY, Viewer, in_lists, not_over
from community.groups import member_queries
from community.groups.models import (
    MEETING,
    EarlierStage,
    Group,
    GroupGathering,
    GroupMember,
    GroupSeries,
    SeenBy,
    Stage,
    group_theme,
)
from community.series.models import Series, SeriesDate
from community.topics.models import Theme

#: As many coming gatherings as a group's page shows.
MOST_COMING = 12


@dataclass(frozen=True, slots=True)
class Company:
    """Who is in a group, as far as its page may say."""

    members: int = 0
    contact: str = ""  #: A first name; empty when there is nobody, or nobody to name.
    contact_has_mail: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """One group in the public list, with the first date that it comes together."""

    group: Group
    next_at: datetime | None


# ─── the public list and page ───


def list_seen(
    session: Session, library_id: int, *, now: datetime, viewer: Viewer = ANYBODY, theme: str = ""
) -> list[Shown]:
    """The groups that this viewer may see in a list, by name; who rests comes last."""
    wanted = in_list(library_id, viewer)
    if theme:
        themed = select(group_theme.c.group_id).join(Theme).where(Theme.slug == theme)
        wanted.append(Group.id.in_(themed))
    groups = session.scalars(
        select(Group).where(*wanted).options(selectinload(Group.themes)).order_by(*_BY_NAME)
    ).all()
    dates = _next_dates(session, library_id, [group.id for group in groups], viewer, now)
    shown = [Shown(group, dates.get(group.id)) for group in groups]
    return sorted(shown, key=lambda one: one.group.stage is Stage.RESTING)


def list_themes_in_use(
    session: Session, library_id: int, viewer: Viewer = ANYBODY
) -> Sequence[Theme]:
    used = select(group_theme.c.theme_id).join(Group).where(*in_list(library_id, viewer))
    return session.scalars(select(Theme).where(Theme.id.in_(used)).order_by(Theme.position)).all()


def has_any_to_see(session: Session, library_id: int) -> bool:
    """Whether there is anything in the list that everybody sees."""
    found = select(Group.id).where(*in_list(library_id)).limit(1)
    return session.scalars(found).first() is not None


def in_list(library_id: int, viewer: Viewer = ANYBODY) -> list[ColumnElement[bool]]:
    seen = [SeenBy.EVERYONE, SeenBy.SIGNED_IN] if viewer.is_signed_in else [SeenBy.EVERYONE]
    return [Group.library_id == library_id, Group.seen_by.in_(seen)]


def get_seen(session: Session, library_id: int, group_id: int, viewer: Viewer) -> Group:
    """One group with its themes; what this viewer may not see does not exist."""
    group = get(session, library_id, group_id)
    if may_see(group, viewer) or viewer.works_here:
        return group
    if (
        viewer.person_id is None
        or member_queries.find_member(session, group_id, viewer.person_id) is None
    ):
        raise NotFound
    return group


def may_see(group: Group, viewer: Viewer) -> bool:
    if group.seen_by is SeenBy.EVERYONE:
        return True
    return group.seen_by is SeenBy.SIGNED_IN and viewer.is_signed_in


def company(session: Session, group: Group) -> Company:
    """How many are in it and who answers questions, in one statement."""
    is_in = (GroupMember.group_id == group.id, GroupMember.since.is_not(None))
    count = select(func.count()).select_from(GroupMember).where(*is_in).scalar_subquery()
    row = session.execute(
        select(count.label("members"), Person.first_name, Person.email)
        .select_from(Group)
        .outerjoin(
            GroupMember, (GroupMember.group_id == Group.id) & GroupMember.is_contact.is_(True)
        )
        .outerjoin(Person, Person.id == GroupMember.person_id)
        .where(Group.id == group.id)
    ).one()
    return Company(row.members, row.first_name or "", bool(row.email))


def list_coming(
    session: Session, group: Group, *, now: datetime, viewer: Viewer = ANYBODY
) -> Sequence[Gathering]:
    """What the group does next, of what this viewer finds in the agenda."""
    return session.scalars(
        select(Gathering)
        .where(
            of_group(group.id),
            *in_lists(group.library_id, viewer),
            *not_over(now),
        )
        .options(joinedload(Gathering.branch), joinedload(Gathering.room))
        .order_by(Gathering.starts_at, Gathering.id)
        .limit(MOST_COMING)
    ).all()


def list_of_gathering(
    session: Session, library_id: int, gathering_id: int, *, only_public: bool = False
) -> Sequence[Group]:
    """Whose gathering this is."""
    wanted = [Group.library_id == library_id]
    if only_public:
        wanted.append(Group.seen_by == SeenBy.EVERYONE)
    return session.scalars(
        select(Group).where(Group.id.in_(_groups_of(gathering_id)), *wanted).order_by(*_BY_NAME)
    ).all()


# ─── one group ───


def get(session: Session, library_id: int, group_id: int) -> Group:
    group = session.scalars(
        select(Group)
        .where(Group.library_id == library_id, Group.id == group_id)
        .options(selectinload(Group.themes))
    ).one_or_none()
    if group is None:
        raise NotFound
    return group


def lock(session: Session, library_id: int, group_id: int) -> Group:
    """The group with its row locked until the transaction ends: who changes one takes it first."""
    group = session.scalars(
        select(Group)
        .where(Group.library_id == library_id, Group.id == group_id)
        .with_for_update(key_share=True),
        execution_options={"populate_existing": True},
    ).one_or_none()
    if group is None:
        raise NotFound
    return group


# ─── the desk ───


@dataclass(frozen=True, slots=True)
class Kept:
    """One group in the desk's list."""

    group: Group
    members: int
    contact: str


def list_at_desk(session: Session, library_id: int) -> list[Kept]:
    """Every group of the library by name, with how many are in it and whom to call."""
    counted = (
        select(GroupMember.group_id, func.count().label("members"))
        .where(GroupMember.library_id == library_id, GroupMember.since.is_not(None))
        .group_by(GroupMember.group_id)
        .subquery()
    )
    contact = GroupMember.is_contact.is_(True) & (GroupMember.group_id == Group.id)
    rows = session.execute(
        select(Group, func.coalesce(counted.c.members, 0), Person.first_name, Person.surname)
        .outerjoin(counted, counted.c.group_id == Group.id)
        .outerjoin(GroupMember, contact)
        .outerjoin(Person, Person.id == GroupMember.person_id)
        .where(Group.library_id == library_id)
        .order_by(*_BY_NAME)
    ).all()
    return [
        Kept(group, members, f"{first or ''} {last or ''}".strip())
        for group, members, first, last in rows
    ]


def list_links(session: Session, library_id: int, gathering_id: int) -> Sequence[GroupGathering]:
    return session.scalars(
        select(GroupGathering).where(
            GroupGathering.library_id == library_id, GroupGathering.gathering_id == gathering_id
        )
    ).all()


def find_thread(session: Session, library_id: int, gathering_id: int) -> int | None:
    """The first of the series that this gathering is a date of, by which its groups know it."""
    return session.scalars(
        select(func.coalesce(Series.root_id, Series.id))
        .join(SeriesDate, SeriesDate.series_id == Series.id)
        .where(Series.library_id == library_id, SeriesDate.gathering_id == gathering_id)
    ).one_or_none()


def list_groups_of_series(session: Session, library_id: int, thread: int) -> Sequence[GroupSeries]:
    return session.scalars(
        select(GroupSeries).where(
            GroupSeries.library_id == library_id, GroupSeries.series_id == thread
        )
    ).all()


def of_public_group(library_id: int, group_id: int) -> ColumnElement[bool]:
    """Of a group that everybody may know of: the number of another one gives nothing away."""
    known = select(Group.id).where(*_known_to_all(library_id, group_id))
    return and_(known.exists(), of_group(group_id))


def find_public_name(session: Session, library_id: int, group_id: int) -> str:
    """What everybody may know a group by; empty for what is not for everybody, or is sensitive."""
    known = select(Group.name).where(*_known_to_all(library_id, group_id))
    return session.scalars(known).one_or_none() or ""


def list_for_choice(session: Session, library_id: int) -> Sequence[Group]:
    """The groups to choose from, by name."""
    return session.scalars(
        select(Group).where(Group.library_id == library_id).order_by(*_BY_NAME)
    ).all()


def list_gatherings(session: Session, group: Group) -> Sequence[Gathering]:
    """All that a group did and will do, the latest first; also drafts."""
    return session.scalars(
        select(Gathering)
        .where(of_group(group.id))
        .options(joinedload(Gathering.branch), joinedload(Gathering.room))
        .order_by(Gathering.starts_at.desc(), Gathering.id.desc())
        .limit(2 * MOST_COMING)
    ).all()


def find_same(session: Session, group: Group, title: str, starts_at: datetime) -> Gathering | None:
    """A gathering of this group with that name at that moment."""
    return session.scalars(
        select(Gathering)
        .join(GroupGathering, GroupGathering.gathering_id == Gathering.id)
        .where(
            GroupGathering.group_id == group.id,
            Gathering.title == title,
            Gathering.starts_at == starts_at,
            Gathering.status != GatheringStatus.CANCELLED,
        )
        .limit(1)
    ).first()


def find_last_gathering(session: Session, group: Group) -> Gathering | None:
    gatherings = list_gatherings(session, group)
    return gatherings[0] if gatherings else None


def list_earlier_stages(session: Session, group: Group) -> Sequence[EarlierStage]:
    """How a group stood before, the latest first."""
    return session.scalars(
        select(EarlierStage)
        .where(EarlierStage.library_id == group.library_id, EarlierStage.group_id == group.id)
        .order_by(EarlierStage.since.desc(), EarlierStage.id.desc())
    ).all()


def without_contact(library_id: int) -> Select[int]:
    """How many groups go on without anybody to ask; for the librarian's Today."""
    led = select(GroupMember.group_id).where(
        GroupMember.library_id == library_id, GroupMember.is_contact.is_(True)
    )
    return select(func.count(Group.id)).where(
        Group.library_id == library_id,
        Group.stage.in_(MEETING),
        Group.id.not_in(led),
    )


_BY_NAME = (func.lower(Group.name), Group.id)


def _next_dates(
    session: Session, library_id: int, ids: Collection[int], viewer: Viewer, now: datetime
) -> dict[int, datetime]:
    """When each of these groups comes together next."""
    if not ids:
        return {}
    links = union(
        select(GroupGathering.group_id, GroupGathering.gathering_id).where(
            GroupGathering.group_id.in_(ids)
        ),
        _dates_of_series()
        .add_columns(GroupSeries.group_id, SeriesDate.gathering_id)
        .where(GroupSeries.group_id.in_(ids)),
    ).subquery()
    rows = session.execute(
        select(links.c.group_id, func.min(Gathering.starts_at))
        .join(Gathering, Gathering.id == links.c.gathering_id)
        .where(
            *in_lists(library_id, viewer),
            *not_over(now),
            Gathering.status != GatheringStatus.CANCELLED,
        )
        .group_by(links.c.group_id)
    ).all()
    return dict(rows)


def of_group(group_id: int) -> ColumnElement[bool]:
    """Which gatherings are a group's: those that were named, and every date of its series."""
    named = select(GroupGathering.gathering_id).where(GroupGathering.group_id == group_id)
    dates = _dates_of_series().add_columns(SeriesDate.gathering_id)
    dates = dates.where(GroupSeries.group_id == group_id, SeriesDate.gathering_id.is_not(None))
    return or_(Gathering.id.in_(named), Gathering.id.in_(dates))


def _known_to_all(library_id: int, group_id: int) -> list[ColumnElement[bool]]:
    return [*in_list(library_id), Group.id == group_id, Group.is_sensitive.is_(False)]


def _groups_of(gathering_id: int) -> CompoundSelect[int]:
    dates = _dates_of_series().add_columns(GroupSeries.group_id)
    return union(
        select(GroupGathering.group_id).where(GroupGathering.gathering_id == gathering_id),
        dates.where(SeriesDate.gathering_id == gathering_id),
    )


def _dates_of_series() -> Select[()]:
    """The dates of the series that are of groups, also of what was split from them."""
    thread = func.coalesce(Series.root_id, Series.id)
    return (
        select()
        .select_from(GroupSeries)
        .join(Series, thread == GroupSeries.series_id)
        .join(SeriesDate, SeriesDate.series_id == Series.id)
    )
