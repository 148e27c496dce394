"""The librarian's first day: five steps past what she will use most, each on its own page."""

from __future__ import annotations

from dataclasses import dataclass

from community.words import N_


@dataclass(frozen=True, slots=True)
class Step:
    """What a step says, and where one can try it; all words are English msgids."""

    title: str
    text: tuple[str, ...]
    endpoint: str
    go: str


STEPS = (
    Step(
        N_("Today is where you begin"),
        (
            N_("You see what there is today, and what waits for you."),
            N_("The number at the top is all there is to do. At nought you are up to date."),
        ),
        "desk.index",
        N_("See your day"),
    ),
    Step(
        N_("Make an activity"),
        (
            N_("Begin with a template, or with the last time: most of it is filled in then."),
            N_("It stays a draft until you publish it. Nobody sees a draft."),
        ),
        "gathering_templates.begin",
        N_("Try a new activity"),
    ),
    Step(
        N_("See who is coming"),
        (
            N_("At every activity stands who signed up, and which question they bring."),
            N_(
                "You write down who signs up at the desk or by telephone. "
                "No mail address? Then their news stands on the list to call."
            ),
        ),
        "gatherings_desk.index",
        N_("Open one of your activities"),
    ),
    Step(
        N_("Bring people together"),
        (
            N_(
                "Residents write what they can do and what they look for. "
                "You see what fits together, and why."
            ),
            N_("Nobody learns who the other is before both said yes."),
        ),
        "entries_desk.index",
        N_("Read what people offer and ask"),
    ),
    Step(
        N_("See what it yields"),
        (
            N_("After an activity you count the people, and keep what the talk yielded."),
            N_(
                "The meetlat follows from that by itself. "
                "Behind every number stand the activities it is made of."
            ),
        ),
        "meetlat.index",
        N_("Look at the meetlat"),
    ),
)
