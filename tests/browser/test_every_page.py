"""Every page that a person can see, in the demo town: nobody is shut out, nothing is broken.

A page is judged at 360 pixels in light and at 1280 pixels in dark: what axe finds in a layout does
not depend on the colours, nor the other way round. In English, where only words differ, it is at
360. It never scrolls sideways at 320 either. `make screens` keeps pictures (portraits.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import ColumnElement, select
from werkzeug.routing import Rule

from community.accounts.models import Person
from community.accounts.services import make_link
from community.arrivals import links as arrivals
from community.bookings.models import Booking, Purpose
from community.clock import now
from community.db import session, transaction
from community.gatherings.kinds import Visibility
from community.gatherings.models import Gathering, GatheringStatus, SignUp, SignUpStatus
from community.gatherings.sign_up_queries import token_of
from community.gatherings.template_queries import list_templates
from community.groups.member_queries import list_mine
from community.groups.member_queries import token_of as token_of_member
from community.groups.models import GroupMember
from community.groups.room_queries import list_open
from community.initiatives.models import Initiation
from community.libraries.models import Library, Room
from community.partners.models import Partnership
from community.series.models import ClosedPeriod, Series, SeriesDate
from community.tally import queries as tally_queries
from community.teams import lists
from community.teams.models import Team, TeamList
from tests.browser import (
    assessment_visits,
    closing_visits,
    feed_visits,
    group_visits,
    hosting_visits,
    introduction_visits,
    kunde_visits,
    list_visits,
    meetlat_visits,
    network_visits,
    partner_visits,
    place_visits,
    post_visits,
    program_visits,
    proposal_visits,
    register_visits,
    room_visits,
)
from tests.browser.live import House
from tests.browser.looking import NARROW, NARROWEST, WIDE, overflow, wrong_at
from tests.browser.notification_visits import token as wish_token
from tests.browser.visit import HOST, LIBRARIAN, MANAGER, RESIDENT, Visit
from tests.browser.visits import the_person
from tests.browser.windows import Windows
from tests.factories import a_gathering, full

VISITS = [
    *feed_visits.VISITS,
    *group_visits.VISITS,
    *hosting_visits.VISITS,
    *closing_visits.VISITS,
    *kunde_visits.VISITS,
    *introduction_visits.VISITS,
    *list_visits.VISITS,
    *assessment_visits.VISITS,
    *meetlat_visits.VISITS,
    *network_visits.VISITS,
    *partner_visits.VISITS,
    *place_visits.VISITS,
    *program_visits.VISITS,
    *post_visits.VISITS,
    *proposal_visits.VISITS,
    *register_visits.VISITS,
    *room_visits.VISITS,
    Visit("about.about"),
    Visit("about.accessibility"),
    Visit("about.house_rules"),
    Visit("about.privacy"),
    Visit("about.privacy", language="en"),
    Visit("accounts.change_password", RESIDENT),
    Visit("accounts.look_in_your_mail"),
    Visit("accounts.sign_in"),
    Visit("accounts.sign_in", language="en"),
    Visit("accounts.sign_in_with_password"),
    Visit("accounts.sign_out", RESIDENT),
    Visit("accounts.use_link"),
    Visit("arrivals.door", LIBRARIAN),
    Visit("arrivals.door", LIBRARIAN, of="walk-in"),
    Visit("arriving.check_in"),
    Visit("calls.index", LIBRARIAN),
    Visit("cohosts.index", LIBRARIAN),
    Visit("cohosts.index", LIBRARIAN, query="q=a"),
    Visit("closed_days.edit", LIBRARIAN),
    Visit("closed_days.index", LIBRARIAN),
    Visit("desk.index", LIBRARIAN),
    Visit("desk.index", HOST),
    Visit("desk_mail.index", LIBRARIAN),
    Visit("gatherings.index"),
    Visit("gatherings.index", language="en"),
    Visit("gatherings.index", query="beeld=week"),
    Visit("gatherings.index", query="beeld=maand"),
    Visit("gatherings.index", query="q=eenhoornenfluisteraar"),
    Visit("gatherings.show"),
    Visit("gatherings.show", language="en"),
    Visit("gatherings.show", RESIDENT, of="mine"),
    Visit("gatherings.show", of="cancelled"),
    Visit("gatherings.show", of="over"),
    Visit("gatherings.show", of="waiting"),
    Visit("gatherings.show", of="walk-in"),
    Visit("health.show"),
    Visit("home.house"),
    Visit("home.index"),
    Visit("home.index", language="en"),
    Visit("mine.index", RESIDENT),
    Visit("mine.profile", RESIDENT),
    Visit("own_sign_up.leave"),
    Visit("own_sign_up.show"),
    Visit("own_sign_up.show", of="asking"),
    Visit("own_sign_up.show", of="waiting"),
    Visit("people.give_role", MANAGER),
    Visit("people.index", MANAGER),
    Visit("people.invite", MANAGER),
    Visit("series.confirm", of="series"),
    Visit("series.join", of="series"),
    Visit("series.join", RESIDENT, of="series"),
    Visit("gatherings.show", of="series"),
    Visit("series_desk.index", LIBRARIAN),
    Visit("series_desk.show", LIBRARIAN),
    Visit("series_desk.show", LIBRARIAN, language="en"),
    Visit("series_desk.stop", LIBRARIAN),
    Visit("series_repeat.new", LIBRARIAN),
    Visit("rota.gathering", LIBRARIAN),
    Visit("rota.index", LIBRARIAN),
    Visit("mine.index", HOST),
    Visit("sign_ups.look_in_your_mail"),
    Visit("sign_ups.new"),
    Visit("sign_ups.new", language="en"),
    Visit("sign_ups.new", of="asking"),
    Visit("sign_ups.new", of="waiting"),
    Visit("sign_ups.new", RESIDENT),
    Visit("team_lists.show"),
    Visit("team_lists.show", language="en"),
    Visit("team_settings.edit", MANAGER),
    Visit("team_settings.index", MANAGER),
    Visit("team_settings.new", MANAGER),
    Visit("sign_ups_desk.add", LIBRARIAN),
    Visit("sign_ups_desk.add", LIBRARIAN, query="q=a"),
    Visit("sign_ups_desk.add_known", LIBRARIAN, of="asking"),
    Visit("sign_ups_desk.index", LIBRARIAN, of="asking"),
    Visit("sign_ups_desk.index", LIBRARIAN, of="waiting"),
    Visit("sign_ups_desk.move", LIBRARIAN),
    Visit("sign_ups_desk.remove", LIBRARIAN),
]

#: Addresses that answer to GET and are no page, or none in this house; and why.
NO_PAGES = {
    **(feed_visits.NO_PAGES | room_visits.NO_PAGES),
    "about.favicon": "a picture",
    "about.robots": "for robots",
    "safety.security_txt": "for who found a hole",
    **program_visits.NO_PAGES,
    **proposal_visits.NO_PAGES,
    "arrivals.standing": "figures for the door that is open already",
    "findings.earlier": "the page of a harvest, as it was; looked at with that one",
    "findings.show_by_number": "leads to the page with the title in its address",
    "gatherings.show_by_number": "leads to the page with the title in its address",
    "gatherings_form.kind": "a piece of a page",
    "gatherings_form.room": "a piece of a page",
    "groups.show_by_number": "leads to the page with the name in its address",
    "imports.example_csv": "a table to download",
    "imports.example_xlsx": "a sheet to download",
    "libraries.theme": "a style sheet",
    "offer_lists.example": "a table to download",
    "meetlat_files.download": "a table to download",
    "outbox.calendar": "a calendar",
    "outbox.html": "a mail, shut in",
    "outbox.index": "in a house under development only",
    "outbox.show": "in a house under development only",
    "pictures.show": "a picture",
    "conversations.contribution": "leads to where it stands in its conversation",
    "conversations.news": "a piece of a page",
    "own_conversation.contribution": "leads to where it stands in its conversation",
    "own_conversation.news": "a piece of a page",
    "conversations.show_by_number": "leads to the page with the title in its address",
    "rooms.look": "a piece of a page",
    "series_repeat.outlook": "a piece of a page",
    "static": "files",
}


@dataclass
class Town:
    """The demo town, and what there is in it to look at."""

    house: House
    library: Library = field(init=False)
    gatherings: dict[str, Gathering] = field(init=False)

    def __post_init__(self) -> None:
        self.library = session().scalars(select(Library).where(Library.slug == "vechtdal")).one()
        coming = Gathering.starts_at > now()
        published = Gathering.status == GatheringStatus.PUBLISHED
        seats = Gathering.capacity.is_not(None)
        public = Gathering.visibility == Visibility.PUBLIC
        asks = Gathering.questions.is_not(None)
        resident = the_person("bewoner@example.org").id
        signed_up = select(SignUp.gathering_id).where(SignUp.person_id == resident)
        in_a_series = select(SeriesDate.gathering_id)
        is_in = signed_up.where(SignUp.status == SignUpStatus.CONFIRMED)
        self.gatherings = {
            "open": self.first(
                coming,
                published,
                seats,
                Gathering.taken.between(1, Gathering.capacity - 2),
                Gathering.id.not_in(signed_up),
            ),
            "asking": self.first(coming, published, seats, public, asks),
            "mine": self.first(coming, published, Gathering.id.in_(is_in)),
            "waiting": full("Leesclub Nieuwe buren", library=self.library),
            "series": self.first(
                coming, published, seats, Gathering.taken > 0, Gathering.id.in_(in_a_series)
            ),
            "walk-in": self.first(coming, published, ~seats),
            "cancelled": self.first(coming, Gathering.status == GatheringStatus.CANCELLED),
            "draft": self.first(Gathering.status == GatheringStatus.DRAFT),
            "over": self.first(~coming, published, seats),
            "begun": self.first(
                coming,
                Gathering.id.in_(
                    select(Initiation.gathering_id).where(Initiation.confirmed_at.is_(None))
                ),
            ),
            "together": self.first(coming, Gathering.id.in_(select(Partnership.gathering_id))),
            "closed": self.first(Gathering.status == GatheringStatus.CLOSED, seats),
            "now": a_gathering("Koffie en de krant", library=self.library, starts_at=now()),
        }

    def first(self, *such: ColumnElement[bool]) -> Gathering:
        wanted = select(Gathering).where(Gathering.library_id == self.library.id, *such)
        found = session().scalars(wanted.order_by(Gathering.starts_at).limit(1)).first()
        assert found, such
        return found

    def sign_up(self, of: str) -> SignUp:
        status = SignUpStatus.WAITING if of == "waiting" else SignUpStatus.CONFIRMED
        signed_up = (
            select(SignUp)
            .join(Person)
            .where(
                SignUp.gathering_id == self.gatherings[of].id,
                SignUp.status == status,
                Person.email.is_not(None),
            )
        )
        return session().scalars(signed_up.limit(1)).one()

    def address(self, visit: Visit) -> str:
        """Where this visit goes, with everything in the address filled in."""
        rule = rule_of(self.house, visit.endpoint)
        known = self.known(visit)
        built = rule.build({name: known[name]() for name in rule.arguments})
        assert built is not None, rule
        query = "&".join(filter(None, [visit.query, f"taal={visit.language}"]))
        return f"{built[1]}?{query}"

    def known(self, visit: Visit) -> Mapping[str, Callable[[], object]]:
        """What to fill in for each variable of an address; one that is not here fails."""
        gathering = self.gatherings.get(visit.of, self.gatherings["open"])
        return {
            "library": lambda: self.library.slug,
            "gathering_id": lambda: gathering.id,
            "slug": lambda: self.slug(visit),
            "group_id": lambda: self.contact().group_id,
            "request_id": lambda: list_open(session(), self.library.id, now=now())[0].id,
            "sign_up_id": lambda: self.sign_up(visit.of).id,
            "person_id": lambda: the_person("gastheer@example.org").id,
            "branch_id": lambda: session().get_one(Room, self.any(Room)).branch_id,
            "room_id": lambda: self.any(Room),
            "booking_id": lambda: self.any(Booking, Booking.purpose == Purpose.OWN),
            "template_id": lambda: list_templates(session(), self.library.id)[0].id,
            "token": lambda: self.token(visit),
            "code": lambda: closing_visits.code(gathering, self.house.app.config["SECRET_KEY"]),
            "series_id": lambda: self.any(Series),
            "period_id": lambda: self.any(ClosedPeriod),
            **partner_visits.known(self.library.id, visit, gathering),
            "team_id": lambda: self.any(Team),
            **post_visits.known(self.library.id, visit),
            **program_visits.known(self.library.id),
            **proposal_visits.known(self.library.id),
            **kunde_visits.known(self.library.id, visit),
            **register_visits.known(self.library.id, visit),
            **list_visits.known(self.library.id, visit),
            **assessment_visits.known(self.library.id, visit),
            **meetlat_visits.known(self.library.id),
            **network_visits.known(self.library.id),
            **introduction_visits.known(self.library.id),
            **room_visits.known(self.library.id, visit, self.house.app.config["SECRET_KEY"]),
        }

    def slug(self, visit: Visit) -> str:
        if visit.endpoint.startswith("proposals."):
            return proposal_visits.slug(self.library.id)
        of_group = visit.endpoint.startswith("groups.")
        return self.contact().group.slug if of_group else self.gatherings[visit.of].slug

    def contact(self) -> GroupMember:
        """The demo resident in the group that she is the contact person of."""
        resident = the_person("bewoner@example.org")
        return next(each for each in list_mine(session(), resident.id) if each.is_contact)

    def any(self, kind, *such: ColumnElement[bool]) -> int:
        """The first of its kind here."""
        ours = select(kind.id).where(kind.library_id == self.library.id, *such)
        return int(session().scalars(ours.order_by(kind.id).limit(1)).one())

    def token(self, visit: Visit) -> str:
        """Of somebody's sign-up; at the door, of a link to come in by."""
        key, of = self.house.app.config["SECRET_KEY"], self.gatherings[visit.of]
        of_a_room: dict[str, Callable[[], str]] = {
            "arriving": lambda: arrivals.token_of(of, key=key),
            "entry_links": lambda: register_visits.token(self.library.id, visit, key),
            "own_proposals": lambda: proposal_visits.token(self.library.id, visit, key),
            "proposal_backing": lambda: proposal_visits.token(self.library.id, visit, key),
            "own_skill": lambda: kunde_visits.token(self.library.id, visit, key),
            "new_address": lambda: post_visits.address_token(visit, key),
            "my_initiative": lambda: partner_visits.initiation_token(of, key),
            "confirming": lambda: partner_visits.token(self.library.id, key),
            "self_assessment_answer": lambda: assessment_visits.token(self.library.id),
            "notifications": lambda: wish_token(self.library.id, key),
            "introductions": lambda: introduction_visits.token(self.library.id),
            "group_joining": lambda: token_of_member(self.contact(), key=key),
            "team_lists": lambda: lists.token_of(
                session().get_one(TeamList, self.any(TeamList)), key=key
            ),
            "tally_door": lambda: tally_queries.door_token(of, key=key),
        }
        if made := of_a_room.get(visit.endpoint.partition(".")[0]):
            return made()
        if visit.endpoint != "accounts.use_link":
            return token_of(self.sign_up(visit.of), key=key)
        person = the_person("bewoner@example.org")
        with transaction() as tx:
            return make_link(tx, person, key=key, now=now())[1]


@pytest.fixture(scope="module")
def furniture(demo_town: Path) -> Path:
    return demo_town


@pytest.fixture(scope="module")
def town(house: House) -> Town:
    return Town(house)


@pytest.fixture(scope="module")
def windows(still_browser: Browser, house: House) -> Iterator[Windows]:
    windows = Windows(still_browser, house)
    yield windows
    for page in windows.pages.values():
        page.context.close()


@pytest.mark.parametrize("visit", VISITS, ids=str)
def test_a_page_is_good_for_everybody(visit, town, windows):
    page, trouble = windows.of(visit.who)
    assert page.goto(town.address(visit)).status == 200
    assert page.locator("html").get_attribute("lang") == visit.language
    # It begins as the visit before left the window: laying a page out anew takes time.
    is_narrow = page.viewport_size["width"] != WIDE[0]
    first, *second = [NARROW, WIDE] if is_narrow else [WIDE, NARROW]
    if visit.language == "en":
        first, *second = [NARROW]  # Colours and columns are those of the Dutch page.
    assert wrong_at(page, *first) == []
    page.set_viewport_size({"width": NARROWEST, "height": 800})
    assert overflow(page) <= 0, f"at {NARROWEST}"
    assert [wrong for each in second for wrong in wrong_at(page, *each)] == []
    assert trouble == []


def test_every_page_is_visited(house):
    pages = {rule.endpoint for rule in house.app.url_map.iter_rules() if "GET" in rule.methods}
    visited = {visit.endpoint for visit in VISITS}
    assert pages - visited - NO_PAGES.keys() == set(), "a page that nobody looks at"
    assert (visited | NO_PAGES.keys()) - pages == set(), "a page that is gone"


def rule_of(house: House, endpoint: str) -> Rule:
    return next(house.app.url_map.iter_rules(endpoint))
