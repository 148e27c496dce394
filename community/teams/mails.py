"""The mail with which a team's list of a quarter is sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.gatherings import mail_parts
from community.gatherings.models import Gathering
from community.libraries.mails import sender_of
from community.libraries.models import Library
from community.libraries.tenancy import base_url
from community.outbox import letters
from community.outbox.letters import Letter, Link, Note
from community.outbox.models import OutboxMail
from community.teams import labels, lists, queries
from community.teams.models import TeamList, TeamPart
from community.web import formats
from community.web.keys import house_key

#: A mail is no register: who did more reads the rest behind the button.
MOST_LINES = 30


def register(_app: Flask) -> None:
    letters.register("teams/list", team_list)


def team_list(session: Session, mail: OutboxMail) -> Letter | None:
    """The list to whoever it was owed to, as long as that person leads the team."""
    quarter = date.fromisoformat(mail.context["quarter"])
    found = queries.find_list_of(session, mail.context["team_id"], quarter)
    person = session.get(Person, mail.person_id)
    if found is None or person is None or not person.email or found.team.lead_id != person.id:
        return None
    library = session.get_one(Library, found.library_id)
    parts = queries.list_parts_of_quarter(session, library.id, found.team_id, quarter)
    if not parts:
        return None
    with letters.for_work_in_language_of(person.language) as language:
        return letters.written(
            _note(found, parts, library, person),
            sender=sender_of(library),
            to_name=person.full_name if person.email_confirmed_at else "",
            to_address=person.email,
            language=language,
        )


def title_of(gathering: Gathering) -> str:
    """A list that opens without signing in says nothing of what is sensitive."""
    return _("our activity") if gathering.is_sensitive else gathering.title


def _note(found: TeamList, own: Sequence[TeamPart], library: Library, person: Person) -> Note:
    quarter = labels.quarter_in_words(found.quarter)
    token = lists.token_of(found, key=house_key())
    hello = (_("Hello %(name)s,", name=person.first_name),) if person.email_confirmed_at else ()
    lines = [
        f"{formats.day_long(part.gathering.starts_at)}: {mail_parts.named(part.gathering)}"
        for part in own[:MOST_LINES]
    ]
    more = len(own) - len(lines)
    return Note(
        subject=_("Did %(team)s take part? %(quarter)s", team=found.team.name, quarter=quarter),
        heading=_("Is this right?"),
        opening=(
            *hello,
            ngettext(
                "According to us %(team)s took part in %(num)d activity in the %(quarter)s.",
                "According to us %(team)s took part in %(num)d activities in the %(quarter)s.",
                len(own),
                team=found.team.name,
                quarter=quarter,
            ),
        ),
        body=(
            *lines,
            *([ngettext("And %(num)d more.", "And %(num)d more.", more)] if more else []),
        ),
        button=Link(_("See the list"), f"{base_url()}/{library.slug}/bevestigen/team/{token}"),
        closing=(
            _(
                "Is it right? One press is enough to say so. Is something wrong? Say so there, "
                "line by line. You need not sign in."
            ),
        ),
        signed=(library.name,),
    )
