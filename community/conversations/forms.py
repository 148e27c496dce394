"""The forms of conversations."""

from __future__ import annotations

from typing import Self

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from community.conversations import labels
from community.conversations.anchors import Anchor
from community.conversations.models import LONGEST, LONGEST_TITLE, LONGEST_URL, Kind, SeenBy
from community.conversations.writing import Words
from community.gatherings.drafts import is_safe_link
from community.moderation.rules_form import RulesForm
from community.web.addresses import row_id
from community.web.once import OnceForm
from community.web.typed import Fits, line, lines

_WRITE = DataRequired(_("Write something first."))
_FITS = Length(max=LONGEST, message=_("Keep it below 1,500 characters."))


class SayForm(RulesForm, OnceForm):
    """A contribution; a source also says where it is."""

    kind = RadioField(
        _("What is it?"),
        choices=[SelectChoice(kind.value, label) for kind, label in labels.KINDS.items()],
        default=Kind.EXPERIENCE.value,
    )
    text = TextAreaField(_("Join the conversation"), filters=[lines], validators=[_WRITE, _FITS])
    url = StringField(_("Link"), filters=[line], validators=[Fits(LONGEST_URL)])
    title = StringField(
        _("Or the title of a book"), filters=[line], validators=[Fits(LONGEST_TITLE)]
    )
    isbn = StringField(_("Its ISBN"), filters=[line])

    def validate_url(self, field: StringField) -> None:
        if field.data and not is_safe_link(field.data):
            raise ValidationError(gettext("This is not a link. It begins with https://."))

    def validate_isbn(self, field: StringField) -> None:
        if field.data and not is_isbn(plain_isbn(field.data)):
            raise ValidationError(
                gettext("This is not an ISBN. You find it on the back of the book.")
            )

    def validate_kind(self, field: RadioField) -> None:
        if field.data == Kind.SOURCE.value and not (self.url.data or self.title.data):
            raise ValidationError(gettext("Say where the source is: a link, or a title."))

    @property
    def words(self) -> Words:
        kind = Kind(self.kind.data)
        is_source = kind is Kind.SOURCE
        return Words(
            text=self.text.data,
            kind=kind,
            url=self.url.data if is_source else "",
            title=self.title.data if is_source else "",
            isbn=plain_isbn(self.isbn.data or "") if is_source else "",
        )


class ReplyForm(RulesForm, OnceForm):
    text = TextAreaField(_("Your answer"), filters=[lines], validators=[_WRITE, _FITS])
    reply_to = HiddenField()

    @property
    def words(self) -> Words:
        return Words(text=self.text.data, reply_to_id=int(self.reply_to.data))

    def validate_reply_to(self, field: HiddenField) -> None:
        if row_id(field.data) is None:
            raise ValidationError(gettext("Write something first."))


class EditForm(FlaskForm):  # type: ignore[misc]
    text = TextAreaField(_("Your words"), filters=[lines], validators=[_WRITE, _FITS])


class ArrangeForm(FlaskForm):  # type: ignore[misc]
    seen_by = RadioField(_("Who may read this conversation?"))
    is_closed = BooleanField(_("Close it: people can still read it but not add to it"))

    @classmethod
    def of(cls, anchor: Anchor, seen_by: SeenBy | None = None, *, is_closed: bool = False) -> Self:
        """As it is sent; with `seen_by`, as it stands."""
        form = cls() if seen_by is None else cls(formdata=None)
        form.seen_by.choices = [
            SelectChoice(who.value, label)
            for who, label in labels.SEEN_BY.items()
            if who is not SeenBy.PARTICIPANTS or anchor.has_participants
        ]
        if seen_by is not None:
            form.seen_by.data, form.is_closed.data = seen_by.value, is_closed
        return form


def plain_isbn(typed: str) -> str:
    return typed.replace("-", "").replace(" ", "").upper()


def is_isbn(digits: str) -> bool:
    """ISBN-13, or the ten of an older book, by its check digit (ISO 2108)."""
    if len(digits) == 13 and digits.isascii() and digits.isdigit():
        return sum(int(each) * (1, 3)[at % 2] for at, each in enumerate(digits)) % 10 == 0
    if len(digits) == 10 and digits[:9].isascii() and digits[:9].isdigit():
        last = 10 if digits[9] == "X" else int(digits[9]) if digits[9] in "0123456789" else -1
        total = sum(int(each) * (10 - at) for at, each in enumerate(digits[:9])) + last
        return last >= 0 and total % 11 == 0
    return False
