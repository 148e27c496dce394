"""What the mails about proposals have in common: who signs, what they call it, where links lead."""

from __future__ import annotations

from flask_babel import gettext as _

from community.accounts.models import Person
from community.gatherings.models import Gathering
from community.libraries.mails import sender_of
from community.libraries.models import Library
from community.libraries.tenancy import base_url
from community.outbox import letters
from community.outbox.letters import Letter, Note
from community.proposals import own_queries
from community.proposals.models import Proposal, ProposalBacking
from community.web.formats import quoted
from community.web.keys import house_key


def note(proposal: Proposal, **said: object) -> Note:
    return Note(signed=(proposal.library.name,), **said)  # type: ignore[arg-type]


def written(
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


def title(proposal: Proposal) -> tuple[str, ...]:
    return () if proposal.is_sensitive else (quoted(proposal.title),)


def a_proposal(proposal: Proposal) -> str:
    said: str = _("A proposal") if proposal.is_sensitive else quoted(proposal.title)
    return said


def own_words(proposal: Proposal) -> tuple[str, ...]:
    return tuple(each for each in proposal.answer.split("\n") if each.strip())


def url(proposal: Proposal) -> str:
    """The readable tail would say what a sensitive one is about."""
    return url_of(
        proposal, f"{proposal.id}" if proposal.is_sensitive else f"{proposal.id}-{proposal.slug}"
    )


def url_of(proposal: Proposal, path: str) -> str:
    return f"{base_url()}/{proposal.library.slug}/voorstellen/{path}"


def desk_url(proposal: Proposal, gathering: Gathering) -> str:
    return f"{base_url()}/{proposal.library.slug}/beheer/activiteiten/{gathering.id}"


def own_url(proposal: Proposal) -> str:
    """Somebody's own page of it: to confirm, to answer, to take back."""
    token = own_queries.token_of(proposal, key=house_key())
    return url_of(proposal, f"link/{token}")


def backing_url(backing: ProposalBacking) -> str:
    token = own_queries.token_of_backing(backing, key=house_key())
    return url_of(backing.proposal, f"mee/{token}")
