"""The form of an offer."""

from __future__ import annotations

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import IntegerField, RadioField, SelectChoice, StringField, TextAreaField, URLField
from wtforms.validators import DataRequired, InputRequired, NumberRange

from community import clock
from community.gatherings.drafts import is_safe_link
from community.groups.room_forms import WhenForm
from community.networks import labels
from community.networks.models import Support
from community.networks.offer_models import MOST_SEATS, Offer
from community.networks.offers import OfferDraft
from community.web.once import OnceForm
from community.web.typed import Fits, line, lines


class OfferForm(WhenForm, OnceForm):
    title = StringField(
        _("What is it called?"),
        filters=[line],
        validators=[DataRequired(_("Give it a name that says what people will do.")), Fits(120)],
    )
    form = RadioField(
        _("What kind of support is it?"),
        choices=lambda: [SelectChoice(each.value, labels.support(each)) for each in Support],
        validators=[InputRequired(_("Choose one from the list."))],
    )
    text = TextAreaField(
        _("What will you do, and who is it for?"), filters=[lines], validators=[Fits(2000)]
    )
    place = StringField(_("Where?"), filters=[line], validators=[Fits(200)])
    link = URLField(_("Link to join online"), filters=[line], validators=[Fits(300)])
    seats = IntegerField(
        _("How many seats are there?"),
        validators=[
            InputRequired(_("Fill in a number.")),
            NumberRange(1, MOST_SEATS, message=_("Fill in a number from 1 to 500.")),
        ],
    )

    def fits(self) -> bool:
        """Whether all of it can be; what cannot is said beside the field."""
        fine = bool(self.validate()) and self.times_exist()
        if self.link.data and not is_safe_link(self.link.data):
            self.link.errors = [gettext("This is not a link. It begins with https://.")]
            fine = False
        if not self.place.data and not self.link.data:
            self.place.errors = [gettext("Fill in a place, or a link to join online.")]
            fine = False
        return fine

    def show(self, offer: Offer) -> None:
        for name in ("title", "text", "place", "link", "seats"):
            self[name].data = getattr(offer, name)
        self.form.data = offer.form.value
        begins, ends = clock.local(offer.starts_at), clock.local(offer.ends_at)
        self.day.data, self.starts.data, self.ends.data = begins.date(), begins.time(), ends.time()

    def draft(self) -> OfferDraft:
        starts_at, ends_at = self.span
        return OfferDraft(
            form=Support(self.form.data),
            title=self.title.data,
            text=self.text.data,
            starts_at=starts_at,
            ends_at=ends_at,
            place=self.place.data,
            link=self.link.data,
            seats=self.seats.data,
        )
