"""How it was confirmed, in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from community.initiatives.models import Proof

#: What a librarian can have heard.
HEARD = (Proof.COUNTER, Proof.SPOKEN)
PROOFS: dict[Proof, LazyString] = {
    Proof.MAIL: _("by e-mail"),
    Proof.COUNTER: _("at the counter"),
    Proof.SPOKEN: _("by phone or in passing"),
    Proof.PROPOSAL: _("by proposing it"),
}
