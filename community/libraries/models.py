"""Libraries and their places: the tenant, its branches and rooms, and the network it is part of."""

from __future__ import annotations

from datetime import datetime, time
from enum import StrEnum
from secrets import token_hex

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from community.db import Base, Words

#: First segments of addresses that belong to the installation, and so can be nobody's slug.
RESERVED_SLUGS = frozenset(
    {
        "aanmelden", "aanmelding", "about", "admin", "agenda", "api", "beeld", "beheer",
        "bevestigen", "blijven", "csp-rapport", "embed", "favicon", "gesprekken", "gezond",
        "groepen", "huisregels", "inchecken", "inloggen", "kennis", "mail", "meetlat", "metrics",
        "mijn", "netwerk", "oogst", "over", "peiling", "plaats", "privacy", "robots", "sitemap",
        "static", "sw", "tafel", "telkaart", "themas", "toegankelijkheid", "uitloggen",
        "voorstellen", "well-known", "zelfmeting", "zonder-netwerk",
    }
)  # fmt: skip

#: From when until when, by day of the week; Monday is 0.
Hours = dict[int, tuple[time, time]]

#: How long setting up or clearing a room can take: a working day.
MOST_MINUTES_AROUND = 480
#: What a new room takes before and after people are in it.
USUAL_MINUTES_AROUND = 15


#: Stands for the number of a book in the address of a catalogue.
ISBN = "{isbn}"


class Equipment(StrEnum):
    """What a room has that not every room has."""

    SCREEN = "screen"
    SOUND = "sound"
    HEARING_LOOP = "hearing_loop"
    WHEELCHAIR = "wheelchair"
    VIDEO_CALL = "video_call"
    KITCHEN = "kitchen"
    PIANO = "piano"


class Network(Base):
    """A support organisation over several libraries."""

    __tablename__ = "network"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))


class Library(Base):
    """A library organisation: the tenant."""

    __tablename__ = "library"
    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int | None] = mapped_column(ForeignKey("network.id"), index=True)
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    #: The one sentence of the front page; empty means the house's own.
    welcome: Mapped[str] = mapped_column(String(120), default="")
    #: Street and town, for the footer.
    address: Mapped[str] = mapped_column(String(200), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(254), default="")  #: Where answers to mails go.
    #: Where a book is in its catalogue, with `{isbn}` for the number; empty: books are no links.
    catalogue_url: Mapped[str] = mapped_column(String(300), default="")
    accent_light: Mapped[str] = mapped_column(String(7), default="#1a5a4a")
    accent_dark: Mapped[str] = mapped_column(String(7), default="#86cdb6")
    created_at: Mapped[datetime]

    branches: Mapped[list[Branch]] = relationship(
        back_populates="library", order_by="Branch.name", cascade="all, delete-orphan"
    )

    def catalogue_of(self, isbn: str) -> str:
        """Where a book stands in the catalogue; empty without number, or without catalogue."""
        return self.catalogue_url.replace(ISBN, isbn) if isbn else ""


class LibraryVersion(Base):
    """What a cache compares: random ids, renewed with the change that makes an answer stale.

    A row of its own, because every writer touches it: locking it never waits for, nor blocks,
    somebody who edits the library itself.
    """

    __tablename__ = "library_version"
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), primary_key=True
    )
    #: Renewed when an event in the feeds changes.
    agenda: Mapped[str] = mapped_column(String(16), default=lambda: token_hex(8))
    agenda_changed_at: Mapped[datetime]
    #: Renewed when anything on a public page changes: the agenda, and also how many seats are free.
    pages: Mapped[str] = mapped_column(String(16), default=lambda: token_hex(8))
    #: When that was; NULL: before this was kept.
    pages_changed_at: Mapped[datetime | None]


class Branch(Base):
    """A *vestiging*: where people come in."""

    __tablename__ = "branch"
    __table_args__ = (
        UniqueConstraint("library_id", "slug"),
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(ForeignKey("library.id", ondelete="CASCADE"))
    slug: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(120))  #: "Bibliotheek Ommen"
    place: Mapped[str] = mapped_column(String(80))  #: "Ommen": how people call it in a list.
    street: Mapped[str] = mapped_column(String(120), default="")
    postcode: Mapped[str] = mapped_column(String(10), default="")
    municipality: Mapped[str] = mapped_column(String(80), default="")
    district: Mapped[str] = mapped_column(String(80), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    accessibility: Mapped[str] = mapped_column(String(500), default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]

    library: Mapped[Library] = relationship(back_populates="branches")
    rooms: Mapped[list[Room]] = relationship(
        back_populates="branch", order_by="Room.name", cascade="all, delete-orphan"
    )

    #: When the doors are open, by day of the week; a branch that says nothing has no rows.
    opening: Mapped[list[OpenOn]] = relationship(
        order_by="OpenOn.weekday", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def address(self) -> str:
        town = f"{self.postcode} {self.place}".strip()
        return ", ".join(part for part in (self.street, town) if part)

    @property
    def hours(self) -> Hours:
        return {each.weekday: (each.opens, each.closes) for each in self.opening}

    @hours.setter
    def hours(self, hours: Hours) -> None:
        known = {each.weekday: each for each in self.opening}
        self.opening = [
            known.get(weekday) or OpenOn(library_id=self.library_id, weekday=weekday)
            for weekday in sorted(hours)
        ]
        for each in self.opening:
            each.opens, each.closes = hours[each.weekday]


class OpenOn(Base):
    """From when until when a branch is open on a day of the week; Monday is 0."""

    __tablename__ = "open_on"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("closes > opens", name="closes_after_it_opens"),
    )

    branch_id: Mapped[int] = mapped_column(
        ForeignKey("branch.id", ondelete="CASCADE"), primary_key=True
    )
    weekday: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    opens: Mapped[time]
    closes: Mapped[time]


class Room(Base):
    """A *ruimte* in a branch."""

    __tablename__ = "room"
    __table_args__ = (
        UniqueConstraint("branch_id", "name"),
        CheckConstraint("capacity > 0", name="capacity_positive"),
        *(
            CheckConstraint(f"{name} BETWEEN 0 AND {MOST_MINUTES_AROUND}", name=f"{name}_sane")
            for name in ("set_up_minutes", "clear_minutes")
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    library_id: Mapped[int] = mapped_column(
        ForeignKey("library.id", ondelete="CASCADE"), index=True
    )
    branch_id: Mapped[int] = mapped_column(ForeignKey("branch.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(120))
    capacity: Mapped[int | None]
    directions: Mapped[str] = mapped_column(String(200), default="")  #: "op de begane grond"
    equipment: Mapped[frozenset[Equipment]] = mapped_column(Words(Equipment), default=frozenset())
    #: What a booking takes before and after, unless it says otherwise.
    set_up_minutes: Mapped[int] = mapped_column(default=USUAL_MINUTES_AROUND)
    clear_minutes: Mapped[int] = mapped_column(default=USUAL_MINUTES_AROUND)

    branch: Mapped[Branch] = relationship(back_populates="rooms")
