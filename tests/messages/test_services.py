"""Who a message reaches, that it leaves once, and how long it is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from community.accounts.models import Person
from community.clock import now
from community.db import session, transaction
from community.gatherings.models import Attendance, SignUpStatus
from community.messages import queries, services
from community.messages.models import Addressee, Audience, Message
from community.messages.services import (
    Draft,
    NobodyToWriteTo,
    SentAlready,
    TooManyMessages,
)
from community.outbox.models import MailState, OutboxMail
from tests import factories
from tests.keeping.forgetting import forget
from tests.messages.writing import a_draft, sent, written_to

CONFIRMED, WAITING = SignUpStatus.CONFIRMED, SignUpStatus.WAITING


@pytest.fixture
def gathering(app):
    return factories.a_gathering("Samen eten")


def people(gathering, **statuses):
    return {
        name: factories.a_sign_up(gathering, factories.a_person(name), status)
        for name, status in statuses.items()
    }


def checked_in(sign_up, **fields):
    factories.saved(
        Attendance(
            library_id=sign_up.library_id, gathering_id=sign_up.gathering_id,
            sign_up_id=sign_up.id, people=1, activity_id=1, checked_in_at=now(), noted_at=now(),
            **fields,
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    ("audience", "names"),
    [
        (Audience.EVERYBODY, {"noor", "sam", "wim"}),
        (Audience.CONFIRMED, {"noor", "sam"}),
        (Audience.WAITING, {"wim"}),
        (Audience.CAME, {"noor"}),
        (Audience.ABSENT, {"sam"}),
    ],
)
def test_an_audience_is_who_it_says_and_never_who_did_not_confirm(gathering, audience, names):
    there = people(
        gathering, noor=CONFIRMED, sam=CONFIRMED, wim=WAITING,
        pim=SignUpStatus.PENDING, gijs=SignUpStatus.CANCELLED,
    )  # fmt: skip
    checked_in(there["noor"])
    checked_in(there["sam"], undone_at=now())
    message = sent(a_draft(gathering, audience))
    assert written_to(message) == {there[name].person_id for name in names}
    assert queries.count_audiences(session(), gathering)[audience] == len(names)


def test_who_is_ticked_gets_it_and_nobody_of_another_gathering(gathering):
    there = people(gathering, noor=CONFIRMED, sam=CONFIRMED)
    other = factories.a_sign_up(factories.a_gathering("Iets anders"))
    draft = a_draft(gathering, Audience.CHOSEN, chosen=[there["noor"].id, other.id])
    assert written_to(sent(draft)) == {there["noor"].person_id}


def test_sending_twice_sends_once(gathering):
    people(gathering, noor=CONFIRMED, sam=CONFIRMED)
    draft = a_draft(gathering)
    first, again = sent(draft), sent(draft, at=now() + timedelta(minutes=1))
    assert (first.sent_at, first.mails) == (again.sent_at, again.mails)
    assert session().scalar(select(func.count(OutboxMail.id))) == 2


def test_who_has_no_address_is_on_the_list_to_call_until_ticked_off(gathering):
    ria = factories.a_sign_up(gathering, factories.a_person("Ria", email=None))
    people(gathering, noor=CONFIRMED)
    message = sent(a_draft(gathering))
    assert (message.mails, message.calls) == (1, 1)
    (call,) = queries.list_calls(session(), gathering.library_id)
    assert call.sign_up_id == ria.id
    assert session().scalar(queries.how_many_calls(gathering.library_id)) == 1
    for _ in range(2):
        with transaction() as tx:
            services.called(tx, tx.get_one(Message, message.id), ria.id, now=now())
    assert queries.list_calls(session(), gathering.library_id) == []
    assert session().scalar(queries.how_many_calls(gathering.library_id)) == 0


def test_a_draft_is_nobodys_call(gathering):
    ria = factories.a_sign_up(gathering, factories.a_person("Ria", email=None))
    a_draft(gathering, Audience.CHOSEN, chosen=[ria.id])
    assert queries.list_calls(session(), gathering.library_id) == []


def test_a_message_to_nobody_is_not_sent(gathering):
    draft = a_draft(gathering)
    with pytest.raises(NobodyToWriteTo):
        sent(draft)
    assert session().get_one(Message, draft.id, populate_existing=True).is_draft


def test_what_was_sent_can_no_longer_be_changed_or_thrown_away(gathering):
    people(gathering, noor=CONFIRMED)
    message = sent(a_draft(gathering))
    ids = (message.library_id, message.gathering_id, message.id)
    other = Draft(audience=Audience.EVERYBODY, subject="Anders", text="Anders")
    with pytest.raises(SentAlready), transaction() as tx:
        services.rewrite(tx, *ids, other, now=now())
    with pytest.raises(SentAlready), transaction() as tx:
        services.discard(tx, *ids)


def test_a_draft_that_is_written_again_goes_to_whom_it_says_then(gathering):
    there = people(gathering, noor=CONFIRMED, sam=CONFIRMED)
    draft = a_draft(gathering, Audience.CHOSEN, chosen=[there["noor"].id])
    anew = Draft(
        audience=Audience.CHOSEN, subject="Anders", text="Anders", chosen=[there["sam"].id]
    )
    with transaction() as tx:
        services.rewrite(tx, draft.library_id, gathering.id, draft.id, anew, now=now())
    message = sent(draft)
    assert message.subject == "Anders"
    assert written_to(message) == {there["sam"].person_id}


def test_a_fifth_message_within_a_day_has_to_wait(gathering):
    people(gathering, noor=CONFIRMED)
    began = now()
    for _ in range(services.MOST_A_DAY):
        sent(a_draft(gathering), at=began)
    fifth = a_draft(gathering)
    with pytest.raises(TooManyMessages):
        sent(fifth, at=began + timedelta(hours=23))
    assert sent(fifth, at=began + timedelta(hours=25)).mails == 1


def test_of_a_sensitive_gathering_no_subject_is_kept(app):
    gathering = factories.a_gathering(is_sensitive=True)
    assert a_draft(gathering, subject="Over je verlies").subject == ""


def test_a_message_goes_after_a_year_and_a_draft_after_a_month(gathering):
    people(gathering, noor=CONFIRMED)
    kept = sent(a_draft(gathering))
    sent(a_draft(gathering), at=now() - timedelta(days=366))
    stays, draft = kept.id, a_draft(gathering).id
    forget("messages.sent", now())
    assert set(session().scalars(select(Message.id))) == {stays, draft}
    assert set(session().scalars(select(Addressee.message_id))) == {stays}
    forget("messages.sent", now() + timedelta(days=31))
    assert set(session().scalars(select(Message.id))) == {stays}


def test_whoever_is_found_to_get_no_mail_is_called_when_it_came_back(gathering):
    there = people(gathering, noor=CONFIRMED, sam=CONFIRMED)
    message = sent(a_draft(gathering))
    with transaction() as tx:
        for name, state in (("noor", MailState.BOUNCED), ("sam", MailState.SENT)):
            person_id = there[name].person_id
            tx.get_one(Person, person_id).mail_stops_since = now()
            key = f"message:{message.id}:{person_id}"
            tx.scalars(select(OutboxMail).where(OutboxMail.key == key)).one().state = state
    (call,) = queries.list_calls(session(), gathering.library_id)
    assert call.sign_up_id == there["noor"].id
    with transaction() as tx:
        services.called(tx, tx.get_one(Message, message.id), there["noor"].id, now=now())
    assert queries.list_calls(session(), gathering.library_id) == []
