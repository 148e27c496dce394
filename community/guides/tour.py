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
        N_("Start with Today"),
        (
            N_("You see what is on today, and what is waiting for you."),
            N_("The number at the top is everything there is to do. At zero you are up to date."),
        ),
        "desk.index",
        N_("See your day"),
    ),
    Step(
        N_("Make an activity"),
        (
            N_("Start from a template, or from the last time: then most of it is filled in."),
            N_("It stays a draft until you publish it. Nobody else sees a draft."),
        ),
        "gathering_templates.begin",
        N_("Try a new activity"),
    ),
    Step(
        N_("See who is coming"),
        (
            N_("Each activity shows who signed up, and which question they bring."),
            N_(
                "Add people who sign up at the counter or by phone. No e-mail address? Then their "
                "news is on the list to call."
            ),
        ),
        "gatherings_desk.index",
        N_("Open one of your activities"),
    ),
    Step(
        N_("Bring people together"),
        (
            N_(
                "Residents write what they can do and what they are looking for. You see what "
                "matches, and why."
            ),
            N_("Nobody learns who the other is before both say yes."),
        ),
        "entries_desk.index",
        N_("Read what people offer and ask"),
    ),
    Step(
        N_("See what it yields"),
        (
            N_("After an activity you count the people, and keep what the talk yielded."),
            N_(
                "The meetlat follows from that by itself. Behind every number are the "
                "activities it is made of."
            ),
        ),
        "meetlat.index",
        N_("Look at the meetlat"),
    ),
)
