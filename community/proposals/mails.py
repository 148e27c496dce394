"""The mails about a proposal: to who had it, to who is behind it, and to the librarians.

Of a sensitive one no mail says what it is about.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from flask import Flask, current_app
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from community import clock
from community.accounts.models import Person
from community.gatherings.mail_parts import when
from community.gatherings.models import Gathering
from community.libraries.mails import sender_of
from community.libraries.models import Library
from community.libraries.tenancy import base_url
from community.outbox import letters
from community.outbox.letters import Letter, Link, Note
from community.outbox.models import OutboxMail
from community.proposals import desk_queries, labels, own_queries, queries
from community.proposals.following_up import SOON
from community.proposals.models import Proposal, ProposalBacking, State
from community.web.formats import day_long


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
    letters.register("proposals/confirm", confirm)
    letters.register("proposals/confirm_backing", confirm_backing)
    letters.register("proposals/due", due)
    for name, write in _NEWS.items():
        letters.register(f"proposals/{name}", _letter_of(write))


# ─── to an address of which nobody knows yet whose it is: nothing in it was typed by a stranger ───


def confirm(session: Session, mail: OutboxMail) -> Letter | None:
    """Whose words stand already gets the same link: it leads to how they stand."""
    proposal = queries.find_to_mail(session, mail.context["proposal_id"])
    if proposal is None or proposal.person is None or not proposal.person.email:
        return None
    with letters.in_language_of(proposal.person.language) as language:
        note = Note(
            subject=_("Confirm your proposal"),
            heading=_("One more click"),
            opening=(
                _(
                    "Somebody with this address proposed something to %(library)s. Confirm that it"
                    " was you.",
                    library=proposal.library.name,
                ),
            ),
            button=Link(_("See what it says"), _own_url(proposal)),
            closing=(_("Was it not you? Then do nothing: without your click nothing happens."),),
            signed=(proposal.library.name,),
            foot=_("You get this mail because somebody filled in this address."),
        )
        return _written(note, proposal.library, proposal.person, language, name="")


def confirm_backing(session: Session, mail: OutboxMail) -> Letter | None:
    backing = queries.find_backing_to_mail(session, mail.context["backing_id"])
    if backing is None or backing.person is None or not backing.person.email:
        return None
    library = backing.proposal.library
    with letters.in_language_of(backing.person.language) as language:
        note = Note(
            subject=_("Confirm that you are behind it"),
            heading=_("One more click"),
            opening=(
                _(
                    "Somebody with this address wants to get behind a proposal at %(library)s."
                    " Confirm that it was you.",
                    library=library.name,
                ),
            ),
            button=Link(_("See what it says"), _backing_url(backing)),
            closing=(_("Was it not you? Then do nothing: without your click nothing happens."),),
            signed=(library.name,),
            foot=_("You get this mail because somebody filled in this address."),
        )
        return _written(note, library, backing.person, language, name="")


# ─── to the librarians ───


def due(session: Session, mail: OutboxMail) -> Letter | None:
    """What has to be answered before long, as it stands when this leaves; nothing: no mail."""
    now = clock.now()
    person, library_id = session.get(Person, mail.person_id), mail.library_id
    waiting = desk_queries.list_due(session, library_id or 0, soon=now + SOON)
    library = session.get(Library, library_id)
    if person is None or not person.email or library is None or not waiting:
        return None
    with letters.in_language_of(person.language) as language:
        number = len(waiting)
        note = Note(
            subject=ngettext(
                "%(num)d proposal waits for your answer",
                "%(num)d proposals wait for your answer",
                number,
            ),
            heading=_("Residents wait for an answer"),
            opening=tuple(_line(each) for each in waiting[:10]),
            button=Link(_("Answer them"), f"{base_url()}/{library.slug}/beheer/voorstellen"),
            closing=(_("A no with a reason is an answer too."),),
            signed=(library.name,),
            foot=_("You get this mail because you work at the desk of this library."),
        )
        return _written(note, library, person, language)


def _line(proposal: Proposal) -> str:
    day = day_long(proposal.answer_by) if proposal.answer_by else ""
    what = _a_proposal(proposal)
    said: str = _("%(what)s: before %(day)s", what=what, day=day)
    return said


# ─── news of a proposal ───


def _opened(proposal: Proposal, reader: Reader) -> Note | None:
    if proposal.state is not State.OPEN:
        return None
    term = day_long(proposal.answer_by) if proposal.answer_by else ""
    return _note(
        proposal,
        subject=_("Your proposal stands there"),
        heading=_("Thank you, %(name)s", name=reader.person.first_name),
        opening=(
            _("A librarian read what you propose, and everybody can see it now:"),
            *_title(proposal),
            _("The library answers before %(day)s.", day=term),
        ),
        button=Link(_("See your proposal"), _own_url(proposal)),
        closing=(_("Tell others: the more people are behind it, the better."),),
    )


def _planned(proposal: Proposal, reader: Reader) -> Note | None:
    gathering = proposal.gathering
    if proposal.state is not State.PLANNED or gathering is None:
        return None
    if reader.proposed_it:
        body = (
            _(
                "You receive the people, together with a librarian: sign in with the address that"
                " this mail came to, and you see the draft and who is coming."
            ),
        )
        button = Link(_("See the draft"), _desk_url(proposal, gathering))
    else:
        body = (_("As soon as it is in the agenda, you get a mail with which you can sign up."),)
        button = Link(_("See the proposal"), _url(proposal))
    return _note(
        proposal,
        subject=_("The library makes it happen"),
        heading=_("The library makes it happen"),
        opening=(*_title(proposal), *_own_words(proposal)),
        body=body,
        button=button,
    )


def _declined(proposal: Proposal, _reader: Reader) -> Note | None:
    if proposal.reason is None:
        return None
    return _note(
        proposal,
        subject=_("The library does not do it"),
        heading=_("The library does not do it"),
        opening=(*_title(proposal), f"{labels.REASONS[proposal.reason]}.", *_own_words(proposal)),
        button=Link(_("See the proposal"), _url(proposal)),
        closing=(_("Thank you for thinking along. Other ideas are welcome."),),
    )


def _asked(proposal: Proposal, reader: Reader) -> Note | None:
    if proposal.state is not State.OPEN or proposal.asked_until is None:
        return None
    until = day_long(proposal.asked_until)
    needs = (
        _(
            "With %(wanted)s people behind it before %(day)s, the library looks at it again.",
            wanted=proposal.wanted,
            day=until,
        )
        if proposal.wanted
        else _("The library hears it before %(day)s.", day=until)
    )
    own = reader.proposed_it
    return _note(
        proposal,
        subject=_("The library asks something about a proposal"),
        heading=_("First a question"),
        opening=(*_title(proposal), _("“%(words)s”", words=proposal.asked), needs),
        button=Link(_("Answer it"), _own_url(proposal))
        if own
        else Link(_("See the proposal"), _url(proposal)),
        closing=() if own else (_("Do you know others who want this? Tell them."),),
    )


def _expired(proposal: Proposal, _reader: Reader) -> Note | None:
    return _note(
        proposal,
        subject=_("It came to nothing, for now"),
        heading=_("It came to nothing, for now"),
        opening=(
            *_title(proposal),
            _("The library asked for something first, and it did not come in time."),
        ),
        button=Link(_("Propose something else"), _url_of(proposal, "nieuw")),
    )


def _withdrawn(proposal: Proposal, _reader: Reader) -> Note | None:
    return _note(
        proposal,
        subject=_("A proposal was taken back"),
        heading=_("It was taken back"),
        opening=(*_title(proposal), _("Who proposed it has taken it back. You need do nothing.")),
        button=Link(_("Propose it yourself"), _url_of(proposal, "nieuw")),
    )


def _changed(proposal: Proposal, _reader: Reader) -> Note | None:
    """With the sentence as it is when this leaves; the rest is on its page."""
    if proposal.state is not State.OPEN:
        return None
    return _note(
        proposal,
        subject=_("A proposal was changed"),
        heading=_("It says something else now"),
        opening=(
            _("Who proposed it has changed what it says:")
            if not proposal.is_sensitive
            else _("Who proposed it has changed what it says."),
            *_title(proposal),
        ),
        button=Link(_("Read what it says now"), _url(proposal)),
        closing=(_("Are you still behind it? Then you need do nothing."),),
    )


def _goes_on(proposal: Proposal, reader: Reader) -> Note | None:
    """In the agenda, where everybody signs up for themselves."""
    gathering = proposal.gathering
    if gathering is None or gathering.published_at is None or gathering.is_cancelled:
        return None
    if gathering.is_over(clock.now()):
        return None
    body = (
        _("You receive the people. See who is coming on your page for this activity.")
        if reader.proposed_it
        else _("Nobody is signed up beforehand, so that you can choose for yourself."),
    )
    label = _("Look and sign up")
    button = Link(label, f"{base_url()}/{proposal.library.slug}/agenda/{gathering.id}")
    if reader.proposed_it:
        button = Link(_("See who is coming"), _desk_url(proposal, gathering))
    return _note(
        proposal,
        subject=_("It goes on: %(day)s", day=day_long(gathering.starts_at)),
        heading=_("It goes on"),
        opening=_title(proposal),
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
            return _written(_footed(note, reader), proposal.library, person, language)

    return letter


def _footed(note: Note, reader: Reader) -> Note:
    if reader.backing is None:
        return replace(note, foot=_("You get this mail because you proposed this."))
    can_leave = reader.backing.proposal.state is not State.WITHDRAWN
    return replace(
        note,
        foot=_("You get this mail because you are behind this proposal."),
        foot_link=Link(_("I am not behind it any more"), _backing_url(reader.backing))
        if can_leave
        else None,
    )


def _note(proposal: Proposal, **said: object) -> Note:
    return Note(signed=(proposal.library.name,), **said)  # type: ignore[arg-type]


def _written(
    note: Note, library: Library, person: Person, language: str, *, name: str | None = None
) -> Letter:
    """An address that nobody has proven may be a typing mistake: it is greeted by no name."""
    proven = person.full_name if person.email_confirmed_at else ""
    return letters.written(
        note,
        sender=sender_of(library),
        to_name=proven if name is None else name,
        to_address=person.email or "",
        language=language,
    )


def _title(proposal: Proposal) -> tuple[str, ...]:
    return () if proposal.is_sensitive else (_("“%(title)s”", title=proposal.title),)


def _a_proposal(proposal: Proposal) -> str:
    said: str = _("A proposal") if proposal.is_sensitive else proposal.title
    return said


def _own_words(proposal: Proposal) -> tuple[str, ...]:
    return tuple(each for each in proposal.answer.split("\n") if each.strip())


def _url(proposal: Proposal) -> str:
    """The readable tail would say what a sensitive one is about."""
    return _url_of(
        proposal, f"{proposal.id}" if proposal.is_sensitive else f"{proposal.id}-{proposal.slug}"
    )


def _url_of(proposal: Proposal, path: str) -> str:
    return f"{base_url()}/{proposal.library.slug}/voorstellen/{path}"


def _desk_url(proposal: Proposal, gathering: Gathering) -> str:
    return f"{base_url()}/{proposal.library.slug}/beheer/activiteiten/{gathering.id}"


def _own_url(proposal: Proposal) -> str:
    """Somebody's own page of it: to confirm, to answer, to take back."""
    token = own_queries.token_of(proposal, key=current_app.config["SECRET_KEY"])
    return _url_of(proposal, f"link/{token}")


def _backing_url(backing: ProposalBacking) -> str:
    token = own_queries.token_of_backing(backing, key=current_app.config["SECRET_KEY"])
    return _url_of(backing.proposal, f"mee/{token}")
