"""RELIABILITY 14, 17 and 18: what strangers send, in every field of every form of the house."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import String, select

from community.clock import now
from community.db import Base, session
from community.outbox import delivery
from community.outbox.transport import opened
from community.texts import FORMULA, clean_text
from tests.architecture.visitors import Visitor
from tests.security.corpora import corpus
from tests.security.forms import Field, Form, every_form, forms, pages
from tests.security.inert import acts
from tests.security.others import Others
from tests.security.pointing import pointing, unsaid

pytestmark = pytest.mark.parametrize("walk", ["sqlite"], indirect=True)

STRANGE = (*corpus("texts"), *corpus("header_lines"), *corpus("cells"))
HALF_A_PAIR = re.compile("[\ud800-\udfff]")
#: Made of what was typed: for finding it, or so that nobody reads it.
MADE_OF_IT = {"folded", "sealed_secret"}
#: A form refused it, did it, or it is not its turn.
CALM = {200, 204, 303, 400, 403, 404, 409, 410, 413, 422, 429}


def test_nothing_that_is_typed_anywhere_breaks_the_house(walk):
    """Every form meets strange texts in all its fields at once, and every text meets many forms."""
    found = forms(walk)
    wrong, browsers = [], {form.by: walk.browser(form.by) for form in found}
    for number, form in enumerate(found):
        for turn in (0, 1):
            text = STRANGE[(2 * number + turn) % len(STRANGE)]
            answer = browsers[form.by].post(
                form.action, data=sent(form, lambda _field, text=text: text)
            )
            if answer.status_code not in CALM:
                wrong.append(f"{form.action} {text[:30]!r}: {answer.status_code}")
    assert wrong == []
    assert changed() == {}
    assert len(found) > 100
    assert 2 * len(found) >= len(STRANGE)


def changed() -> dict[str, set[str]]:
    """What is kept of the corpus and is not the text that was typed, by column."""
    meant = {clean(text) for text in STRANGE}
    meant |= {" ".join(text.split()) for text in meant}  # A line has single spaces.
    # Bytes that are no letters stay as they were sent, in a form's own spelling.
    meant |= {HALF_A_PAIR.sub(spelled, text) for text in STRANGE}
    found: dict[str, set[str]] = {}
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if not isinstance(column.type, String) or column.name in MADE_OF_IT:
                continue
            kept = session().scalars(select(column).where(column.like("%KK%")).distinct())
            if other := {text for text in kept if "KK" in text and text not in meant}:
                found[f"{table.name}.{column.name}"] = {text[:60] for text in other}
    return found


def spelled(half: re.Match[str]) -> str:
    return quote(half[0].encode("utf-8", "surrogatepass"))


def clean(text: str) -> str:
    try:
        return clean_text(text)
    except ValueError:
        return ""


def sent(form: Form, with_) -> dict[str, list[bytes]]:
    data: dict[str, list[bytes]] = {}
    for name, value in form.filled_in(with_):
        # Half a pair cannot be sent as text, but a program can send the bytes of it.
        data.setdefault(name, []).append(value.encode("utf-8", "surrogatepass"))
    return data


#: What no form asks, and somebody sends along: whose it is, and what they are.
ADDED = {
    "library_id": "{library}",
    "person_id": "{person}",
    "id": "2",
    "is_operator": "1",
    "role": "manager",
    "state": "published",
}


def test_hidden_fields_and_posted_ids_reach_nothing_of_another(walk):
    """Every field that names a row names another library's, another person's and nobody's."""
    world, found = walk.world, every_form(walk)
    path = Path(walk.app.config["DATABASE_URL"].removeprefix("sqlite:///"))
    strangers = {world.elsewhere.resident.id, world.elsewhere.host.id}
    # Whoever works here may change what is of who comes here; who comes here may not.
    neighbours = {world.here.to_call.person_id, world.people[Visitor.OTHER_RESIDENT].id}
    of_staff = Others(path, world.elsewhere.library.id, strangers)
    of_people = Others(path, world.elsewhere.library.id, strangers | neighbours)
    assert unsaid(found) == set()
    walk.undo()  # Looking for forms leaves rows of who looked.
    before = {each: each.all() for each in (of_staff, of_people)}
    wrong, sent_in_all = [], 0
    for form in found:
        theirs = of_people if form.by in {Visitor.RESIDENT, Visitor.ANONYMOUS} else of_staff
        for said in instead(form, walk):
            answer = walk.browser(form.by).post(form.action, data={**said, **brought(form)})
            sent_in_all += 1
            if answer.status_code not in CALM:
                wrong.append(f"{form.action} {said}: {answer.status_code}")
            if walk.was_changed():
                wrong += [f"{form.action} {said}: {it}" for it in theirs.moved(before[theirs])]
                walk.undo()
    assert "\n".join(wrong) == ""
    assert sent_in_all > 400


def instead(form: Form, walk) -> Iterator[dict[str, list[str]]]:
    """What is sent: as the page has it, but for one field; and once with what no form asks."""
    as_it_is: dict[str, list[str]] = {}
    for name, value in form.filled_in(plainly):
        as_it_is.setdefault(name, []).append(value)
    for name, value in pointing(form, walk):
        yield as_it_is | {name: [value]}
    theirs = walk.world.elsewhere
    added = {
        name: [value.format(library=theirs.library.id, person=theirs.resident.id)]
        for name, value in ADDED.items()
    }
    hidden = {each.name for each in form.fields if each.kind == "hidden"}
    yield added | as_it_is | {name: ["2-AAAAAAAAAAAAAAAAAAAAAA"] for name in hidden}


def brought(form: Form) -> dict[str, object]:
    """A list where one is taken, and no address beside it: without, such a form does nothing."""
    taken = {name for name, kinds in form.files.items() if ".csv" in kinds}
    rows = f"titel;datum;begin\nKK;{now() + timedelta(days=9):%Y-%m-%d};14:00\n"
    no_address = {each.name: "" for each in form.typed if taken}
    return no_address | {name: (io.BytesIO(rows.encode()), "lijst.csv") for name in taken}


def plainly(field: Field) -> str:
    given = {"email": "kk@bieb.example", "tel": "0529 12 34 56", "url": "https://a.example/"}
    return field.value or given.get(field.kind, "KK")


LONG = (
    '=KK<img src=x onerror=alert(1)>" onmouseover="alert(1)\r\nX-INGELAST: ja\r\n'
    "ATTENDEE:mailto:a@kwaad.example\r\n\r\n[klik](javascript:alert(1)) <script>alert(1)</script>"
)
LINE = '=KK<img src=x onerror=alert(1)>" onmouseover="alert(1)'
SHORT = "=KK<svg onload=alert(1)>"


def poison(field: Field) -> str:
    if field.kind == "textarea":
        return LONG if field.most >= len(LONG) else LINE
    if field.kind in {"email", "tel"}:
        return field.value or {"email": "kk@bieb.example", "tel": "0529 12 34 56"}[field.kind]
    if field.kind == "url":
        return 'https://a.example/"onmouseover="alert(1)'
    return LINE if field.most >= len(LINE) else SHORT


def test_what_was_typed_acts_in_no_page_feed_file_or_mail(walk):
    """The whole house filled in by somebody who means ill, and then looked at from all sides."""
    found = forms(walk)
    browsers = {form.by: walk.browser(form.by) for form in found}
    kept = [
        form
        for form in found
        if browsers[form.by].post(form.action, data=sent(form, poison)).status_code == 303
    ]
    wrong, seen = [], 0
    for path, who in pages(walk):
        answer = walk.browser(who).get(path)
        seen += "KK" in answer.text if answer.mimetype.startswith("text/") else 0
        if answer.status_code >= 500:
            wrong.append(f"{path}: {answer.status_code}")
        wrong += [f"{path}: {each}" for each in judged(answer)]
    with opened(walk.app.config["MAIL_URL"]) as way:
        delivery.deliver_due(way)
    letters = sorted(Path(walk.app.config["INSTANCE"]).rglob("*.eml"))
    wrong += [f"{path.name}: {each}" for path in letters for each in in_a_letter(path)]
    assert "\n".join(wrong) == ""
    # What refuses asks for more than a walk can know: two dates in order, say. Much is let in.
    assert len(kept) > len(found) / 3
    assert seen > 30
    assert letters


def judged(answer) -> list[str]:
    kind = answer.mimetype
    if kind == "text/html":
        return acts(answer.text)
    if kind == "text/calendar":
        unfolded = answer.text.replace("\r\n ", "")
        return [
            line for line in unfolded.split("\r\n") if re.match("X-INGELAST|ATTENDEE.*kwaad", line)
        ]
    if kind == "text/csv":
        rows = csv.reader(io.StringIO(answer.text.lstrip("\ufeff")), delimiter=";")
        return [cell for row in rows for cell in row if cell.startswith(FORMULA) and "KK" in cell]
    return []


def in_a_letter(path: Path) -> list[str]:
    letter = message_from_bytes(path.read_bytes(), policy=policy.default)
    wrong = [name for name in letter if name in {"X-INGELAST", "Bcc"}]
    wrong += [name for name, value in letter.items() if re.search(r"[\r\n]", str(value))]
    html = letter.get_body(("html",))
    return wrong + (
        [each for each in acts(html.get_content()) if "style" not in each] if html else []
    )
