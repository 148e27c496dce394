"""A gathering by a format with something said about it, and a proposal, for the walk past doors."""

from __future__ import annotations

from community.accounts.models import Person
from community.gatherings.models import Gathering, SignUp
from community.libraries.models import Library
from tests.consents.rows import a_consent
from tests.conversations.talking import everyone_reads, says, viewer
from tests.formats.rows import a_format, goes_by
from tests.harvests.rows import a_shown_harvest
from tests.promises.promising import a_talk, promised
from tests.proposals.ideas import a_date, a_proposal
from tests.table_notes.tables import a_table, a_table_note


class Talk:
    def __init__(
        self, library: Library, gathering: Gathering, resident: Person, sign_up: SignUp
    ) -> None:
        made = a_format(library=library)
        goes_by(gathering, made)
        said = says(gathering, viewer(resident))
        everyone_reads(gathering)
        self.proposal, self.backing = a_proposal(library=library, person=resident)
        self.promise = promised(a_talk(library=library))
        self.table = a_table(gathering)
        note = a_table_note(self.table)
        self.shown = a_shown_harvest(gathering, sign_up)
        #: What to fill in for the variables of these addresses.
        self.arguments: dict[str, object] = {
            "format_id": made.id,
            "format_key": "dialogue",
            "contribution_id": said.id,
            "conversation_id": said.conversation_id,
            "anchor": "activiteit",
            "anchor_id": gathering.id,
            "nod": "recognises",
            "table_no": self.table.table_no,
            "table_note_id": note.id,
            "proposal_id": self.proposal.id,
            "backing_id": self.backing.id,
            "date_id": a_date(self.proposal).id,
            "promise_id": self.promise.id,
            "stand": "bezig",
            "harvest_id": self.shown.harvest.id,
            "number": 1,
            "item_id": self.shown.item.id,
            "origin_id": self.shown.source.id,
            "correction_id": self.shown.correction.id,
            "act": "citaat",
            "consent_id": a_consent(resident, library).id,
            "quote_id": self.shown.consent.id,
        }
