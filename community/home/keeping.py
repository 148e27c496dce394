"""What this installation keeps of people, why and for how long: the words of the privacy page.

The periods are those of the plan; what the software does by itself is said apart from what people
must still do by hand. A purge job that comes later reads its periods from here too.
"""

from __future__ import annotations

from dataclasses import dataclass

from community.words import N_


@dataclass(frozen=True, slots=True)
class Keeping:
    what: str
    why: str
    how_long: str


KEPT: tuple[Keeping, ...] = (
    Keeping(
        N_("Your first name, and your e-mail address or telephone number if you gave one"),
        N_("So that the library knows who is coming and can reach you."),
        N_("Until you ask us to erase it, or after 24 months without a sign of you."),
    ),
    Keeping(
        N_("Your sign-ups: for which activity, with how many people, and the question you bring"),
        N_("To keep a seat for you. Hosts and librarians of your library see it."),
        N_("Your question 6 months; that you were there 24 months, after that only numbers."),
    ),
    Keeping(
        N_("Your answers to what an activity asks, and the first names of children you bring"),
        N_("To prepare the activity. Hosts of it and librarians of your library see them."),
        N_("6 months; at a sensitive activity 5 days. After that they are wiped by themselves."),
    ),
    Keeping(
        N_("What you need to be able to take part, if you said so"),
        N_("So that it is there. Only hosts of the activity and librarians see it."),
        N_("Until the day after the activity. Then it is wiped by itself."),
    ),
    Keeping(
        N_("Which living books you read, and your first name if you borrowed one at the table"),
        N_("To keep a place for you. Who stands at the table and librarians see it."),
        N_("30 days; a first name said at the table until the day after. Then it is wiped."),
    ),
    Keeping(
        N_("At which table you sat, when tables were divided"),
        N_(
            "So that you find your table and meet new people. Who leads it sees wishes about you;"
            " nobody else does."
        ),
        N_("30 days; at a sensitive activity 5 days."),
    ),
    Keeping(
        N_("With whom you sat at a table, only when you and they asked us to remember it"),
        N_("So that you meet others the next time. Nobody ever sees it."),
        N_("12 months, or until one of you takes it back."),
    ),
    Keeping(
        N_("What you would like in a match round, and when you cannot come"),
        N_("To divide the seats. Librarians of your library see it."),
        N_("6 months after the seats were divided; that you had no place 24 months."),
    ),
    Keeping(
        N_("Whether the library may invite you"),
        N_("Only when you said yes; you can take it back."),
        N_("Until you take it back."),
    ),
    Keeping(
        N_("If you have an account: your password, made unreadable, and where you are signed in"),
        N_("So that only you come in. Signing out wipes it on our side too."),
        N_("A sign-in ends after 30 days without use."),
    ),
    Keeping(
        N_("Which mails we owe you and when they were sent"),
        N_("So that a change of plan reaches everybody, once."),
        N_("As long as the sign-up it is about."),
    ),
    Keeping(
        N_("What a librarian decided about something you wrote, and what you reported"),
        N_("To keep the rules of the house. Nobody hears from us who reported what."),
        N_("24 months, then it is wiped by itself."),
    ),
    Keeping(
        N_("If you work here: your address for a self-assessment, and what you answer"),
        N_("To ask everybody how the library stands. No answer has a name or a moment with it."),
        N_("Your address until the round closes, by itself. Answers stay; they are nobody’s."),
    ),
    Keeping(
        N_("If you work here: your name on the plan, where a colleague wrote it down"),
        N_("So that it is clear who does what, and the next meting can look back on it."),
        N_("Until a colleague takes it out of there."),
    ),
    Keeping(
        N_("A log of what happened: that somebody signed up, came or left"),
        N_("To count. It has a random number instead of your name."),
        N_("The number goes after 24 months, or when you have yourself erased; the counts stay."),
    ),
)
