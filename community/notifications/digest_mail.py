"""The digest as a mail: short, grouped, one button; the text part says everything."""

from __future__ import annotations

from datetime import datetime

from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup
from sqlalchemy.orm import Session

from community import clock
from community.accounts.models import Person
from community.gatherings.kinds import Kind
from community.gatherings.mail_wording import example
from community.gatherings.models import Gathering, SignUpStatus
from community.gatherings.plain_text import shortened
from community.harvests.models import HarvestItem
from community.libraries.models import Library
from community.libraries.tenancy import base_url
from community.notifications import digest_queries, digesting, queries
from community.notifications.digest_queries import Offer
from community.notifications.digesting import Digest, Marked, Told
from community.notifications.mails import sent_by
from community.notifications.models import MailWish, Stream
from community.outbox import letters, wording
from community.outbox.letters import Letter, Link, Note, Passage
from community.outbox.models import OutboxMail
from community.outbox.wording import Sample
from community.suggestions.fitting import Suggested
from community.suggestions.labels import reasons
from community.web import formats
from community.words import N_

DIGEST = "notifications/digest"
#: Of what somebody said; the rest is on its page.
MOST_LETTERS = 240
VARIABLES = {
    "voornaam": N_("the first name of the reader"),
    "bibliotheek": N_("the name of the library"),
}


def register(_app: Flask) -> None:
    letters.register(DIGEST, render)
    wording.register(DIGEST, N_("The weekly e-mail"), VARIABLES, _sample)


def render(session: Session, mail: OutboxMail) -> Letter | None:
    """The letter; none for who stopped it, for old news, or when there is nothing left to tell."""
    wish, morning = _wish(session, mail), datetime.fromisoformat(mail.context["morning"])
    now = clock.now()
    if wish is None or now >= morning + digesting.STILL_OF_USE:
        return None
    digest = digesting.digest_for(session, wish, morning, now=now)
    if digest is None:
        return None
    with letters.in_language_of(wish.person.language) as language:
        shown = {told.offer.id for told in (*digest.new, *digest.still_open)}
        gatherings = digest_queries.list_shown(session, wish.library_id, shown)
        said = wording.worded(
            session,
            note(wish, digest, gatherings, language),
            DIGEST,
            library_id=wish.library_id,
            language=language,
            values=_values(wish),
        )
        return sent_by(wish.library, said, wish, Stream.DIGEST, language)


def note(
    wish: MailWish, digest: Digest, gatherings: dict[int, Gathering], language: str = "nl"
) -> Note:
    library = wish.library
    body: list[str | Passage] = []
    for heading, told in (
        (_("New"), digest.new),
        (_("You can still join"), digest.still_open),
    ):
        if told:
            body.append(Passage(Markup("<h3>{}</h3>").format(heading), heading))
        body += [_entry(library, gatherings[each.offer.id], each.more) for each in told]
    if digest.fitting:
        heading = _("This suits you")
        body.append(Passage(Markup("<h3>{}</h3>").format(heading), heading))
        body += [_suits(library, each, language) for each in digest.fitting]
    if digest.found_out:
        heading = _("What came out of conversations")
        body.append(Passage(Markup("<h3>{}</h3>").format(heading), heading))
        body += [_found(library, each) for each in digest.found_out]
    if digest.marked:
        heading = _("What people talk about")
        body.append(Passage(Markup("<h3>{}</h3>").format(heading), heading))
        body += [_marked(each, language) for each in digest.marked]
    if digest.untold:
        body.append(
            ngettext(
                "And %(num)d more, in the agenda.", "And %(num)d more, in the agenda.",
                digest.untold,
            )
        )  # fmt: skip
    return Note(
        subject=_subject(digest),
        heading=_("Hello %(name)s,", name=wish.person.first_name),
        opening=(_("This is what is on in the coming weeks, from what you chose."),),
        body=tuple(body),
        button=Link(_("See the whole agenda"), f"{base_url()}/{library.slug}/agenda"),
        closing=(_("You are welcome, also just to have a look."),),
        signed=(library.name,),
        foot=_("You get this e-mail once a week because you asked for it."),
    )


def _values(wish: MailWish) -> dict[str, str]:
    return {"voornaam": wish.person.first_name, "bibliotheek": wish.library.name}


def _sample(session: Session, library_id: int) -> Sample:
    """To somebody who does not exist, of something that is not there: nothing of it is kept."""
    about = example(session, library_id, SignUpStatus.CONFIRMED).gathering
    about.id = 0
    offer = Offer(
        about.id, about.title, Kind.REPAIR, about.starts_at, about.ends_at, clock.now(), None,
        frozenset(),
    )  # fmt: skip
    wish = MailWish(library=about.library, person=Person(first_name="Noor"))
    digest = Digest([Told(offer, 0)], [], 0)
    return Sample(note(wish, digest, {about.id: about}), _values(wish))


def _subject(digest: Digest) -> str:
    first, *others = digest.titles
    if not others and not digest.untold:
        said: str = _("What is on: %(first)s", first=first)
        return said
    number = len(others) + digest.untold
    many: str = ngettext(
        "What is on: %(first)s and %(num)d more", "What is on: %(first)s and %(num)d more", number,
        first=first,
    )  # fmt: skip
    return many


def _suits(library: Library, each: Suggested, language: str) -> Passage:
    """The same, with why."""
    why = ". ".join(reasons(each, language))
    return _entry(library, each.gathering, each.more, f" {why}." if why else "")


def _entry(library: Library, gathering: Gathering, more: int, why: str = "") -> Passage:
    """Its title leads to its page; below it when and where."""
    url = f"{base_url()}/{library.slug}/agenda/{gathering.id}-{gathering.slug}"
    place = gathering.branch.place if gathering.branch else gathering.address
    when = formats.span_long(gathering.starts_at, gathering.ends_at)
    said = formats.comma().join([when, place]) if place else when
    if gathering.seats_free == 0:
        said = _("%(said)s. Full: you can join the waiting list.", said=said)
    if more:
        again = ngettext("Also on %(num)d other day.", "Also on %(num)d other days.", more)
        said = f"{said.rstrip('.')}. {again}"
    if why:
        said = f"{said.rstrip('.')}.{why}"
    html = Markup('<p><a href="{}">{}</a><br>{}</p>').format(url, gathering.title, said)
    return Passage(html, f"{gathering.title}\n{said}\n{url}")


def _found(library: Library, item: HarvestItem) -> Passage:
    """Its words lead to the conversation. Without a name: a mail cannot be taken back."""
    url = f"{base_url()}/{library.slug}/oogst/{item.harvest_id}"
    title, words = item.harvest.title, f"‘{shortened(item.text, MOST_LETTERS)}’"
    html = Markup('<p>{}<br><a href="{}">{}</a></p>').format(words, url, title)
    return Passage(html, f"{words}\n{title}\n{url}")


def _marked(each: Marked, language: str) -> Passage:
    url, title = f"{base_url()}{each.path}", each.title_in(language)
    return Passage(Markup('<p><a href="{}">{}</a></p>').format(url, title), f"{title}\n{url}")


def _wish(session: Session, mail: OutboxMail) -> MailWish | None:
    """What its reader chose, as long as she wants a digest and the library makes one."""
    if mail.library_id is None or not queries.rhythm_of(session, mail.library_id).has_digest:
        return None
    wish = queries.find_wish(session, mail.library_id, mail.person_id)
    return wish if wish and wish.person.email and wish.gets(Stream.DIGEST) else None
