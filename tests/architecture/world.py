"""Two libraries with one of everything, and everybody who could knock on a door there."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from flask import Flask, current_app
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from community.accounts.models import Person, Role
from community.accounts.services import open_browser
from community.api.models import ApiToken
from community.bookings.models import Booking
from community.clock import now
from community.db import session, transaction
from community.exports.models import Export
from community.gatherings.models import Gathering, GatheringHost, SignUp
from community.gatherings.template_models import GatheringTemplate
from community.groups import member_queries
from community.groups.models import Group, RoomRequest
from community.history.models import PastImport
from community.imports.models import ImportRun
from community.initiatives.models import Initiation
from community.introductions.models import Introduction, Side
from community.invitations.models import Invitation
from community.libraries.models import Branch, Library, Room
from community.living_books.models import Loan
from community.logbook.models import OutsideNote
from community.match_rounds.models import Participant
from community.meetlat.models import Meting
from community.messages.models import Message
from community.networks.models import SupportRequest
from community.networks.offer_models import Offer
from community.notifications.models import MailWish
from community.offer_lists.models import OfferList
from community.outbox.models import MailState, OutboxMail
from community.partners.models import Partner, PartnerContact, PartnerGoal, QuarterList
from community.pictures.models import Picture
from community.plans.models import Action
from community.pulse import services as pulse
from community.register.models import Entry, Form, SeenBy
from community.reports.models import Story
from community.rota.models import Shift
from community.self_assessment.models import AssessmentRound
from community.series.models import ClosedPeriod, Series
from community.skills.models import Skill
from community.table_plans.models import TableGuest, TableWish
from community.teams.models import Team, TeamList
from community.topics.models import Term
from community.webhooks.models import WebhookDelivery
from tests import factories
from tests.api.programs import a_token
from tests.architecture.links import ALIKE, token_of
from tests.architecture.talk import Talk
from tests.architecture.visitors import A_WALK, ROLES, Visitor
from tests.conftest import with_secret
from tests.credentials.browsers import a_known_browser
from tests.exports.files import a_file
from tests.groups.groups import a_group, a_member_of, a_room_request
from tests.history.handed import a_handed_in_list
from tests.imports.rows import a_run
from tests.initiatives.beginning import an_initiation
from tests.introductions.meeting import an_introduction
from tests.invitations.rows import an_invitation
from tests.living_books import shelf
from tests.logbook.notes import a_note
from tests.match_rounds import rounds
from tests.meetlat.frozen import UNTIL, a_meting
from tests.meetlat.on_the_page import a_publication, a_standing
from tests.messages.writing import a_draft, sent
from tests.moderation.things import Judged
from tests.networks.making import a_consent, a_request, an_offer
from tests.notifications.rows import a_wish
from tests.offer_lists.lists import an_offer_list
from tests.partners import making as partners
from tests.plans.rows import an_action
from tests.register.entries import a_request as a_question
from tests.register.entries import an_entry
from tests.reports.stories import a_story
from tests.rights.rows import a_quiet_account
from tests.rota.rows import a_shift
from tests.self_assessment import asking
from tests.series import rows
from tests.skills.rows import a_skill
from tests.table_plans.plans import a_seat, a_table_wish
from tests.teams.rows import a_part, a_team, a_team_list
from tests.topics.rows import a_term
from tests.webhooks.hooks import a_delivery, a_webhook

_numbers = itertools.count(1)


@dataclass
class Place:
    """One library and one of everything in it."""

    library: Library
    resident: Person
    host: Person
    picture: Picture
    worker: Person
    branch: Branch = field(init=False)
    room: Room = field(init=False)
    booking: Booking = field(init=False)
    gathering: Gathering = field(init=False)
    team: Team = field(init=False)
    team_list: TeamList = field(init=False)
    shift: Shift = field(init=False)
    going_on: Gathering = field(init=False)
    code: str = field(init=False)  #: Of an exit pulse that goes on.
    sign_up: SignUp = field(init=False)
    mail: OutboxMail = field(init=False)
    group: Group = field(init=False)
    member_token: str = field(init=False)
    room_request: RoomRequest = field(init=False)
    series: Series = field(init=False)
    period: ClosedPeriod = field(init=False)
    template: GatheringTemplate = field(init=False)
    partner: Partner = field(init=False)
    colleague: PartnerContact = field(init=False)
    goal: PartnerGoal = field(init=False)
    asked: QuarterList = field(init=False)
    initiation: Initiation = field(init=False)
    draft: Message = field(init=False)
    file: Export = field(init=False)
    brought: ImportRun = field(init=False)
    handed: PastImport = field(init=False)
    to_call: SignUp = field(init=False)  #: Of somebody without address,
    message: Message = field(init=False)  #: in this message that was sent.
    program: ApiToken = field(init=False)
    told: WebhookDelivery = field(init=False)
    wish: MailWish = field(init=False)
    action: Action = field(init=False)
    story: Story = field(init=False)
    jotting: OutsideNote = field(init=False)
    support: SupportRequest = field(init=False)
    offer: Offer = field(init=False)
    assessment: AssessmentRound = field(init=False)
    slip: str = field(init=False)  #: Of that round.
    entry: Entry = field(init=False)
    judged: Judged = field(init=False)
    meting: Meting = field(init=False)
    earlier: Meting = field(init=False)
    skill: Skill = field(init=False)
    term: Term = field(init=False)
    offers_of_a_list: OfferList = field(init=False)
    introduction: Introduction = field(init=False)
    invited: Invitation = field(init=False)
    loan: Loan = field(init=False)  #: Of a living book.
    wisher: Participant = field(init=False)  #: Who can still choose, in a match round.
    sought: Entry = field(init=False)  #: What somebody asks.
    seat: TableGuest = field(init=False)  #: Of a table plan that is out,
    table_wish: TableWish = field(init=False)  #: with a wish in it.
    talk: Talk = field(init=False)

    def __post_init__(self) -> None:
        self.wish = a_wish(self.resident, self.library)
        number = next(_numbers)
        self.branch = factories.a_branch(self.library, f"Dorp {number}", slug=f"dorp-{number}")
        self.room = factories.a_room(self.branch)
        self.booking = factories.a_booking(self.room)
        self.gathering = factories.a_gathering(library=self.library, branch_id=self.branch.id)
        factories.saved(GatheringHost(gathering_id=self.gathering.id, person_id=self.host.id))
        self.team = a_team(f"Team {number}", library=self.library)
        a_part(self.team, self.gathering, activity_id=1)
        self.team_list = a_team_list(self.team, self.gathering)
        self.shift = a_shift(self.gathering)
        self.going_on = factories.a_gathering(library=self.library, starts_at=now())
        key = current_app.config["SECRET_KEY"]
        with transaction() as tx:
            made = pulse.make_codes(tx, self.library.id, self.going_on.id, 1, key=key, now=now())
        self.code = made[0]
        self.sign_up = factories.a_sign_up(self.gathering, self.resident)
        self.mail = factories.a_mail(self.sign_up, state=MailState.FAILED)
        # Without room: who came in would belong to this library from then on.
        self.group = a_group(f"Groep {number}", library=self.library, takes_members=False)
        contact = a_member_of(self.group, self.resident, is_contact=True)
        # Made now, because leaving by it takes the row away.
        self.member_token = member_queries.token_of(contact, key=key)
        self.room_request = a_room_request(self.group, self.room)
        self.series = rows.a_series_of(self.gathering)
        self.period = rows.a_closed_period(self.library)
        self.template = factories.a_template(self.gathering, f"Sjabloon {number}")
        self.partner = partners.a_partner(library=self.library)
        self.colleague = partners.a_contact(self.partner, f"kok{number}@example.org")
        self.goal = partners.a_goal(self.partner)
        partners.joined(self.gathering, self.partner)
        self.asked = partners.a_list(self.partner)
        self.initiation = an_initiation(self.gathering)
        self.file = a_file(self.library)
        self.brought = a_run(library=self.library)
        self.handed = a_handed_in_list(self.library)
        self.to_call = factories.a_sign_up(self.gathering, factories.a_person("Ria", email=None))
        self.draft = a_draft(self.gathering, by=self.host)
        self.message = sent(a_draft(self.gathering, by=self.host))
        self.program = a_token(self.library).row
        self.told = a_delivery(a_webhook(self.library))
        self.action = an_action(library=self.library)
        self.story = a_story(library=self.library)
        self.jotting = a_note(self.library)
        a_consent(self.library)
        self.support = a_request(self.library, self.worker)
        self.offer = an_offer(self.library.network_id, once=f"{number}")
        a_standing(self.library)
        a_publication(self.library)
        self.assessment = asking.a_round(self.library)
        (self.slip,) = asking.slips(self.assessment)
        living = frozenset({Form.LIVING_BOOK})
        self.entry = an_entry(
            library=self.library, person=self.resident, seen_by=SeenBy.EVERYONE, forms=living
        )
        self.term = a_term(library=self.library)
        self.judged = Judged(self.library)
        self.meting = a_meting(library=self.library)
        self.earlier = a_meting(date(UNTIL.year - 1, 12, 31), library=self.library)
        self.introduction = an_introduction(library=self.library)
        self.invited = an_invitation(self.gathering, self.host)
        self.loan = shelf.lent(self.gathering, self.sign_up)
        self.wisher = rounds.a_wisher(self.library, self.worker)
        self.sought = a_question(library=self.library)
        self.seat = a_seat(self.gathering)
        self.table_wish = a_table_wish(self.seat)
        a_quiet_account(self.resident)
        a_known_browser(self.worker.id)
        self.talk = Talk(self.library, self.gathering, self.resident, self.sign_up)
        self.offers_of_a_list = an_offer_list(self.library)
        self.skill = a_skill(self.resident, library=self.library, sign_up_id=self.sign_up.id)

    def arguments(self, rule: Rule) -> dict[str, object]:
        """What to fill in for the variables of an address; an unknown one fails here."""
        is_called = rule.endpoint == "messages.called"
        known = {
            **ALIKE,
            "library": self.library.slug,
            "gathering_id": self.gathering.id,
            "run_id": self.brought.id,
            "source_id": self.brought.source_id,
            "team_id": self.team.id,
            "shift_id": self.shift.id,
            "group_id": self.group.id,
            "request_id": self.room_request.id,
            "slug": (self.group if rule.endpoint.startswith("groups.") else self.gathering).slug,
            "sign_up_id": (self.to_call if is_called else self.sign_up).id,
            "message_id": (self.message if is_called else self.draft).id,
            "person_id": self.resident.id,
            "branch_id": self.branch.id,
            "room_id": self.room.id,
            "booking_id": self.booking.id,
            "picture_id": self.picture.id,
            "template_id": self.template.id,
            "digest": self.picture.digest,
            "year": now().year,
            "story_id": self.story.id,
            "library_id": self.library.id,
            "token": token_of(self, rule.endpoint),
            "code": self.code,
            "mail_id": self.mail.id,
            "series_id": self.series.id,
            "period_id": self.period.id,
            "partner_id": self.partner.id,
            "contact_id": self.colleague.id,
            "goal_id": self.goal.id,
            "list_id": self.asked.id,
            "token_id": self.program.id,
            "webhook_id": self.told.webhook_id,
            "delivery_id": self.told.id,
            "offer_id": self.offer.id,
            "library_slug": self.library.slug,
            "support_id": self.support.id,
            "action_id": self.action.id,
            "round_id": self.assessment.id,
            "entry_id": self.entry.id,
            **self.judged.arguments(rule.endpoint),
            "meting_id": self.meting.id,
            "other_id": self.earlier.id,
            "term_id": self.term.id,
            "export_id": self.file.id,
            "import_id": self.handed.id,
            "line_id": self.asked.lines[0].id,
            "note_id": self.jotting.id,
            "skill_id": self.skill.id,
            "offer_list_id": self.offers_of_a_list.id,
            "introduction_id": self.introduction.id,
            "invitation_id": self.invited.id,
            "book_id": self.loan.book_id,
            "slot_id": self.loan.slot_id,
            "loan_id": self.loan.id,
            "match_id": self.wisher.round_id,
            "participant_id": self.wisher.id,
            "of": Side.GIVER.value,
            "asked_id": self.sought.id,
            **self.talk.arguments,
            "offered_id": self.introduction.offer_id,
            "guest_id": self.seat.id,
            "wish_id": self.table_wish.id,
        }
        return {name: known[name] for name in rule.arguments}


def a_place(slug: str, **fields: object) -> Place:
    library = factories.a_library(slug, **fields)
    return Place(
        library=library,
        resident=factories.a_member(Role.RESIDENT, library),
        host=factories.a_person("Hanna"),
        picture=factories.a_picture(library),
        worker=factories.a_member(Role.STAFF, library, "Wim"),
    )


@dataclass
class World:
    here: Place
    elsewhere: Place
    people: dict[Visitor, Person | None]
    secrets: dict[Visitor, str]  #: Of the browser in which each is signed in.

    def browser(self, app: Flask, visitor: Visitor) -> FlaskClient:
        """Somebody's own browser, as it was before any act."""
        return with_secret(app, self.secrets.get(visitor))


@dataclass(eq=False)
class Walk:
    """The house with the world in it, and the way to undo what an act did there."""

    app: Flask
    world: World
    undo: Callable[[], None]
    was_changed: Callable[[], bool]

    def browser(self, visitor: Visitor) -> FlaskClient:
        return self.world.browser(self.app, visitor)


def a_world() -> World:
    network = factories.a_network()
    here = a_place("vechtdal", network_id=network.id)
    elsewhere = a_place("salland", network_id=network.id)
    people: dict[Visitor, Person | None] = {
        Visitor.ANONYMOUS: None,
        Visitor.RESIDENT: here.resident,
        Visitor.HOST_OF_IT: here.host,
        Visitor.LIBRARIAN_ELSEWHERE: factories.a_librarian(elsewhere.library),
        Visitor.ADVISER: factories.an_adviser(network),
        Visitor.OPERATOR: factories.an_operator(),
    }
    for visitor, role in ROLES.items():
        people[visitor] = factories.a_member(role, here.library)
    with transaction() as tx:
        secrets = {
            visitor: open_browser(tx, person, device="a test", now=now() + A_WALK)
            for visitor, person in people.items()
            if person is not None
        }
    return World(here, elsewhere, people, secrets)


def known_by_heart(world: World, app: Flask) -> World:
    """The world apart from its database: what a walk asks of it is read once, and stays."""
    for row in list(session()):
        session().refresh(row)
    for rule, _method in routes(app):
        if rule.endpoint != "static":
            world.here.arguments(rule)
            world.elsewhere.arguments(rule)
    session().expunge_all()
    return world


def routes(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Every address of the house with every method that it takes."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint, str(rule))):
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield rule, method


def address(rule: Rule, values: dict[str, object]) -> str:
    """The path of exactly this rule, also where an endpoint has several."""
    built = rule.build({**values, **(rule.defaults or {})})
    assert built is not None, rule
    return built[1]
