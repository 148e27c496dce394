"""Words for what a round can be."""

from __future__ import annotations

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from community.match_rounds.models import Population
from community.match_rounds.moving import Change, Way
from community.web.formats import joined

#: Of those who could have the seat that comes free, so many are named.
MOST_NAMES = 3

POPULATIONS = {
    Population.EVERYBODY: _("Everyone who may be invited"),
    Population.GROUP: _("Members of a group"),
    Population.THEME: _("People who like a theme"),
}


def does(way: Way) -> list[str]:
    """All that a way of moving somebody does, as sentences."""
    mine, *others = way.changes
    told = [_of_mover(mine), *(_of_other(each) for each in others)]
    if way.first_before != way.first_after:
        told.append(
            gettext(
                "First choices that come true: %(after)s, instead of %(before)s.",
                after=way.first_after, before=way.first_before,
            )
        )  # fmt: skip
    if way.too_few:
        gathering, people = way.too_few
        told.append(
            ngettext(
                "‘%(title)s’ then has %(num)d person: too few.",
                "‘%(title)s’ then has %(num)d people: too few.",
                people, title=gathering.title,
            )
        )  # fmt: skip
    if way.could_follow and way.freed:
        told.append(
            gettext(
                "A seat becomes free at ‘%(title)s’, for example for %(names)s.",
                title=way.freed.title,
                names=joined(each.person.full_name for each in way.could_follow[:MOST_NAMES]),
            )
        )
    return told


def _of_mover(change: Change) -> str:
    if change.cannot:
        return str(gettext("Said: I cannot come then."))
    if change.before is None:
        return str(gettext("%(wish)s, instead of no place.", wish=_wish(change.wish_after)))
    return str(
        gettext(
            "%(wish)s, instead of %(before)s.",
            wish=_wish(change.wish_after),
            before=_instead(change.wish_before),
        )
    )


def _of_other(change: Change) -> str:
    return str(
        gettext(
            "%(name)s goes to ‘%(title)s’: %(wish)s, instead of %(before)s.",
            name=change.who.person.full_name,
            title=change.after.title if change.after else "",
            wish=_instead(change.wish_after),
            before=_instead(change.wish_before),
        )
    )


def _wish(rank: int | None) -> str:
    return str(gettext("Wish %(rank)s", rank=rank) if rank else gettext("Not one of their wishes"))


def _instead(rank: int | None) -> str:
    return str(gettext("wish %(rank)s", rank=rank) if rank else gettext("none of their wishes"))
