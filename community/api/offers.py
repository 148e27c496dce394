"""What people offer, to programs: what everybody may see of it, and nothing besides.

No token makes more of it: a program is nobody, and sees what nobody known sees.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from community.api import paging
from community.api.paging import Sealed
from community.api.schema import DECIMAL, ID, MOMENT, TEXT, URL, YES_OR_NO, list_of, one_of, text
from community.api.shapes import Field, Shape, moment
from community.libraries.models import Library
from community.libraries.tenancy import base_url
from community.register import finding, queries, seeing
from community.register.models import LONGEST_TITLE, Direction, Form
from community.register.narrowing import Wish
from community.register.queries import MOST_FOUND
from community.register.seeing import ANYBODY, Shown
from community.search.hits import Hit
from community.search.labels import reason_in_words


@dataclass(frozen=True, slots=True)
class Offered:
    """One offer as everybody may see it; of a search also how well it fits, and why."""

    shown: Shown
    url: str
    hit: Hit | None = None


OFFER: Shape[Offered] = Shape("Offer", (
    Field("id", ID, lambda it, _: it.shown.id),
    Field("title", text(LONGEST_TITLE).said("Somebody's own words."), lambda it, _: it.shown.title),
    Field("language", TEXT.said("Of these words: nl, en, ar …"), lambda it, _: it.shown.language),
    Field(
        "themes", list_of(TEXT, 50).said("Slugs of themes."),
        lambda it, _: [theme.slug for theme in it.shown.themes],
    ),
    Field("opened_at", MOMENT, lambda it, _: moment(it.shown.opened_at)),
    Field("text", TEXT.said("Empty when only who is signed in may read it."),
          lambda it, _: it.shown.text),
    Field("forms", list_of(one_of(Form), 10).said("How; empty as with `text`."),
          lambda it, _: [form.value for form in Form if form in it.shown.forms]),
    Field("places", list_of(TEXT, 50).said("Near which branches; empty as with `text`."),
          lambda it, _: list(it.shown.places)),
    Field("url", URL.said("Its page."), lambda it, _: it.url),
    Field("score", DECIMAL.or_null.said("From 0 to 1; null: nothing was searched for."),
          lambda it, _: it.hit.score if it.hit else None),
    Field("fits", YES_OR_NO.or_null.said("False: it only comes near, no good match."),
          lambda it, _: it.hit.fits if it.hit else None),
    Field("reasons", list_of(TEXT, 20).said("Why it was found, in the language asked."),
          lambda it, _: [reason_in_words(why) for why in it.hit.reasons] if it.hit else []),
))  # fmt: skip


def read(
    session: Session,
    library: Library,
    wish: Wish,
    *,
    sealed: Sealed,
    cursor: str,
    most: int,
    now: datetime,
) -> tuple[Sequence[Offered], str | None]:
    """One page: by words the best first, else the latest; and the cursor of the next."""
    if wish.words:
        return _searched(session, library, wish, sealed, cursor, most, now)
    after = sealed.open(cursor, 2) if cursor else None
    place = (paging.moment_of(after[0]), after[1]) if after else None
    ids = queries.list_after(
        session, library.id, wish, ANYBODY, after=place, most=most + 1, now=now
    )
    told = _told(session, library, ids[:most], {})
    if len(ids) <= most or not told:
        return told, None
    last = told[-1].shown
    assert last.opened_at is not None  # noqa: S101  (it is open)
    return told, sealed.close(paging.number_of(last.opened_at), last.id)


def _searched(
    session: Session,
    library: Library,
    wish: Wish,
    sealed: Sealed,
    cursor: str,
    most: int,
    now: datetime,
) -> tuple[Sequence[Offered], str | None]:
    begin = sealed.open(cursor, 1)[0] if cursor else 0
    hits = finding.search(
        session, library.id, Direction.OFFER, wish.words, viewer=ANYBODY,
        among=queries.among(library.id, wish, ANYBODY, now=now), most=MOST_FOUND,
    )  # fmt: skip
    here = {hit.subject_id: hit for hit in hits[begin : begin + most]}
    told = _told(session, library, list(here), here)
    return told, sealed.close(begin + most) if len(hits) > begin + most else None


def _told(
    session: Session, library: Library, ids: Sequence[int], hits: Mapping[int, Hit]
) -> list[Offered]:
    entries = queries.load(session, ids, with_themes=True)
    return [
        Offered(
            seeing.show(entries[each], ANYBODY, themes=entries[each].themes),
            f"{base_url()}/{library.slug}/kennis/{each}",
            hits.get(each),
        )
        for each in ids
        if each in entries
    ]
