"""The form macros: a label for every control, the error beside it and in a summary on top."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO

import pytest
from flask import Flask
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    FileField,
    Form,
    IntegerField,
    PasswordField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields.core import UnboundField
from wtforms.validators import DataRequired, InputRequired, Optional

from community.web.typed import line, lines

TEMPLATE = """
{% import "macros/forms.html" as forms with context %}
{{ forms.errors(form) }}
{% call forms.form_start(form, action="/x", hx_post="/x") %}
{% for field in form %}{{ forms.field(field, hint="Een uitleg.") }}{% endfor %}
{{ forms.submit("Meld me aan") }}
{% endcall %}
"""


YES_NO = [SelectChoice("a", "Ja"), SelectChoice("b", "Nee")]
THEMES = [SelectChoice("t", "Taal"), SelectChoice("g", "Geld")]
KINDS = [SelectChoice("x", "Gesprek"), SelectChoice("y", "Workshop")]


class Everything(Form):  # type: ignore[misc]  # (WTForms has no types)
    first_name = StringField("Je voornaam", [DataRequired("Vul je voornaam in.")])
    email = EmailField("Je e-mailadres", [DataRequired("Vul je e-mailadres in.")])
    note = TextAreaField("Welke vraag neem je mee?", [Optional()])
    invite = RadioField("Uitnodigen?", [DataRequired("Kies.")], choices=YES_NO)
    themes = SelectMultipleField("Thema's", [DataRequired("Kies een thema.")], choices=THEMES)
    kind = SelectField("Soort", choices=KINDS)
    day = DateField("Dag", [Optional()])
    at = TimeField("Tijd", [Optional()])
    seats = IntegerField("Stoelen", [Optional()])
    picture = FileField("Foto")
    password = PasswordField("Wachtwoord")
    agree = BooleanField("Ik doe mee", [DataRequired("Zet een vinkje.")])


class Outline(HTMLParser):
    """The ids in a page, and what points to them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.described: set[str] = set()
        self.linked: set[str] = set()
        self.controls: dict[str, dict[str, str | None]] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "label" and given.get("for"):
            self.labelled.add(str(given["for"]))
        self.described |= set((given.get("aria-describedby") or "").split())
        if tag == "a" and (given.get("href") or "").startswith("#"):
            self.linked.add(str(given["href"])[1:])
        if tag in {"input", "select", "textarea"} and given.get("type") != "hidden":
            self.controls[str(given.get("id"))] = given


def page_of(app: Flask, form: Form, template: str = TEMPLATE) -> str:
    with app.test_request_context("/"):
        return app.jinja_env.from_string(template).render(form=form)


def refused(**typed: str) -> Everything:
    form = Everything(MultiDict(typed))
    assert not form.validate()
    return form


@pytest.mark.parametrize("form", [Everything(), refused()], ids=["fresh", "refused"])
def test_every_control_has_a_label_and_every_reference_leads_somewhere(pages: Flask, form: Form):
    outline = Outline(page_of(pages, form))
    assert set(outline.controls) - outline.labelled == set()
    assert outline.described - set(outline.ids) == set()
    assert outline.linked - set(outline.ids) == set()
    assert len(outline.ids) == len(set(outline.ids))


def test_a_fresh_form_has_no_errors(pages: Flask):
    page = page_of(pages, Everything())
    assert "kk-errors" not in page
    assert "aria-invalid" not in page


def test_an_error_stands_beside_its_field_and_in_the_summary(pages: Flask):
    page = page_of(pages, refused(email="fatima@example.org"))
    assert "Er gaat iets mis op 5 plekken" in page
    assert '<a href="#first_name">Vul je voornaam in.</a>' in page
    assert '<p class="utrecht-form-field__error-message" id="first_name-error">' in page
    name = Outline(page).controls["first_name"]
    assert name["aria-invalid"] == "true"
    assert name["aria-describedby"] == "first_name-hint first_name-error"
    assert "aria-invalid" not in Outline(page).controls["email"]


def test_the_summary_leads_to_the_first_answer_of_a_question(pages: Flask):
    page = page_of(pages, refused())
    assert '<a href="#invite-0">Kies.</a>' in page
    assert '<a href="#themes-0">Kies een thema.</a>' in page


def test_the_summary_can_take_the_focus(pages: Flask):
    assert '<div class="kk-errors" role="alert" tabindex="-1"' in page_of(pages, refused())


def test_what_was_typed_stays(pages: Flask):
    typed = MultiDict(
        [("email", "x@"), ("note", "<Hallo>"), ("themes", "g"), ("kind", "y"), ("invite", "b")]
    )
    page = page_of(pages, Everything(typed))
    controls = Outline(page).controls
    assert controls["email"]["value"] == "x@"
    assert "&lt;Hallo&gt;</textarea>" in page
    assert "checked" in controls["themes-1"]
    assert "checked" not in controls["themes-0"]
    assert "checked" in controls["invite-1"]
    assert '<option selected value="y">' in page


def test_only_what_may_stay_empty_says_so(pages: Flask):
    page = page_of(pages, Everything())
    marked = re.findall(r'for="(\w+)">[^<]* <span class="kk-optional">Mag leeg blijven', page)
    assert marked == ["note", "day", "at", "seats"]


def test_a_form_with_a_file_can_carry_it(pages: Flask):
    class Plain(Form):  # type: ignore[misc]
        name = StringField("Naam")

    assert 'enctype="multipart/form-data"' in page_of(pages, Everything())
    assert "enctype" not in page_of(pages, Plain())


def test_attributes_of_the_caller_reach_the_control(pages: Flask):
    template = """
    {% import "macros/forms.html" as forms %}
    {{ forms.field(form.day, autocomplete="bday", data_x="1") }}
    """
    control = Outline(page_of(pages, Everything(), template)).controls["day"]
    assert control["autocomplete"] == "bday"
    assert control["data-x"] == "1"
    assert control["type"] == "date"


@pytest.mark.parametrize(("language", "sides"), [("ar", 2), ("nl", 0)])
def test_what_somebody_wrote_reads_from_its_own_side(speaking, pages, language: str, sides: int):
    form = Everything(data={"first_name": "Noor", "note": "Mag mijn hond mee?"})
    with speaking(language):
        page = pages.jinja_env.from_string(TEMPLATE).render(form=form)
        assert page.count('dir="auto"') == sides
        empty = pages.jinja_env.from_string(TEMPLATE).render(form=Everything())
    assert 'dir="auto"' not in empty


def forms(of: type[FlaskForm] = FlaskForm) -> Iterator[type[FlaskForm]]:
    for form in of.__subclasses__():
        yield form
        yield from forms(form)


def test_what_must_be_filled_in_is_not_filled_in_by_a_space(app):
    """`InputRequired` looks before the filters do, `DataRequired` after them."""
    wanting = [
        f"{form.__module__}.{form.__name__}.{name}"
        for form in forms()
        for name, field in vars(form).items()
        if isinstance(field, UnboundField)
        and {line, lines} & set(field.kwargs.get("filters", ()))
        and any(isinstance(each, InputRequired) for each in field.kwargs.get("validators", ()))
    ]
    assert wanting == []


class Letter(FlaskForm):  # type: ignore[misc]
    text = StringField("Tekst", filters=[line])
    picture = FileField("Foto")


def test_a_file_comes_in_only_where_a_form_asks_for_one(app):
    def a_file() -> tuple[BytesIO, str]:
        return BytesIO(b"x"), "x.txt"

    sent = {"text": a_file(), "picture": a_file()}
    with app.test_request_context(method="POST", data=sent):
        form = Letter()
        assert not form.text.data
        assert form.picture.data.filename == "x.txt"
    for said in ({"text": 5}, [1, 2]):
        with app.test_request_context(method="POST", json=said):
            assert not Letter().text.data
