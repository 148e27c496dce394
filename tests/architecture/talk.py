"""A gathering that goes by a format, with something said about it, for who walks past doors."""

from __future__ import annotations

from community.accounts.models import Person
from community.gatherings.models import Gathering
from community.libraries.models import Library
from tests.conversations.talking import everyone_reads, says, viewer
from tests.formats.rows import a_format, goes_by


class Talk:
    def __init__(self, library: Library, gathering: Gathering, resident: Person) -> None:
        made = a_format(library=library)
        goes_by(gathering, made)
        said = says(gathering, viewer(resident))
        everyone_reads(gathering)
        #: What to fill in for the variables of these addresses.
        self.arguments: dict[str, object] = {
            "format_id": made.id,
            "format_key": "dialogue",
            "contribution_id": said.id,
            "nod": "recognises",
        }
