"""The mail that asks whether what a librarian noted is so, in the language of its reader."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from community.libraries.mails import sender_of
from community.libraries.models import Library
from community.libraries.tenancy import base_url
from community.outbox import letters
from community.outbox.letters import Letter, Link, Note
from community.outbox.models import OutboxMail
from community.skills import noting, queries, slips
from community.skills.models import Skill
from community.skills.periods import REMOVED_AFTER
from community.web.formats import day_long
from community.web.keys import house_key


def register(_app: Flask) -> None:
    letters.register(noting.ASK, is_it_so)


def is_it_so(session: Session, mail: OutboxMail) -> Letter | None:
    """Nothing once they have answered, or when the note is gone."""
    skill = queries.find_noted_by_id(session, mail.context["skill_id"])
    if skill is None or not skill.person.email:
        return None
    person, library = skill.person, skill.library
    with letters.in_language_of(person.language) as language:
        return letters.written(
            _note(skill, library),
            sender=sender_of(library),
            # As long as nobody has proven this address, the name may be anybody's.
            to_name=person.full_name if person.email_confirmed_at else "",
            to_address=person.email or "",
            language=language,
        )


def _note(skill: Skill, library: Library) -> Note:
    token = slips.mail_token(skill, key=house_key())
    person = skill.person
    greeting = (_("Hello %(name)s,", name=person.first_name),) if person.email_confirmed_at else ()
    return Note(
        subject=_("May we remember this?"),
        heading=_("May we remember this?"),
        opening=(
            *greeting,
            _what_we_noted(skill),
            _(
                "Only the librarians see it. If you say yes, we can think of you when somebody asks"
                " for it. If you say no, it is deleted."
            ),
        ),
        button=Link(_("Look and answer"), f"{base_url()}/{library.slug}/bevestigen/kunde/{token}"),
        closing=(
            _(
                "You need no account. If you do nothing, we delete it on %(day)s.",
                day=day_long(skill.created_at + REMOVED_AFTER),
            ),
        ),
        signed=(library.name,),
    )


def _what_we_noted(skill: Skill) -> str:
    """Something sensitive is not written in a mail."""
    day = day_long(skill.created_at)
    if skill.is_sensitive:
        said: str = _("In a talk on %(day)s we noted something that you told us.", day=day)
        return said
    words: str = _(
        "In a talk on %(day)s we noted what you told us: ‘%(words)s’.",
        day=day,
        words=skill.own_words,
    )
    return words
