"""The links of the walk: for each room the true token of what stands in a place."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import current_app

from community.arrivals import links as arrivals
from community.calendars import links, room_views
from community.gatherings import sign_up_queries
from community.harvests import links as harvests
from community.initiatives import queries as initiatives
from community.introductions import queries as introductions
from community.introductions.models import Side
from community.invitations import queries as invitations
from community.living_books import queries as living_books
from community.match_rounds import queries as match_rounds
from community.notifications import queries as notifications
from community.partners import list_queries
from community.promises import queries as promises
from community.proposals import own_queries as proposals
from community.register import queries as entries
from community.skills import slips
from community.table_notes import queries as table_notes
from community.table_plans import queries as tables
from community.tally import queries as tally_queries
from community.teams import lists
from tests.credentials.browsers import browser_token
from tests.living_books import shelf
from tests.rights.rows import quiet_token

if TYPE_CHECKING:
    from tests.architecture.world import Place

#: What stands in addresses and is alike in every place.
ALIKE: dict[str, object] = {
    "answer": "nee",
    "browser_id": 0,  # Nobody's.
    "ending": "csv",
    "file": "20260303-140000-000001.eml",
    "guide": "bewoner",
    "kind": "aanbod",
    "mail": "gatherings.you_are_in",
    "mail_language": "nl",
    "network": "overijssel",
    "page": 1,
    "passkey_id": 0,  # Nobody's.
    "picture": "nl/resident-agenda.webp",
    "question": "O1",
    "stream": "weekbericht",
    "which": "activiteiten",
    "width": 480,
}


def token_of(place: Place, endpoint: str) -> str:
    """The true one, where the walk can have it."""
    key = current_app.config["SECRET_KEY"]
    true: dict[str, Callable[[], str]] = {
        "arriving": lambda: arrivals.token_of(place.gathering, key=key),
        "devices": lambda: browser_token(place.worker.id),
        "own_mails": lambda: sign_up_queries.token_of(place.sign_up, key=key),
        "own_kunde": lambda: sign_up_queries.token_of(place.sign_up, key=key),
        "own_skill": lambda: slips.mail_token(place.skill, key=key),
        "own_conversation": lambda: sign_up_queries.token_of(place.sign_up, key=key),
        "own_sign_up": lambda: sign_up_queries.token_of(place.sign_up, key=key),
        "series": lambda: sign_up_queries.token_of(place.sign_up, key=key),
        "room_feed": lambda: room_views.token_of(place.worker, place.branch),
        "arrivals_own": lambda: sign_up_queries.token_of(place.sign_up, key=key),
        "group_joining": lambda: place.member_token,
        "introductions": lambda: introductions.token_of(
            place.introduction.party(Side.GIVER), key=key
        ),
        "harvest_readers": lambda: harvests.token_of(place.sign_up, key=key),
        "harvest_tables": lambda: table_notes.token_of(place.talk.table, key=key),
        "harvest_quotes": lambda: harvests.quote_token(place.talk.shown.consent, key=key),
        "living_board": lambda: shelf.board_token(place.loan),
        "invitations": lambda: invitations.token_of(place.invited, key=key),
        "living_book": lambda: living_books.token_of(shelf.the(place.loan.book_id), key=key),
        "own_living_books": lambda: sign_up_queries.token_of(place.sign_up, key=key),
        "own_wishes": lambda: match_rounds.token_of(place.wisher, key=key),
        "notifications": lambda: notifications.token_of(place.wish, key=key),
        "my_initiative": lambda: initiatives.token_of(place.initiation, key=key),
        "self_assessment_answer": lambda: place.slip,
        "entry_links": lambda: entries.token_of(place.entry, key=key),
        "own_proposals": lambda: proposals.token_of(place.talk.proposal, key=key),
        "proposal_backing": lambda: proposals.token_of_backing(place.talk.backing, key=key),
        "decisions": place.judged.token,
        "confirming": lambda: list_queries.token_of(place.asked, key=key),
        "promises": lambda: promises.token_of(place.talk.promise, key=key),
        "staying": lambda: quiet_token(place.resident.id),
        "table_screen": lambda: table_notes.token_of(place.talk.table, key=key),
        "table_place": lambda: tables.token_of(place.seat, key=key),
        "team_lists": lambda: lists.token_of(place.team_list, key=key),
        "tally_door": lambda: tally_queries.door_token(place.gathering, key=key),
    }
    if endpoint == "calendars.own":
        return links.token_of(place.resident)
    if endpoint == "calendars.received":
        return links.token_of(place.host, links.Purpose.RECEIVED)
    made = true.get(endpoint.partition(".")[0])
    return made() if made else f"{place.sign_up.id}-AAAAAAAAAAAAAAAAAAAAAA"
