"""A conversation as one visitor has it: what it hangs on, what they are there, and its addresses.

Somebody who is signed in and somebody with the link of a sign-up have the same pages, each at
addresses of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from flask import url_for

from community.conversations import seeing
from community.conversations.anchors import Anchor
from community.conversations.models import Contribution, Conversation, Phase, SeenBy
from community.conversations.said_queries import Said
from community.conversations.seeing import Viewer
from community.moderation.agreeing import Known


@dataclass(frozen=True, slots=True)
class Way:
    """Where the acts of one conversation are."""

    room: str  #: The blueprint.
    here: Mapping[str, Any]  #: What its addresses begin with.
    each: Mapping[str, Any] = field(default_factory=dict)  #: The same, of one contribution.
    front: str = ""  #: Its own page, when that is another.
    back: str = ""  #: Where one comes from, when that is not what it hangs on.

    @property
    def is_by_link(self) -> bool:
        """Whether one is here by the link of a sign-up, and nothing that asks to sign in fits."""
        return bool(self.back)

    def page(self, number: int | None = None, said: int | None = None) -> str:
        query = f"?bladzijde={number}" if number else ""
        at = f"#bijdrage-{said}" if said else ""
        return f"{self.front or self._url('on')}{query}{at}"

    @property
    def say(self) -> str:
        return self._url("say")

    @property
    def mute(self) -> str:
        return self._url("mute")

    @property
    def arrange(self) -> str:
        return self._url("arrange")

    def news(self, last: int) -> str:
        return url_for(f"{self.room}.news", **self.here, na=last)

    def contribution(self, number: int) -> str:
        """Wherever it stands."""
        return self._of("contribution", number)

    def edit(self, number: int) -> str:
        return self._of("edit", number)

    def withdraw(self, number: int) -> str:
        return self._of("withdraw", number)

    def nod(self, number: int, nod: str) -> str:
        return url_for(f"{self.room}.nod", **self.each, contribution_id=number, nod=nod)

    def _url(self, act: str) -> str:
        return url_for(f"{self.room}.{act}", **self.here)

    def _of(self, act: str, number: int) -> str:
        return url_for(f"{self.room}.{act}", **self.each, contribution_id=number)


@dataclass(frozen=True, slots=True)
class Talk:
    anchor: Anchor
    conversation: Conversation | None
    viewer: Viewer
    way: Way
    rules: Known | None = None  #: What they agreed to, where it was asked along.

    @property
    def seen_by(self) -> SeenBy:
        return self.conversation.seen_by if self.conversation else self.anchor.usual

    @property
    def is_closed(self) -> bool:
        return self.conversation is not None and self.conversation.closed_at is not None

    @property
    def may_read(self) -> bool:
        return seeing.may_read(self.seen_by, self.viewer)

    @property
    def may_speak(self) -> bool:
        return seeing.may_speak(self.conversation, self.seen_by, self.viewer)

    def by_phase(self, said: Sequence[Said]) -> Iterator[tuple[Phase | None, list[Said]]]:
        """In order, under what was said before, during and after; None where there is no time."""
        if not self.anchor.has_phases:
            yield None, list(said)
            return
        for phase, part in groupby(said, lambda one: one.contribution.phase):
            yield phase, list(part)

    def added(
        self, said: Sequence[Said], below: Phase | None
    ) -> Iterator[tuple[Phase | None, list[Said]]]:
        """What comes in addition, where the last that stands was said in `below`: a heading only
        where the phase is another."""
        for phase, part in self.by_phase(said):
            yield (None if phase is below else phase), part
            below = phase

    def is_open_to_all(self, said: Contribution) -> bool:
        return bool(said.seen_from) and not said.hidden_at and not said.withdrawn_at
