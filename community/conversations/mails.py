"""The mail that something was said. What it quotes is what stood there when it left."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from community import clock
from community.accounts.models import Person
from community.conversations import anchors, queries, said_queries, seeing
from community.conversations.anchors import Who
from community.conversations.models import Contribution, Conversation
from community.conversations.seeing import Viewer
from community.conversations.telling import TEMPLATE
from community.gatherings import sign_up_queries
from community.gatherings.models import SignUpStatus
from community.libraries.mails import sender_of
from community.libraries.tenancy import base_url
from community.outbox import letters
from community.outbox.letters import Letter, Link, Note
from community.outbox.models import OutboxMail
from community.web.keys import house_key

#: So many are quoted; the rest is behind the button.
MOST_QUOTED = 3
LONGEST_QUOTE = 300


def news(session: Session, mail: OutboxMail) -> Letter | None:
    """Overtaken when everything was taken back, or when this person may not read it any more."""
    conversation = session.get(Conversation, mail.context["conversation_id"])
    person = session.get(Person, mail.person_id)
    if conversation is None or person is None or not person.email:
        return None
    library = conversation.library
    anchor = anchors.find_seen(
        session, library.id, *conversation.hangs_on, Who(person.id), now=clock.now()
    )
    if anchor is None:
        return None
    standing = queries.standing(session, anchor, person.id)
    viewer = Viewer(person.id, is_host=standing.leads, takes_part=standing.takes_part)
    if not seeing.may_read(conversation.seen_by, viewer):
        return None
    said = _new_to(session, conversation, viewer, mail)
    if not said:
        return None
    with letters.in_language_of(person.language) as language:
        title = anchor.title_in(language)
        note = Note(
            subject=_("News in the conversation: %(title)s", title=title),
            heading=title,
            opening=(
                ngettext(
                    "Something was said in the conversation.",
                    "%(num)d things were said in the conversation.",
                    len(said),
                ),
            ),
            body=tuple(_quote(each) for each in said[:MOST_QUOTED]),
            button=Link(
                _("Read and answer"),
                f"{base_url()}/{library.slug}/{_where(session, conversation, person)}",
            ),
            closing=(_("You get this at most once a day. You can turn it off on that page."),),
            signed=(library.name,),
            foot=_("You get this e-mail because you take part in this conversation."),
        )
        return letters.written(
            note,
            sender=sender_of(library),
            to_name=person.full_name,
            to_address=person.email,
            language=language,
        )


def _where(session: Session, conversation: Conversation, person: Person) -> str:
    """By the link of their own sign-up who has one: that needs no account."""
    gathering_id = conversation.gathering_id
    entry = sign_up_queries.find_own(session, gathering_id, person.id) if gathering_id else None
    if entry is None or entry.status is not SignUpStatus.CONFIRMED:
        return f"gesprekken/{conversation.id}"
    return f"aanmelding/{sign_up_queries.token_of(entry, key=house_key())}/gesprek"


def _new_to(
    session: Session, conversation: Conversation, viewer: Viewer, mail: OutboxMail
) -> list[Contribution]:
    listed = said_queries.list_said(session, conversation, viewer, after=mail.context["since"])
    flat = [one.contribution for top in listed for one in (top, *top.replies)]
    return [
        said
        for said in sorted(flat, key=lambda said: said.id)
        if said.id <= mail.context["until"]
        and said.person_id != viewer.person_id
        and said.withdrawn_at is None
    ]


def _quote(said: Contribution) -> str:
    name = said.person.first_name if said.person else _("Somebody")
    text = " ".join(said.text.split())
    cut = f"{text[:LONGEST_QUOTE].rstrip()} …" if len(text) > LONGEST_QUOTE else text
    return f"{name}: {cut}"


def register(_app: Flask) -> None:
    letters.register(TEMPLATE, news)
