"""What a form is filled in with: its own fields, and a file only where it asks for one."""

from __future__ import annotations

from typing import Any

from flask import Flask, request
from flask_wtf import FlaskForm
from flask_wtf.form import SUBMIT_METHODS, _Auto
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from wtforms import FileField, Form, HiddenField
from wtforms.csrf.core import CSRFTokenField


def register(_app: Flask) -> None:
    """Flask-WTF lets a file, or JSON, stand in for any text: every filter would have to ask."""
    FlaskForm.Meta.wrap_formdata = _filled_in
    FlaskForm.Meta.csrf_class.field_class = _TokenToShow


class _TokenToShow(CSRFTokenField):  # type: ignore[misc]
    """Signs a token when a form is shown, not also when one comes in."""

    def process(self, *given: Any, **more: Any) -> None:
        HiddenField.process(self, *given, **more)

    def _value(self) -> str:
        token: str = self.csrf_impl.generate_csrf_token(self)
        return token


def _filled_in(_meta: object, form: Form, given: Any) -> Any:
    if given is not _Auto:
        return given
    if request.method not in SUBMIT_METHODS or not (request.form or request.files):
        return None
    files = MultiDict(
        (name, file)
        for name, file in request.files.items(multi=True)
        if isinstance(form._fields.get(name), FileField)
    )
    return CombinedMultiDict([files, request.form]) if files else request.form
