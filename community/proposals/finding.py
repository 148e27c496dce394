"""How proposals are found by words: laid before the search like the register's entries.

There is one document of each, of what everybody reads. What is closed is no longer found: nobody
can get behind it any more.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from community.proposals import alike_queries
from community.proposals.alike_queries import FOUND
from community.proposals.models import Proposal
from community.search import index
from community.search.hits import Document, Hit, Label

KIND = "proposal"


def search(session: Session, library_id: int, sentence: str, *, most: int) -> list[Hit]:
    """What is open or being planned and comes close to a sentence; the best first."""
    among = alike_queries.findable(library_id)
    return index.search(session, library_id, KIND, sentence, among=among, most=most)


def lay_out(session: Session, proposal: Proposal) -> None:
    """Let it be found by what it says now; what nobody should find is taken away."""
    if proposal.state in FOUND and proposal.hidden_at is None:
        index.put(session, proposal.library_id, KIND, proposal.id, document_of(proposal))
    else:
        index.remove(session, proposal.library_id, KIND, proposal.id)


def lay_out_all(session: Session, library_id: int, proposals: Sequence[Proposal]) -> None:
    """The same for many at once."""
    said = {each.id: document_of(each) for each in proposals if each.state in FOUND}
    index.put_all(session, library_id, KIND, said)


def document_of(proposal: Proposal) -> Document:
    labels = [Label(theme.label, (theme.label_en,)) for theme in proposal.themes]
    return Document(proposal.title, proposal.text, labels)
