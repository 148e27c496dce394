"""What a plan, a wish or a change of it reads like."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from flask_babel import gettext as _
from flask_babel import ngettext

from community.register.labels import TONGUES
from community.table_plans.models import Did, TableStep, WishKind
from community.table_plans.weighing import Effect, Weighed
from community.table_plans.wishes import Standing, Wish
from community.tongues import Tongue
from community.web.formats import joined

Names = Mapping[str, str]


def tongue(code: str) -> str:
    return str(TONGUES[Tongue(code)])


def tongues(codes: Iterable[str]) -> str:
    return joined(map(tongue, sorted(codes)))


def wish(wanted: Wish, names: Names) -> str:
    """What was asked."""
    one, other = _name(names, wanted.first), _name(names, wanted.second)
    if wanted.kind is WishKind.COVER:
        said: str = _(
            "%(name)s has somebody at the table who speaks %(language)s.",
            name=one,
            language=tongue(wanted.tongue),
        )
    elif wanted.kind is WishKind.TOGETHER:
        said = _("%(one)s and %(other)s sit together in all rounds.", one=one, other=other)
    elif wanted.kind is WishKind.MEET:
        said = _("%(one)s and %(other)s meet in one round.", one=one, other=other)
    else:
        said = _("%(one)s and %(other)s never sit together.", one=one, other=other)
    return said


def standing(stands: Standing, names: Names, rounds: int) -> str:
    """How it came out; where it matters, in which rounds."""
    wanted = stands.wish
    one, other = _name(names, wanted.first), _name(names, wanted.second)
    met = _rounds(stands.rounds)
    if wanted.kind is WishKind.MEET and stands.holds:
        return str(_("%(one)s meets %(other)s in %(rounds)s.", one=one, other=other, rounds=met))
    if wanted.kind is WishKind.APART and not stands.holds:
        return str(
            _("%(one)s and %(other)s sit together in %(rounds)s.", one=one, other=other, rounds=met)
        )
    if not stands.holds and wanted.kind is not WishKind.MEET:
        lacks = _rounds([number for number in range(rounds) if number not in stands.rounds])
        return str(_("%(wish)s Not in %(rounds)s.", wish=wish(wanted, names), rounds=lacks))
    return wish(wanted, names)


def engine_wish(found: Sequence[str], names: Names) -> str:
    """A wish as the engine names it."""
    kind, *rest = found
    if kind in ("together", "apart", "cover"):
        first, second = (rest[1], "") if kind == "cover" else (rest[0], rest[1])
        known = kind != "together" or len(rest) == 2
        language = rest[0] if kind == "cover" else ""
        if known:
            return wish(Wish(0, WishKind(kind), first, second, language), names)
    if kind == "locked":
        said: str = _(
            "%(name)s is locked at table %(table)s in round %(round)s.",
            name=_name(names, rest[2]),
            table=int(rest[1]) + 1,
            round=int(rest[0]) + 1,
        )
        return said
    if kind == "host":
        return str(_("Every table has its host."))
    if kind == "stay":
        return str(_("Hosts stay at their own table."))
    return str(_("%(names)s came together.", names=joined([_name(names, key) for key in rest])))


def clash(found: Sequence[Sequence[str]], names: Names) -> str:
    """What a wish does not go with, each once: of six tables every one has its host."""
    return " ".join(dict.fromkeys(engine_wish(each, names) for each in found))


def fault(found: Sequence[str], names: Names) -> str:
    """What of the set-up does not hold."""
    kind, *rest = found
    if kind == "host":
        said: str = _("Table %(table)s has too few hosts in some round.", table=int(rest[0]) + 1)
    elif kind == "stay":
        said = _("%(name)s is host, and does not stay at one table.", name=_name(names, rest[0]))
    elif kind == "size":
        said = _(
            "Table %(table)s has too few or too many people in round %(round)s.",
            table=int(rest[1]) + 1,
            round=int(rest[0]) + 1,
        )
    else:
        together = joined([_name(names, key) for key in rest])
        said = _("%(names)s came together, and do not sit together in all rounds.", names=together)
    return said


def effect(does: Effect, names: Names) -> str:
    """What a change does, the weightiest first."""
    said = [str(_("Breaks: %(wish)s", wish=wish(each, names))) for each in does.broken]
    said += [str(_("Solves: %(wish)s", wish=wish(each, names))) for each in does.mended]
    said += _besides(does)
    return " ".join(said) or str(_("It makes no difference for wishes, meetings and the mix."))


def price(does: Effect, names: Names) -> str:
    """What a change costs, where it is known what it mends."""
    return effect(replace(does, mended=()), names)


def _besides(does: Effect) -> list[str]:
    said = []
    if does.faults > 0:
        said.append(_("A table becomes the wrong size or lacks its host."))
    if does.faults < 0:
        said.append(_("The set-up of the tables fits better."))
    if does.repeats > 0:
        said.append(
            ngettext(
                "%(num)d pair more meets twice.", "%(num)d pairs more meet twice.", does.repeats
            )
        )
    if does.repeats < 0:
        said.append(
            ngettext(
                "%(num)d pair fewer meets twice.", "%(num)d pairs fewer meet twice.", -does.repeats
            )
        )
    if does.misfits > 0:
        said.append(_("The tables are less well mixed."))
    if does.misfits < 0:
        said.append(_("The tables are better mixed."))
    return said


def step(done: TableStep, names: Names) -> str:
    """What somebody did."""
    about = done.details
    who, number = _name(names, about.get("who", "")), int(about.get("round", 0)) + 1
    if done.did is Did.SWAPPED:
        said: str = _(
            "%(one)s and %(other)s changed seats in round %(round)s.",
            one=who,
            other=_name(names, about["with"]),
            round=number,
        )
    elif done.did is Did.MOVED:
        said = _(
            "%(name)s went to table %(table)s in round %(round)s.",
            name=who,
            table=int(about["table"]) + 1,
            round=number,
        )
    elif done.did is Did.LOCKED:
        said = _("%(name)s is locked in round %(round)s.", name=who, round=number)
    elif done.did is Did.UNLOCKED:
        said = _("%(name)s is released in round %(round)s.", name=who, round=number)
    elif done.did is Did.REPAIRED:
        said = _("Updated with who is there.")
    else:
        said = _("Divided again.")
    return said


def fairness(weighed: Weighed, labels: Mapping[str, str], people: int) -> list[str]:
    """How fair the plan is, in words."""
    figures = weighed.figures
    said = [
        _(
            "Everyone meets at least %(least)s others, on average %(mean)s.",
            least=figures.met_least,
            mean=round(figures.met_mean),
        ),
        ngettext(
            "%(num)d pair meets more than once.",
            "%(num)d pairs meet more than once.",
            figures.repeats,
        )
        if figures.repeats
        else _("Nobody meets anyone twice, except those who wanted to."),
    ]
    for name, misfits in figures.misfits.items():
        said.append(
            ngettext(
                "%(what)s: %(num)d person too many or too few at some table.",
                "%(what)s: %(num)d people too many or too few at some table.",
                misfits,
                what=labels.get(name, name),
            )
            if misfits
            else _("%(what)s: evenly over all tables.", what=labels.get(name, name))
        )
    return said


def numbers(counted: Sequence[int]) -> str:
    """`1, 4 en 2`: what is counted from 0, as people count; once when it is always the same."""
    once = counted[:1] if len(set(counted)) == 1 else counted
    return joined([str(number + 1) for number in once])


def _rounds(counted: Sequence[int]) -> str:
    said = joined([str(number + 1) for number in counted])
    return str(ngettext("round %(rounds)s", "rounds %(rounds)s", len(counted), rounds=said))


def _name(names: Names, key: str) -> str:
    return names.get(key) or str(_("somebody who is not there any more"))
