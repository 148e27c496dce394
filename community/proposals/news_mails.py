"""The mails with news of a proposal: to who had it, and to who is behind it.

Of a sensitive one no mail says what it is about.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from community import clock
from community.accounts.models import Person
from community.gatherings.mail_parts import when
from community.libraries.tenancy import base_url
from community.outbox import letters
from community.outbox.letters import Letter, Link, Note
from community.outbox.models import OutboxMail
from community.proposals import labels, mail_parts, queries
from community.proposals.models import Proposal, ProposalBacking, State
from community.web.formats import day_long, quoted


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads it: who proposed it, or somebody behind it with a place of their own."""

    person: Person
    backing: ProposalBacking | None = None

    @property
    def proposed_it(self) -> bool:
        return self.backing is None


Write = Callable[[Proposal, Reader], Note | None]


def register(_app: Flask) -> None:
    for name, write in _NEWS.items():
        letters.register(f"proposals/{name}", _letter_of(write))


def _opened(proposal: Proposal, reader: Reader) -> Note | None:
    if proposal.state is not State.OPEN:
        return None
    term = day_long(proposal.answer_by) if proposal.answer_by else ""
    return mail_parts.note(
        proposal,
        subject=_("Your proposal is online"),
        heading=_("Thank you, %(name)s", name=reader.person.first_name),
        opening=(
            _("A librarian has read your proposal, and everyone can see it now:"),
            *mail_parts.title(proposal),
            _("The library answers before %(day)s.", day=term),
        ),
        button=Link(_("See your proposal"), mail_parts.own_url(proposal)),
        closing=(_("Tell others: the more people support it, the better."),),
    )


def _planned(proposal: Proposal, reader: Reader) -> Note | None:
    gathering = proposal.gathering
    if proposal.state is not State.PLANNED or gathering is None:
        return None
    if reader.proposed_it:
        body = (
            _(
                "You are hosting, together with a librarian: sign in with the address this "
                "e-mail was sent to, and you see the draft and who is coming."
            ),
        )
        button = Link(_("See the draft"), mail_parts.desk_url(proposal, gathering))
    else:
        body = (_("As soon as it is in the agenda, you get an e-mail you can use to sign up."),)
        button = Link(_("See the proposal"), mail_parts.url(proposal))
    return mail_parts.note(
        proposal,
        subject=_("The library is making it happen"),
        heading=_("The library is making it happen"),
        opening=(*mail_parts.title(proposal), *mail_parts.own_words(proposal)),
        body=body,
        button=button,
    )


def _declined(proposal: Proposal, _reader: Reader) -> Note | None:
    if proposal.reason is None:
        return None
    return mail_parts.note(
        proposal,
        subject=_("The library is not doing it"),
        heading=_("The library is not doing it"),
        opening=(
            *mail_parts.title(proposal),
            f"{labels.REASONS[proposal.reason]}.",
            *mail_parts.own_words(proposal),
        ),
        button=Link(_("See the proposal"), mail_parts.url(proposal)),
        closing=(_("Thank you for thinking along. Other ideas are welcome."),),
    )


def _asked(proposal: Proposal, reader: Reader) -> Note | None:
    if proposal.state is not State.OPEN or proposal.asked_until is None:
        return None
    until = day_long(proposal.asked_until)
    needs = (
        _(
            "If %(wanted)s people support it before %(day)s, the library will look at it again.",
            wanted=proposal.wanted,
            day=until,
        )
        if proposal.wanted
        else _("The library wants to know before %(day)s.", day=until)
    )
    own = reader.proposed_it
    return mail_parts.note(
        proposal,
        subject=_("The library asks something about a proposal"),
        heading=_("First a question"),
        opening=(*mail_parts.title(proposal), quoted(proposal.asked), needs),
        button=Link(_("Answer it"), mail_parts.own_url(proposal))
        if own
        else Link(_("See the proposal"), mail_parts.url(proposal)),
        closing=() if own else (_("Do you know others who want this? Tell them."),),
    )


def _expired(proposal: Proposal, _reader: Reader) -> Note | None:
    return mail_parts.note(
        proposal,
        subject=_("It came to nothing, for now"),
        heading=_("It came to nothing, for now"),
        opening=(
            *mail_parts.title(proposal),
            _("The library asked for something first, and it did not come in time."),
        ),
        button=Link(_("Propose something else"), mail_parts.url_of(proposal, "nieuw")),
    )


def _withdrawn(proposal: Proposal, _reader: Reader) -> Note | None:
    return mail_parts.note(
        proposal,
        subject=_("A proposal was withdrawn"),
        heading=_("It was withdrawn"),
        opening=(
            *mail_parts.title(proposal),
            _("The person who proposed it has withdrawn it. You need not do anything."),
        ),
        button=Link(_("Propose it yourself"), mail_parts.url_of(proposal, "nieuw")),
    )


def _changed(proposal: Proposal, _reader: Reader) -> Note | None:
    """With the sentence as it is when this leaves; the rest is on its page."""
    if proposal.state is not State.OPEN:
        return None
    return mail_parts.note(
        proposal,
        subject=_("A proposal was changed"),
        heading=_("It says something else now"),
        opening=(
            _("The person who proposed it has changed the text:")
            if not proposal.is_sensitive
            else _("The person who proposed it has changed the text."),
            *mail_parts.title(proposal),
        ),
        button=Link(_("Read the new text"), mail_parts.url(proposal)),
        closing=(_("Do you still support it? Then you need not do anything."),),
    )


def _goes_on(proposal: Proposal, reader: Reader) -> Note | None:
    """In the agenda, where everybody signs up for themselves."""
    gathering = proposal.gathering
    if gathering is None or gathering.published_at is None or gathering.is_cancelled:
        return None
    if gathering.is_over(clock.now()):
        return None
    body = (
        _("You are hosting. See who is coming on your page for this activity.")
        if reader.proposed_it
        else _("Nobody has been signed up beforehand, so that you can choose for yourself."),
    )
    label = _("Look and sign up")
    button = Link(label, f"{base_url()}/{proposal.library.slug}/agenda/{gathering.id}")
    if reader.proposed_it:
        button = Link(_("See who is coming"), mail_parts.desk_url(proposal, gathering))
    return mail_parts.note(
        proposal,
        subject=_("It is going ahead: %(day)s", day=day_long(gathering.starts_at)),
        heading=_("It is going ahead"),
        opening=mail_parts.title(proposal),
        when=when(gathering),
        body=body,
        button=button,
    )


_NEWS: dict[str, Write] = {
    "opened": _opened,
    "planned": _planned,
    "declined": _declined,
    "asked": _asked,
    "expired": _expired,
    "withdrawn": _withdrawn,
    "changed": _changed,
    "goes_on": _goes_on,
}


def _letter_of(write: Write) -> letters.Render:
    def letter(session: Session, mail: OutboxMail) -> Letter | None:
        """Nothing to who has stepped back, or when it is overtaken."""
        proposal = queries.find_to_mail(session, mail.context["proposal_id"])
        person = session.get(Person, mail.person_id)
        if proposal is None or person is None or not person.email or proposal.hidden_at:
            return None
        backing_id = mail.context["backing_id"]
        backing = queries.find_backing_to_mail(session, backing_id) if backing_id else None
        if backing_id and (backing is None or backing.person_id != person.id):
            return None
        reader = Reader(person, backing)
        with letters.in_language_of(person.language) as language:
            note = write(proposal, reader)
            if note is None:
                return None
            return mail_parts.written(_footed(note, reader), proposal.library, person, language)

    return letter


def _footed(note: Note, reader: Reader) -> Note:
    if reader.backing is None:
        return replace(note, foot=_("You get this e-mail because you proposed this."))
    can_leave = reader.backing.proposal.state is not State.WITHDRAWN
    return replace(
        note,
        foot=_("You get this e-mail because you support this proposal."),
        foot_link=Link(_("I no longer support it"), mail_parts.backing_url(reader.backing))
        if can_leave
        else None,
    )
