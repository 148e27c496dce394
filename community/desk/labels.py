"""Numbers as a headline says them."""

from __future__ import annotations

from community.words import N_

#: Up to a dozen in words; above that a figure reads better.
NUMBERS = (
    "",
    N_("One"),
    N_("Two"),
    N_("Three"),
    N_("Four"),
    N_("Five"),
    N_("Six"),
    N_("Seven"),
    N_("Eight"),
    N_("Nine"),
    N_("Ten"),
    N_("Eleven"),
    N_("Twelve"),
)
