"""What an operator types."""

from __future__ import annotations

from community.db import transaction
from community.outbox import states
from community.outbox.models import MailState
from tests.outbox.conftest import the_mail
from tests.outbox.postoffice import free_port


def test_deliver_once_says_how_many_left(app, owed):
    owed("one")
    owed("two")
    said = app.test_cli_runner().invoke(args=["outbox", "deliver", "--once"])
    assert (said.exit_code, said.output) == (0, "2 mails sent.\n")
    assert the_mail("one").state is MailState.SENT


def test_deliver_once_says_that_the_server_is_away(app, owed):
    app.config["MAIL_URL"] = f"smtp://127.0.0.1:{free_port()}"
    owed("one")
    said = app.test_cli_runner().invoke(args=["outbox", "deliver", "--once"])
    assert said.exit_code == 1
    assert "Could not reach the mail server" in said.output


def test_retry_owes_again_what_was_given_up(app, owed):
    owed("one")
    mail_id = the_mail("one").id
    with transaction() as tx:
        states.give_up(tx, mail_id, why="broke_off")
    said = app.test_cli_runner().invoke(args=["outbox", "retry"])
    assert (said.exit_code, said.output) == (0, "1 mail waiting to be sent again.\n")
    assert the_mail("one").state is MailState.OWED
