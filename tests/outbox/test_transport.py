"""Ways out of the house."""

from __future__ import annotations

import shutil
import smtplib
import ssl
import subprocess
from datetime import UTC, datetime
from typing import Any

import pytest

from community.outbox import transport
from community.outbox.failures import NotSent, Reason, ServerAway
from community.outbox.messages import message
from community.outbox.transport import Folder, MailServer, opened
from tests.outbox.conftest import a_letter
from tests.outbox.postoffice import PostOffice, free_port


def a_message(**fields: Any):
    return message(
        a_letter(**fields),
        sender="post@example.org",
        message_id="0d7e",
        now=datetime(2026, 3, 3, 12, 0, tzinfo=UTC),
    )


def send(way, **fields: Any) -> None:
    way.make_ready()
    way.send(a_message(**fields), to=str(fields.get("to_address", "noor@example.org")), mail_id=1)


def test_a_folder_gets_one_whole_file_per_mail(tmp_path):
    with opened(f"file://{tmp_path}/mail") as way:
        send(way)
    (file,) = (tmp_path / "mail").iterdir()
    assert file.name.endswith("-000001.eml")
    assert b"Subject: Je doet mee\r\n" in file.read_bytes()


def test_a_folder_that_cannot_be_made_lets_nothing_leave(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ServerAway):
        Folder(tmp_path / "file" / "mail").make_ready()


def test_a_full_disk_leaves_no_half_mail(tmp_path, monkeypatch):
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(NotSent) as refused:
        send(Folder(tmp_path))
    assert refused.value.reason is Reason.BROKE_OFF
    assert not refused.value.permanent
    assert list(tmp_path.iterdir()) == []


def test_nothing_listens_there():
    with opened(f"smtp://127.0.0.1:{free_port()}") as way, pytest.raises(ServerAway):
        way.make_ready()


def test_a_connection_that_the_server_closed_is_opened_anew(post_office):
    with opened(post_office.url) as way:
        send(way)
        way.connection.sock.shutdown(2)
        send(way)
    assert len(post_office.received) == 2
    assert post_office.connections == 2


@pytest.mark.parametrize(
    ("error", "reason", "permanent"),
    [
        (smtplib.SMTPRecipientsRefused({"a@b": (550, b"no")}), Reason.ADDRESS_REFUSED, True),
        (smtplib.SMTPRecipientsRefused({"a@b": (450, b"busy")}), Reason.ASKED_TO_WAIT, False),
        (smtplib.SMTPDataError(554, b"spam"), Reason.MAIL_REFUSED, True),
        (smtplib.SMTPDataError(421, b"bye"), Reason.ASKED_TO_WAIT, False),
        (smtplib.SMTPSenderRefused(553, b"not yours", "a@b"), Reason.SENDER_REFUSED, False),
        (smtplib.SMTPServerDisconnected("gone"), Reason.BROKE_OFF, False),
        (TimeoutError(), Reason.BROKE_OFF, False),
        (smtplib.SMTPNotSupportedError("SMTPUTF8"), Reason.NOT_POSSIBLE, True),
    ],
)
def test_what_is_for_good_and_what_is_for_now(error, reason, permanent):
    judged = transport._judged(error)
    assert (judged.reason, judged.permanent) == (reason, permanent)


def test_a_mistake_of_ours_is_no_refusal():
    with pytest.raises(TypeError):
        transport._judged(TypeError())


def test_a_password_is_not_sent_over_an_open_line(post_office, monkeypatch):
    monkeypatch.setattr(transport, "LOOPBACK", frozenset())
    said = []
    monkeypatch.setattr(smtplib.SMTP, "login", lambda *_args: said.append("password"))
    way = MailServer("127.0.0.1", post_office.port, user="kring", password="geheim")
    with pytest.raises(ServerAway, match="no encryption"):
        way.make_ready()
    assert said == []


@pytest.fixture
def certificate(tmp_path):
    """A certificate for 127.0.0.1 that nobody has heard of."""
    if shutil.which("openssl") is None:
        pytest.skip("needs openssl to make a certificate")
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
         "-keyout", str(key), "-out", str(cert)],
        check=True, capture_output=True,
    )  # fmt: skip
    return cert, key


@pytest.fixture
def secure_office(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    office = PostOffice(tls_context=context)
    office.open()
    yield office
    office.close()


def test_encryption_that_is_offered_is_used(secure_office, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with opened(secure_office.url) as way:
        send(way)
        assert isinstance(way.connection.sock, ssl.SSLSocket)
    assert len(secure_office.received) == 1


def test_a_server_that_is_not_who_it_says_gets_nothing(secure_office):
    with opened(secure_office.url) as way, pytest.raises(ServerAway):
        way.make_ready()
    assert secure_office.received == []
