"""Every tick that the house asks is a consent with its row, or it is said why it is none.

A new one fails until somebody decides. A yes that is asked by a button or a choice of its own (an
introduction, a living book, a quote, who began something) is named in docs/decisions/0053.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask_wtf import FlaskForm
from wtforms import BooleanField

from community.accounts.agreed import MAY_INVITE
from community.consents import purposes

pytestmark = pytest.mark.usefixtures("app")

CONSENTS = {
    "notifications.WishForm.digest": "notifications.weekly",
    "notifications.WishForm.fitting": "notifications.fitting",
    "offer_lists.ListForm.was_agreed": "register.spoken",
    "offer_lists.TakeOverForm.was_agreed": "register.spoken",
    "preferences.PreferenceForm.mixes": "preferences.mixed",
    "preferences.PreferenceForm.needs_agreed": "preferences.needed",
    "preferences.PreferenceForm.remembers": "preferences.remembered",
    "promises.AgreeForm.named": "promises.named",
    "promises.OwnWordsForm.named": "promises.named",
    "proposals._SayingYes.said_yes": "proposals.spoken",
    "register.EntryForm.consents": "register.sensitive",
    "register.EntryOfSomebodyForm.said_yes": "register.spoken",
}
#: Asked by another kind of field: two answers, a button, a version of the rules.
BESIDE_TICKS = {
    MAY_INVITE.name, "arrivals.standing", "house_rules", "skills.noted",
}  # fmt: skip
NONE = {
    "how old somebody says to be: not something to take back": {
        "introductions.AskForm.of_age", "offer_lists.ListForm.is_old_enough",
        "proposals.BackingForm.is_old_enough", "proposals.ProposalForm.is_old_enough",
        "proposals._SpokenBacking.is_old_enough",
        "proposals._SpokenProposal.is_old_enough", "register.EntryForm.is_old_enough",
    },
    "less is seen or kept with it than without": {
        "register.EntryForm.is_anonymous", "tally.CardForm.pc4_unsaid",
        "logbook.NoteForm.sure", "harvests.AnswerForm.remove",
    },
    "a wish in what one takes part in, which goes with it": {
        "match_rounds.SurpriseForm.surprise", "preferences.PreferenceForm.comes_online",
    },
    "an act that is done at once, and asks whether one is sure": {
        "rights.EraseAtDeskForm.sure", "rights.EraseForm.sure", "rights.FileAtDeskForm.asked",
    },
    "what the library arranges": {
        "bookings.BookingForm.skip_taken", "conversations.ArrangeForm.is_closed",
        "formats.FormatForm.has_hosts", "formats.FormatForm.hosts_stay",
        "formats.FormatForm.mixes", "gatherings.GatheringForm.has_waiting_list",
        "gatherings.GatheringForm.is_sensitive", "gatherings.GatheringForm.no_picture",
        "gatherings.TemplateForm.replace", "groups.GroupForm.is_sensitive",
        "groups.OfGatheringForm.whole_series", "groups.WordsForm.takes_members",
        "history.ListsForm.skips_errors", "logbook.NoteForm.is_contact",
        "logbook.PartForm.correcties", "moderation.LogForm.with_names",
        "notifications.RhythmForm.has_digest", "series.RepeatForm.not_in_holidays",
        "series.RepeatForm.not_when_closed", "table_plans.GuestForm.is_host",
        "table_plans.SetUpForm.hosts_stay", "teams.TeamForm.front_line",
        "teams.TeamForm.is_resting", "topics.TermForm.is_sensitive",
        *(f"gatherings.WithQuestions.question_{number}_required" for number in range(1, 7)),
    },
    "what an organisation says, by its contact": {
        "partners.BroughtForm.room", "partners.ContactForm.gets_list",
        "partners.CorrectionForm.not_there", "partners.CorrectionForm.room",
    },
}  # fmt: skip


def ticks() -> Iterator[str]:
    for form in forms(FlaskForm):
        room = form.__module__.removeprefix("community.").rpartition(".")[0]
        for name, field in vars(form).items():
            if getattr(field, "field_class", None) is BooleanField:
                yield f"{room}.{form.__qualname__}.{name}"


def forms(kind: type[FlaskForm]) -> Iterator[type[FlaskForm]]:
    for each in kind.__subclasses__():
        if each.__module__.startswith("community."):
            yield each
        yield from forms(each)


def test_every_tick_is_a_consent_or_it_is_said_why_it_is_none():
    asked, none = set(ticks()), set().union(*NONE.values())
    assert asked - set(CONSENTS) - none == set(), "decide about these"
    assert (set(CONSENTS) | none) - asked == set(), "no longer there"
    assert not set(CONSENTS) & none


def test_every_consent_has_a_way_to_be_asked():
    names = {each.name for each in purposes.all_purposes()}
    assert {*CONSENTS.values(), *BESIDE_TICKS} == names
