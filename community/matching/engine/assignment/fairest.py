"""Between plans that are equally good: the fairest ranks, and after that the lot."""

from __future__ import annotations

import numpy as np

from community.matching.engine.assignment.faces import Face, narrowed, room_for
from community.matching.engine.assignment.market import Numbers


def fairest(face: Face, rank: Numbers) -> Face:
    """The plans in which as few as can be have the worst rank, then the one above it, and so on.

    Exact: as many ranks are weighed at once as fit in the solver's numbers, each above all lower
    ones together.
    """
    top = int(rank[face.arcs].max(initial=1))
    while top > 1 and len(face.arcs):
        base = face.market.people + 1
        width = 1
        while base ** (width + 1) < room_for(face) and width < top - 1:
            width += 1
        low = top - width + 1
        of = rank[face.arcs]
        weighed = np.where((of >= low) & (of <= top), base ** np.clip(of - low, 0, width - 1), 0)
        face = narrowed(face, weighed.max() - weighed + 1)
        top = low - 1
    return face


def drawn_by_lot(face: Face) -> Face:
    """The plans that seat who drew the better lots; people stand in the order of their lots.

    The sets of people who can be seated are a matroid: so the best sum is also what comes out when
    everybody in turn, best lot first, is given a seat when that is still possible.
    """
    if not len(face.arcs):
        return face
    return narrowed(face, face.market.people - face.market.person)
