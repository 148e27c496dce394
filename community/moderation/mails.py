"""What a decision says: to its author rule, reason and appeal, to a reporter what became of it.

The author never reads who reported it, nor how many did.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from community.accounts.models import Person
from community.libraries.mails import sender_of
from community.libraries.tenancy import base_url
from community.moderation import labels, links, queries, subjects, wording
from community.moderation.models import Case, Verdict, Why
from community.moderation.queries import PERSON
from community.moderation.telling import TO_AUTHOR, TO_REPORTER
from community.outbox import letters
from community.outbox.letters import Letter, Link, Note
from community.outbox.models import OutboxMail
from community.web import formats

Write = Callable[[Session, Case], Note]


def register(_app: Flask) -> None:
    letters.register(TO_AUTHOR, to_author)
    letters.register(TO_REPORTER, to_reporter)


def to_author(session: Session, mail: OutboxMail) -> Letter | None:
    return _letter(session, mail, _to_author)


def to_reporter(session: Session, mail: OutboxMail) -> Letter | None:
    return _letter(session, mail, _to_reporter)


def _letter(session: Session, mail: OutboxMail, write: Write) -> Letter | None:
    """Nothing when a later decision has taken its place: that has a mail of its own."""
    person = session.get(Person, mail.person_id)
    case = session.get(Case, mail.context["case_id"])
    if person is None or not person.email or case is None or case.verdict is None:
        return None
    again = queries.find_again(session, case.library_id, case.id)
    if again is not None and not again.is_open and again.verdict is not case.verdict:
        return None
    library = case.library
    with letters.in_language_of(person.language) as language:
        note = write(session, case)
        if person.email_confirmed_at:
            note = replace(note, opening=(_("Hello %(name)s,", name=person.first_name),))
        return letters.written(
            note,
            sender=sender_of(library),
            to_name=person.full_name if person.email_confirmed_at else "",
            to_address=person.email,
            language=language,
        )


def _to_author(session: Session, case: Case) -> Note:
    what = _what(session, case)
    if case.verdict is Verdict.ALLOWED:
        return _note(case, _("Now visible: %(what)s", what=what), _yes(case, what))
    heading = _("We do not show %(what)s", what=what)
    if case.subject_kind == PERSON:
        heading = _("We no longer show what you wrote here")
    body = (
        *_why(session, case),
        _("Nobody can see it now except you and the librarians."),
        labels.how_decided(case),
    )
    if case.why is Why.APPEAL:
        over = _("We looked at it again, because you did not agree. This decision is final.")
        return _note(case, heading, (over, *body, str(labels.ELSEWHERE)))
    until = formats.day_long(case.appeal_until) if case.appeal_until else ""
    right = _(
        "Do you not agree? Say so by %(day)s, once, in your own words. If possible, another "
        "librarian will then look at it.",
        day=until,
    )
    button = Link(_("See the decision, or object"), f"{base_url()}{links.path_of(case)}")
    return _note(case, heading, (*body, right, str(labels.ELSEWHERE)), button=button)


def _yes(case: Case, what: str) -> tuple[str, ...]:
    if case.why is Why.FIRST:
        return (_("A librarian has read %(what)s. From now on others can see it.", what=what),)
    if case.why is Why.REPORT:
        return (
            _("We were asked to look at %(what)s, and it stays as it is.", what=what),
            _("Was it hidden for a while? It is visible again now. You need not do anything."),
        )
    return (_("We looked at %(what)s again. You were right: it is visible again.", what=what),)


def _to_reporter(session: Session, case: Case) -> Note:
    what = _what(session, case)
    thanks = _("You told us about %(what)s. Thank you: we looked at it.", what=what)
    if case.verdict is Verdict.REFUSED:
        body = (thanks, _("It is no longer visible."), *_why(session, case))
    elif case.verdict is Verdict.WITHDRAWN:
        body = (thanks, _("It is no longer there."))
    else:
        body = (thanks, _("It is within the house rules, so it is visible."))
    disagree = _("Do you see it differently? Just reply to this e-mail.")
    nobody = _("We tell nobody that it was you.")
    heading = _("What became of your report")
    return _note(
        case, heading, (*body, nobody), closing=(disagree,), subject=heading,
        foot=_("You get this e-mail because you reported something to us."),
    )  # fmt: skip


def _note(
    case: Case,
    heading: str,
    body: tuple[str, ...],
    *,
    button: Link | None = None,
    closing: tuple[str, ...] = (),
    subject: str = "",
    foot: str = "",
) -> Note:
    """No word of theirs stands in the subject, which others see over a shoulder."""
    library = case.library
    return Note(
        subject=subject or _("A decision about what you wrote"),
        heading=heading,
        body=body,
        button=button,
        closing=closing,
        signed=(_("The librarians of %(library)s", library=library.name),),
        foot=foot or _("You get this e-mail because you wrote this."),
        foot_link=Link(_("The house rules"), f"{base_url()}/{library.slug}/huisregels"),
    )


def _why(session: Session, case: Case) -> tuple[str, ...]:
    """The rule as it stood when it was decided, and the librarian's own words."""
    if case.rule is None:
        return ()
    book = wording.read(session, case.library_id)
    said = labels.said_of(book.rule(case.rule, case.rules_version))
    return (_("It is about this house rule: ‘%(rule)s’", rule=said), case.reason)


def _what(session: Session, case: Case) -> str:
    """Its title between quotation marks; of what is gone, what kind of thing it was."""
    if case.subject_kind == PERSON:
        return str(_("what you wrote here"))
    shown = subjects.show_one(session, case.library_id, case.subject_kind, case.subject_id)
    if shown is not None:
        return formats.quoted(shown.title)
    subject = subjects.find(case.subject_kind)
    return str(_(subject.name)) if subject else "?"
