"""What people say, in every mail of a proposal, a harvest, a promise and a week: inert.

An act of the librarian has no mail of its own: what it asks or invites to goes by these, by the
conversation's and by the invitation's.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from community.accounts.models import Person
from community.acts.models import TalkMark
from community.clock import now
from community.conversations.models import Kind
from community.db import session, transaction
from community.gatherings import hosting
from community.harvests import asking_again, quoting
from community.harvests.mails import ANSWERED, PRESENTED
from community.harvests.models import HarvestConfirmation, QuoteConsent, Via
from community.notifications import digesting
from community.notifications.digest_mail import DIGEST
from community.outbox import letters, messages
from community.outbox.letters import Letter
from community.outbox.models import OutboxMail
from community.outbox.services import owe
from community.promises import keeping
from community.promises.mails import ASKED, KEPT, REMINDED
from community.promises.models import Promise
from community.promises.models import State as Progress
from community.proposals import answering, following_up
from community.proposals.models import Reason
from community.texts import UnfitText, clean_line, clean_text
from tests.conversations.talking import a_participant
from tests.factories import a_gathering, a_librarian, a_library, a_member, a_sign_up, saved
from tests.findings.rows import a_harvest, a_talk, an_item
from tests.harvests.rows import a_shown_harvest
from tests.notifications.rows import a_wish
from tests.promises.promising import promised
from tests.proposals.ideas import a_backing, a_draft, a_proposal, by, do
from tests.security.corpora import corpus
from tests.security.test_what_people_say import pieces, wrong_in_mail

#: Titles are typed on one line; of lines that would be headers, what a form lets in.
LONGEST_TITLE = 140
LONGEST_ADDRESS = 120


def one_line() -> Iterator[str]:
    for attack in (*corpus("header_lines"), *(" ".join(each.split()) for each in pieces(130)[:6])):
        try:
            if said := clean_line(attack):
                yield said[:LONGEST_TITLE]
        except UnfitText:
            pass


def text() -> str:
    """As much of the corpus as fits in the longest answer."""
    return clean_text(pieces(590)[0])


def see(template: str) -> Letter:
    """Every mail of this template that is owed: what it shows acts nowhere, and heads nothing.
    One of them."""
    session().rollback()
    found = session().scalars(select(OutboxMail).where(OutboxMail.template == template)).all()
    written = [letter for mail in found if (letter := letters.render(session(), mail))]
    assert written, template
    for letter in written:
        assert wrong_in_mail(letter.html) == [], template
        made = messages.message(letter, sender="kring@example.org", message_id="een", now=now())
        head = made.as_bytes().partition(b"\r\n\r\n")[0]
        assert not {b"bcc", b"attendee"} & {
            line.partition(b":")[0].strip().lower() for line in head.split(b"\n")
        }, template
        assert [part.get_content_type() for part in made.walk() if not part.is_multipart()] == [
            "text/plain",
            "text/html",
        ], template
    return written[0]


def owed(
    template: str, to: int, library_id: int, gathering_id: int | None = None, **context: object
) -> None:
    with transaction() as tx:
        owe(
            tx, template, to=to, key=f"{template}:{context}", library_id=library_id,
            gathering_id=gathering_id, now=now(), **context,
        )  # fmt: skip


@pytest.mark.usefixtures("app")
def test_of_a_proposal():
    bas = a_librarian()
    for number, title in enumerate(one_line()):
        karim = a_member(name=title[:60], email=f"k{number}@example.org")
        proposal, first = a_proposal(title, person=karim, text=text(), bring=title, answer_by=now())
        behind = a_backing(proposal, a_member(name="Els"))
        for news in ("opened", "changed", "withdrawn", "expired"):
            for backing in (None, behind.id):
                to = karim.id if backing is None else behind.person_id
                owed(f"proposals/{news}", to, proposal.library_id, proposal_id=proposal.id,
                     backing_id=backing)  # fmt: skip
        owed("proposals/confirm", karim.id, proposal.library_id, proposal_id=proposal.id)
        owed("proposals/confirm_backing", karim.id, proposal.library_id, backing_id=first.id)
        if number:
            continue
        owed("proposals/due", bas.id, proposal.library_id)
        for news in ("opened", "changed", "due"):
            see(f"proposals/{news}")
        args = (proposal.library_id, proposal.id)
        do(answering.ask, *args, text(), now().replace(year=now().year + 1), wanted=9, hand=by(bas))
        see("proposals/asked")
        do(answering.decline, *args, Reason.LATER, text(), by(bas))
        see("proposals/declined")
    for news in ("opened", "changed", "withdrawn", "expired", "confirm", "confirm_backing"):
        see(f"proposals/{news}")


@pytest.mark.usefixtures("app")
def test_of_a_proposal_that_is_planned_and_goes_on():
    bas, els = a_librarian(), a_member(name="Els")
    for title in one_line():
        proposal, _first = a_proposal(title)
        a_backing(proposal, els)
        draft = a_draft(title=title, address=title[:LONGEST_ADDRESS])
        args = (proposal.library_id, proposal.id)
        gathering = do(answering.plan, *args, draft, text(), by(bas))
        do(hosting.publish, proposal.library_id, gathering.id, by(bas))
        do(following_up.tell_of_agenda, *args, now=now())
    see("proposals/planned")
    see("proposals/goes_on")


@pytest.mark.usefixtures("app")
def test_of_a_week():
    titles, found = list(one_line()), pieces(230)
    for number in range(0, len(titles), digesting.MOST):
        library = a_library(f"bieb{number}")
        for title in titles[number : number + digesting.MOST]:
            a_gathering(title, library=library, address=title[:LONGEST_ADDRESS])
        for piece in found[number : number + digesting.MOST_FOUND_OUT]:
            harvest = a_harvest(a_talk(library=library), title=titles[number])
            an_item(harvest, piece)
            told = a_harvest(a_talk(library=library), title=titles[number])
            saved(TalkMark(library_id=library.id, harvest_id=told.id, marked_at=now()))
        noor = a_member(library=library, name=titles[number][:60], email=f"n{number}@example.org")
        a_wish(noor, library, digest_since=now() - timedelta(days=9))
        with transaction() as tx:
            digesting.owe_digest(tx, library.id, noor.id, now(), now=now())
    letter = see(DIGEST)
    for heading in ("Nieuw", "Wat er uit gesprekken kwam", "Waar mensen over praten"):
        assert heading in letter.text


@pytest.mark.usefixtures("app")
def test_of_a_harvest():
    talk = a_gathering(next(one_line()))
    noor = a_member(name="Noor")
    sign_up = a_sign_up(talk, noor)
    shown = a_shown_harvest(talk, sign_up)
    library_id, harvest_id = talk.library_id, shown.harvest.id
    for number, piece in enumerate(pieces()):
        item = an_item(shown.harvest, piece, Kind.IDEA, is_quote=number % 2 == 0)
    with transaction() as tx:
        tx.add(
            HarvestConfirmation(
                library_id=library_id, item_id=item.id, version=1, via=Via.MAIL,
                sign_up_id=sign_up.id, confirmed_at=now(),
            )
        )  # fmt: skip
        asked = QuoteConsent(
            library_id=library_id, item_id=item.id, version=1, person_id=noor.id,
            name=next(one_line())[:60], asked_at=now(),
        )  # fmt: skip
        tx.add(asked)
    with transaction() as tx:
        stands = tx.get_one(type(shown.correction), shown.correction.id)
        stands.text, stands.answer, stands.handled_at = text(), text()[:300], now()
        tx.get_one(type(item), item.id).version = 2
        tx.get_one(QuoteConsent, asked.id).version = 2
        tx.get_one(type(item), item.id).is_quote = True
    of = {"harvest_id": harvest_id, "sign_up_id": sign_up.id}
    owed(PRESENTED, noor.id, library_id, **of)
    owed(quoting.ASKED, noor.id, library_id, consent_id=asked.id)
    owed(ANSWERED, noor.id, library_id, correction_id=shown.correction.id)
    for template in (PRESENTED, quoting.ASKED, ANSWERED):
        see(template)
    owed(asking_again.REVISED, noor.id, library_id, **of)
    see(asking_again.REVISED)


@pytest.mark.usefixtures("app")
def test_of_a_promise():
    talk = a_talk()
    noor = a_participant(talk, "Noor")
    with transaction() as tx:
        tx.get_one(Person, noor.id).first_name = next(one_line())[:60]
    for what in one_line():
        promise = promised(talk, noor, what=what)
    see(ASKED)
    with transaction() as tx:
        keeping.agree(tx, promise.library_id, promise.id, named=True, now=now())
    with transaction() as tx:
        tx.get_one(Promise, promise.id).reminders = 1
    owed(REMINDED, noor.id, talk.library_id, promise_id=promise.id, reminders=1)
    see(REMINDED)
    with transaction() as tx:
        keeping.answer(
            tx, promise.library_id, promise.id, Progress.DONE, words=text()[:300], now=now()
        )
    owed(KEPT, noor.id, talk.library_id, talk.id, promises=[promise.id])
    see(KEPT)
