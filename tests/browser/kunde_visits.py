"""The pages of what people know: which to look at, and what to fill in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import select

from community.db import session
from community.offer_lists.models import OfferList
from community.skills import slips
from community.skills.models import Skill, SkillState, Source
from tests.browser.visit import LIBRARIAN, RESIDENT, Visit
from tests.browser.visits import the_person

VISITS = [
    Visit("gaps.index", LIBRARIAN),
    Visit("gaps.index", LIBRARIAN, language="en"),
    Visit("my_skills.index", RESIDENT),
    Visit("my_skills.index", RESIDENT, language="en"),
    Visit("my_skills.remove", RESIDENT),
    Visit("offer_lists.index", LIBRARIAN),
    Visit("offer_lists.take_back", LIBRARIAN),
    Visit("own_skill.find"),
    Visit("own_skill.show"),
    Visit("own_skill.show", language="en"),
    Visit("skills.index", LIBRARIAN),
    Visit("skills.index", LIBRARIAN, query="q=fietsen"),
    Visit("skills.new", LIBRARIAN, query="q=a"),
    Visit("skills.new", LIBRARIAN, language="en"),
    Visit("skills.new_of", LIBRARIAN),
    Visit("skills.remove", LIBRARIAN),
    Visit("skills.show", LIBRARIAN),
    Visit("skills.spoken", LIBRARIAN),
]


def known(library_id: int, visit: Visit) -> Mapping[str, Callable[[], object]]:
    """What to fill in for each variable of these addresses."""
    offer_list = select(OfferList.id).where(OfferList.library_id == library_id).limit(1)
    return {
        "skill_id": lambda: the_skill(library_id, visit).id,
        "offer_list_id": lambda: session().scalars(offer_list).one(),
    }


def the_skill(library_id: int, visit: Visit) -> Skill:
    """One that waits for a yes; on my page, one of mine."""
    found = select(Skill).where(Skill.library_id == library_id)
    if visit.who == RESIDENT:
        found = found.where(Skill.person_id == the_person("bewoner@example.org").id)
    else:
        found = found.where(Skill.source == Source.LIBRARIAN, Skill.state == SkillState.DRAFT)
    return session().scalars(found.order_by(Skill.id).limit(1)).one()


def token(library_id: int, visit: Visit, key: str) -> str:
    return slips.mail_token(the_skill(library_id, visit), key=key)
