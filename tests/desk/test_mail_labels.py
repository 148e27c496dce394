"""What a librarian calls the mails: every kind that the house can write has a name of its own."""

from __future__ import annotations

from community.desk import mail_labels
from community.outbox import letters


def test_every_kind_of_mail_has_a_name(app):
    assert mail_labels.NEWS.keys() == letters.kinds()
