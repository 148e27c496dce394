"""The mail of the quarter: all that a partner is asked to confirm, as it was frozen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flask import Flask
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from community import clock
from community.libraries.mails import sender_of
from community.libraries.models import Library
from community.libraries.tenancy import base_url
from community.outbox import letters
from community.outbox.letters import Letter, Link, Note
from community.outbox.models import OutboxMail
from community.partners import besides, labels, list_queries
from community.partners.models import LineKind, QuarterLine, QuarterList
from community.web.formats import day_long, quoted
from community.web.keys import house_key

TEMPLATE = "partners/quarter"


def register(_app: Flask) -> None:
    letters.register(TEMPLATE, quarter, has_its_own_list=True)


def quarter(session: Session, mail: OutboxMail) -> Letter | None:
    """Nothing once it is answered, has expired, or was mailed anew to somebody else."""
    asked = list_queries.find(session, mail.library_id or 0, mail.context["list_id"])
    if (
        asked is None
        or asked.mailings != mail.context["mailing"]
        or not asked.mailed_to
        or asked.answered_at is not None
        or asked.has_expired(clock.now())
    ):
        return None
    library = session.get_one(Library, asked.library_id)
    # What a partner's people speak we do not know; they read what the library writes.
    with letters.for_work_in_language_of("nl") as language:
        return letters.written(
            _note(asked, library, besides.said(session, asked)),
            sender=sender_of(library),
            to_name=asked.mailed_name,
            to_address=asked.mailed_to,
            language=language,
        )


def _note(asked: QuarterList, library: Library, said: Mapping[int, str]) -> Note:
    token = list_queries.token_of(asked, key=house_key())
    url = f"{base_url()}/{library.slug}/bevestigen/{token}"
    if not asked.lines:
        return _only_asked(asked, library, url)
    return _to_confirm(asked, library, url, said)


def _only_asked(asked: QuarterList, library: Library, url: str) -> Note:
    """Once a year, to who has nothing to confirm: what do you think of us?"""
    return Note(
        subject=_("What do you think of working with us?"),
        heading=_("What do you think of working with us?"),
        opening=(
            _("Hello %(name)s,", name=asked.mailed_name),
            _(
                "Once a year we ask everyone %(library)s works with what they think of that. "
                "There are three statements, and your name is not kept with them.",
                library=library.name,
            ),
        ),
        button=Link(_("Look and answer"), url),
        closing=(
            _("You need no account. The link works until %(day)s.", day=day_long(asked.expires_at)),
        ),
        signed=(library.name,),
        foot=_(
            "You get this e-mail because you work together with %(library)s.", library=library.name
        ),
    )


def _to_confirm(asked: QuarterList, library: Library, url: str, said: Mapping[int, str]) -> Note:
    name, period = asked.partner.name, labels.quarter_in_words(asked.first_day)
    return Note(
        subject=_("What we did together, %(period)s", period=period),
        heading=_("What we did together"),
        opening=(
            _("Hello %(name)s,", name=asked.mailed_name),
            _(
                "This is what %(library)s and %(partner)s made together in %(period)s, as we "
                "noted it. Is it right? Then confirm it with one button. If something is not "
                "right, you can say so on the same page.",
                library=library.name,
                partner=name,
                period=period,
            ),
        ),
        body=tuple(_lines(asked, said)),
        button=Link(_("Look and confirm"), url),
        closing=(
            _("You need no account. The link works until %(day)s.", day=day_long(asked.expires_at)),
            _("Only what you confirm counts as made together. Thank you!"),
        ),
        signed=(library.name,),
        foot=_(
            "You get this e-mail because you work together with %(library)s.", library=library.name
        ),
    )


def _lines(asked: QuarterList, said: Mapping[int, str]) -> Iterator[str]:
    for line in asked.lines:
        yield f"{said_in_a_mail(line)} {said.get(line.id, '')}".rstrip()


def said_in_a_mail(line: QuarterLine) -> str:
    said: str
    if line.kind is LineKind.GOAL:
        said = _("Our shared goal: ‘%(goal)s’", goal=line.text)
    elif line.kind is LineKind.LOOK_BACK:
        said = _("Looking back on it: %(text)s", text=line.text)
    else:
        said = _(
            "%(day)s: %(title)s. You gave: %(brought)s.",
            day=day_long(line.happened_on),
            title=quoted(line.text),
            brought=labels.brought_in_words(line),
        )
    return said
