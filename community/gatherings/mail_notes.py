"""What the librarian writes about a sign-up: short, warm, with one thing to do.

Each function is one news; the languages are in the catalogue.
"""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from community.gatherings.mail_parts import About, coming, foot, kept, not_coming, waiting, when
from community.gatherings.models import SignUpStatus
from community.outbox.letters import Link, Note
from community.web import formats


def confirm_sign_up(about: About) -> Note:
    """Goes to an address of which nobody knows whose it is: nothing in it was typed by a stranger.

    No name and no question, or the library could be made to mail anything to anybody.
    """
    held_until = about.sign_up.held_until
    if held_until:
        seat = _(
            "We keep your seat for an hour, until %(time)s. You can also confirm later, as long "
            "as there is room.",
            time=formats.time_span(held_until),
        )
    else:
        seat = _(
            "All seats are now taken. Once you confirm, you are on the waiting list, in order "
            "of when you signed up."
        )
    return Note(
        subject=about.subject(_("Confirm your sign-up")),
        heading=_("One more click"),
        opening=(
            _("You signed up for %(what)s. Please confirm that it was you.", what=about.what),
            seat,
        ),
        when=when(about.gathering),
        button=Link(_("Confirm my sign-up"), about.manage_url),
        signed=(about.gathering.library.name,),
        # At the foot, where no words of a library come in its place.
        foot=_(
            "Did you not sign up? Then you need not do anything: nothing happens unless you click."
        )
        + " "
        + foot(about, _("You get this e-mail because somebody signed up with this address.")),
    )


def you_are_in(about: About) -> Note:
    return coming(
        about,
        news=_("You are in"),
        heading=_("You are in, %(name)s", name=about.name),
        greeting=(_("We are glad you are coming."),),
        opening=(kept(about),),
    )


def promoted(about: About) -> Note:
    return coming(
        about,
        news=_("There is a seat for you"),
        heading=_("There is a seat for you, %(name)s", name=about.name),
        opening=(
            _("You were on the waiting list for %(what)s. Now you are in.", what=about.what),
            kept(about),
        ),
    )


def party_changed(about: About) -> Note:
    news = _("Your sign-up has changed")
    if about.waits:
        return waiting(
            about,
            news=news,
            heading=news,
            opening=(
                ngettext(
                    "You are on the waiting list for %(what)s with %(num)d person.",
                    "You are on the waiting list for %(what)s with %(num)d people.",
                    about.sign_up.party_size,
                    what=about.what,
                ),
            ),
        )
    return coming(about, news=news, heading=news, opening=(kept(about),))


def you_are_waiting(about: About) -> Note:
    return waiting(
        about,
        news=_("You are on the waiting list"),
        heading=_("You are on the waiting list, %(name)s", name=about.name),
        opening=(_("All seats for %(what)s are taken.", what=about.what),),
    )


def moved(about: About) -> Note:
    """Time or place is another; the sign-up stands, whatever it was."""
    gathering = about.gathering
    news = _("Moved")
    heading = _("It has been moved, %(name)s", name=about.name)
    if about.was:
        changed = _(
            "The day or the time of %(what)s has changed: it was on %(before)s. These are the "
            "new details:",
            what=about.what,
            before=formats.date_time_long(about.was),
        )
    else:
        changed = _(
            "The time or the place of %(what)s has changed. These are the new details:",
            what=about.what,
        )
    opening = (changed,)
    if about.sign_up.status is SignUpStatus.CONFIRMED:
        stays = _("You still have your seat. Does it suit you? Then you need not do anything.")
        return coming(about, news=news, heading=heading, opening=opening, first=(stays,))
    if about.waits:
        return waiting(about, news=news, heading=heading, opening=opening)
    return Note(
        subject=about.subject(news),
        heading=_("It has been moved"),
        opening=opening,
        when=when(gathering),
        body=(_("You have not confirmed your sign-up yet."),),
        button=Link(_("Confirm my sign-up"), about.manage_url),
        signed=(gathering.library.name,),
        foot=foot(about, _("You get this e-mail because somebody signed up with this address.")),
    )


def left(about: About) -> Note:
    return not_coming(
        about,
        news=_("You are no longer signed up"),
        heading=_("You are no longer signed up, %(name)s", name=about.name),
        opening=(
            _(
                "Thank you for letting us know that you are not coming to %(what)s on %(moment)s.",
                what=about.what,
                moment=about.moment,
            ),
            _("Somebody else can take your seat."),
        ),
    )


def removed(about: About) -> Note:
    return not_coming(
        about,
        news=_("We have taken you off the list"),
        heading=_("We have taken you off the list, %(name)s", name=about.name),
        opening=(
            _(
                "You are no longer on the list for %(what)s on %(moment)s.",
                what=about.what,
                moment=about.moment,
            ),
            _("Is that not right? Let us know."),
        ),
    )


def cancelled(about: About) -> Note:
    reason = about.gathering.cancel_reason
    return not_coming(
        about,
        news=_("Not going ahead"),
        heading=_("It is not going ahead, %(name)s", name=about.name),
        opening=(
            _(
                "Unfortunately %(what)s on %(moment)s is not going ahead.",
                what=about.what,
                moment=about.moment,
            ),
            *([reason] if reason else []),
        ),
        closing=(_("We are sorry. We hope to see you another time."),),
    )
