"""Reading delivery reports, whoever wrote them and however badly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.outbox import reports
from tests.outbox.returning import a_report


@pytest.mark.parametrize("whole", [True, False])
def test_a_report_names_the_mail_the_address_and_that_it_is_for_good(whole):
    report = reports.read(a_report("abc-1", "Noor@Example.org", whole=whole))
    assert report.message_id == "abc-1"
    (failure,) = report.failures
    assert failure.addresses == {"noor@example.org"}
    assert (failure.status, failure.is_final) == ("5.1.1", True)


def test_an_address_that_was_forwarded_is_known_by_both_its_names():
    report = reports.read(a_report("abc-1", "n@elders.example", original="noor@example.org"))
    assert report.failures[0].addresses == {"n@elders.example", "noor@example.org"}


@pytest.mark.parametrize(("status", "action"), [("4.4.1", "delayed"), ("4.2.2", "failed"),
                                                ("5.0.0", "delayed")])  # fmt: skip
def test_what_may_still_arrive_is_not_for_good(status, action):
    assert (
        not reports.read(a_report("abc-1", "n@x.nl", status=status, action=action))
        .failures[0]
        .is_final
    )


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded", ""])
def test_good_news_is_no_failure(action):
    assert reports.read(a_report("abc-1", "n@x.nl", status="2.0.0", action=action)) is None


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\xff\xfe\x00", b"Subject: Ik ben er niet\r\n\r\nTot maandag",
        b"Content-Type: multipart/report\r\n\r\nno parts",
        (b"Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type:"
        b" message/delivery-status\r\n\r\n\r\n--b--"),
    ],
)  # fmt: skip
def test_what_is_no_report_says_nothing(data):
    assert reports.read(data) is None


@given(st.binary(max_size=60), st.integers(0, 900), st.integers(0, 60))
def test_a_broken_report_never_breaks_the_reader(dirt, at, length):
    whole = a_report("abc-1", "noor@example.org")
    reports.read(whole[:at] + dirt + whole[at + length :])
