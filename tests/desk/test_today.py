"""The desk's first page says what is true today."""

from __future__ import annotations

from datetime import timedelta

import pytest

from community.accounts.models import Role
from community.clock import end_of_day, local_day, now, start_of_day
from community.gatherings.models import GatheringStatus
from community.outbox.models import MailState, OutboxMail
from tests.factories import (
    a_gathering,
    a_librarian,
    a_library,
    a_member,
    a_sign_up,
    saved,
    the_library,
)

DESK = "/vechtdal/beheer"


@pytest.fixture
def desk(app, client_of):
    the_library()
    return client_of(a_librarian(name="Sanne"))


def today(**fields):
    begins = end_of_day(local_day(now())) - timedelta(hours=1)
    return a_gathering(starts_at=begins, ends_at=begins + timedelta(minutes=50), **fields)


def test_an_empty_day_says_so_and_what_to_do(desk):
    html = desk.get(DESK).text
    assert "Sanne" in html
    assert "Vandaag niets in huis" in html
    assert "Je bent bij" in html
    assert "/beheer/activiteiten/nieuw" in html


def test_today_and_tomorrow_stand_there_with_who_comes(desk):
    a_sign_up(today(title="Vandaag", capacity=4))
    a_gathering("Morgen", starts_at=start_of_day(local_day(now()) + timedelta(days=1)))
    a_gathering("Volgende week")
    today(title="Van een ander", library=a_library("zuidpolder"))
    html = desk.get(DESK).text
    assert "1 van 4" in html
    assert ">Vandaag</a>" in html
    assert ">Morgen</a>" in html
    assert "Volgende week" not in html
    assert "Van een ander" not in html


def test_what_goes_on_for_days_stands_there_every_day(desk):
    a_gathering(
        "Foto’s van toen",
        starts_at=now() - timedelta(days=3),
        ends_at=now() + timedelta(days=5),
        capacity=None,
    )
    assert desk.get(DESK).text.count("Foto’s van toen</a>") == 2


def test_what_waits_is_counted(desk):
    a_gathering("Af te maken", status=GatheringStatus.DRAFT, published_at=None)
    a_gathering("Nog te tellen", starts_at=now() - timedelta(days=1))
    saved(
        OutboxMail(
            key="x", library_id=the_library().id, template="gatherings/moved", person_id=1,
            state=MailState.FAILED, queued_at=now(), due_at=now(), message_id="x",
        )
    )  # fmt: skip
    html = desk.get(DESK).text
    for words in ("Concept om af te maken", "Nog te tellen", "Mail die niet is aangekomen"):
        assert words in html


def test_staff_see_the_day_but_not_the_work(app, client_of):
    gathering = today(title="Vandaag")
    html = client_of(a_member(Role.STAFF)).get(DESK).text
    assert "Vandaag</a>" in html
    assert f"/beheer/activiteiten/{gathering.id}" not in html
    assert "Wacht op jou" not in html


def test_only_who_has_a_desk_is_shown_the_way(app, client, client_of):
    the_library()
    home = "/vechtdal/agenda"
    assert f'href="{DESK}"' in client_of(a_librarian()).get(home).text
    assert f'href="{DESK}"' not in client_of(a_member(Role.RESIDENT)).get(home).text
    assert f'href="{DESK}"' not in client.get(home).text
