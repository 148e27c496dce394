"""What somebody wants to get, and what a library sends."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectChoice, SelectField, SelectMultipleField

from community.gatherings.kinds import Kind
from community.gatherings.labels import KINDS
from community.libraries.models import Branch
from community.notifications.agreed import FITTING, WEEKLY
from community.notifications.labels import REMINDERS, WEEKDAYS
from community.notifications.models import LibraryRhythm, MailWish, Reminder
from community.notifications.wishes import Wanted
from community.topics.models import Theme

_CHOOSE = _("Choose one from the list.")


def _reminders(label: object) -> SelectMultipleField:
    return SelectMultipleField(
        label,
        choices=[SelectChoice(each.value, label) for each, label in REMINDERS.items()],
    )


class WishForm(FlaskForm):  # type: ignore[misc]
    """My mails from one library."""

    reminders = _reminders(_("When do we remind you of what you signed up for?"))
    digest = BooleanField(_(WEEKLY.words))
    fitting = BooleanField(_(FITTING.words))
    themes = SelectMultipleField(_("About which themes?"), coerce=int)
    kinds = SelectMultipleField(
        _("Which kinds of activities?"),
        choices=[SelectChoice(kind.value, label) for kind, label in KINDS.items()],
    )
    branches = SelectMultipleField(_("At which branches?"), coerce=int)

    def offer(
        self,
        rhythm: LibraryRhythm,
        themes: Iterable[Theme],
        branches: Iterable[Branch],
        language: str,
    ) -> None:
        """What this library has; what it does not send is not asked about."""
        self.reminders.choices = [
            SelectChoice(each.value, label)
            for each, label in REMINDERS.items()
            if each in rhythm.reminders
        ]
        self.themes.choices = [SelectChoice(each.id, each.label_in(language)) for each in themes]
        self.branches.choices = [SelectChoice(each.id, each.place) for each in branches]

    def show(self, wish: MailWish | None) -> None:
        self.reminders.data = [each.value for each in (wish.wanted if wish else Reminder)]
        if wish:
            self.digest.data = wish.digest_since is not None
            self.fitting.data = wish.has_fitting
            self.themes.data = [theme.id for theme in wish.themes]
            self.kinds.data = [kind.value for kind in wish.kinds]
            self.branches.data = [branch.id for branch in wish.branches]

    def wanted(self) -> Wanted:
        return Wanted(
            reminders=frozenset(Reminder(value) for value in self.reminders.data or ()),
            digest=bool(self.digest.data),
            fitting=bool(self.fitting.data),
            kinds=frozenset(Kind(value) for value in self.kinds.data or ()),
            theme_ids=frozenset(self.themes.data or ()),
            branch_ids=frozenset(self.branches.data or ()),
        )


class RhythmForm(FlaskForm):  # type: ignore[misc]
    """What the library sends."""

    reminders = _reminders(_("When do we remind people of what they signed up for?"))
    has_digest = BooleanField(_("Yes, we send a weekly e-mail about what is on"))
    weekday = SelectField(
        _("On which day does the weekly e-mail go out?"),
        coerce=int,
        choices=[SelectChoice(number, label) for number, label in enumerate(WEEKDAYS)],
        invalid_choice_message=_CHOOSE,
    )

    def show(self, rhythm: LibraryRhythm) -> None:
        self.reminders.data = [each.value for each in rhythm.reminders]
        self.has_digest.data = rhythm.has_digest
        self.weekday.data = rhythm.digest_weekday
