"""The least that signing up can cost here: bare Flask and bare psycopg.

The same cookie, form and statements as the house's on PostgreSQL, in as many trips; no rules, no
rooms, no log of requests. What limits this, no house on these two can be quicker than.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from hashlib import sha256
from secrets import token_hex
from threading import local
from uuid import uuid4

import psycopg
from flask import Flask, abort, flash, redirect, session
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFProtect
from psycopg.types.json import Json
from werkzeug.wrappers import Response
from wtforms import IntegerField
from wtforms.validators import NumberRange

app = Flask("least")
app.config.update(
    SECRET_KEY=os.environ.get("BENCH_SECRET_KEY"), SESSION_COOKIE_NAME="kring",
    SESSION_REFRESH_EACH_REQUEST=False, WTF_CSRF_TIME_LIMIT=None,
)  # fmt: skip
CSRFProtect(app)
_of_thread = local()

_PERSON = """SELECT signed_in.person_id, * FROM signed_in
 JOIN person ON person.id = signed_in.person_id
 WHERE secret_hash = %s AND expires_at > %s"""
_ENTER = """UPDATE gathering SET
 taken = taken + CASE WHEN waiting = 0 AND taken + %(n)s <= capacity THEN %(n)s ELSE 0 END,
 waiting = waiting + CASE WHEN waiting = 0 AND taken + %(n)s <= capacity THEN 0 ELSE 1 END,
 next_queue_no = next_queue_no + 1 WHERE id = %(id)s AND library_id = %(library)s
 RETURNING branch_id, waiting, next_queue_no,
 EXISTS (SELECT 1 FROM sign_up WHERE gathering_id = %(id)s AND held_until <= %(now)s)"""
_SIGN_UP = """INSERT INTO sign_up (library_id, gathering_id, person_id, status, has_seat,
 party_size, queue_no, question, may_invite, made_at_desk, no_photo, salt, created_at,
 confirmed_at, sequence, sequence_floor) VALUES (%s, %s, %s, %s, %s, %s, %s, '', false, false,
 false, %s, %s, %s, 0, 0) ON CONFLICT DO NOTHING RETURNING id"""
_MEMBER = """INSERT INTO membership (library_id, person_id, role, created_at)
 VALUES (%s, %s, 'resident', %s) ON CONFLICT DO NOTHING"""
_KEY = """INSERT INTO person_key (key, library_id, person_id) VALUES (%s, %s, %s)
 ON CONFLICT DO NOTHING"""
_LOG = """INSERT INTO activity (library_id, verb, happened_at, recorded_at, branch_id,
 gathering_id, person_key, quantity, details) VALUES (%s, %s, %s, %s, %s, %s,
 (SELECT key FROM person_key WHERE library_id = %s AND person_id = %s), %s, %s)"""
_MAIL = """INSERT INTO outbox_mail (key, library_id, template, person_id, gathering_id, context,
 state, queued_at, due_at, attempts, last_error, message_id, sent_to) VALUES (%s, %s, %s, %s, %s,
 %s, 'owed', %s, %s, 0, '', %s, '') ON CONFLICT DO NOTHING"""
_VERSION = "UPDATE library_version SET pages = %s, pages_changed_at = %s WHERE library_id = %s"


class OneButton(FlaskForm):  # type: ignore[misc]
    party_size = IntegerField(default=1, validators=[NumberRange(1, 10)])


@app.post("/<slug>/agenda/<int:gathering_id>/aanmelden")
def sign_up(slug: str, gathering_id: int) -> Response:
    here, now = _connection(), datetime.now(UTC)
    library = here.execute("SELECT id, * FROM library WHERE slug = %s", [slug]).fetchone()
    secret = sha256(session["_user_id"].encode()).hexdigest()
    browser = here.execute(_PERSON, [secret, now]).fetchone()
    form = OneButton()
    if not (library and browser and form.validate_on_submit()):
        abort(422)
    place, person, party = library[0], browser[0], form.party_size.data
    here.execute(
        "SELECT * FROM gathering WHERE library_id = %s AND id = %s", [place, gathering_id]
    ).fetchone()
    here.execute("BEGIN")
    entered = here.execute(
        _ENTER, {"n": party, "id": gathering_id, "library": place, "now": now}
    ).fetchone()
    branch, waiting, number, _ran_out = entered or abort(404)
    status = "waiting" if waiting else "confirmed"
    made = here.execute(
        _SIGN_UP, [place, gathering_id, person, status, not waiting, party, number - 1,
                   token_hex(16), now, now],
    ).fetchone()  # fmt: skip
    number = made[0] if made else abort(409)
    with here.pipeline():
        here.execute(_MEMBER, [place, person, now])
        here.execute(_KEY, [token_hex(16), place, person])
        here.execute(
            _LOG, [place, f"sign_up:{status}", now, now, branch, gathering_id, place, person,
                   party, Json({"party_size": party})],
        )  # fmt: skip
        here.execute(
            _MAIL, [f"sign_up:{number}:{status}:0", place, f"gatherings/{status}", person,
                    gathering_id, Json({"sign_up_id": number}), now, now, str(uuid4())],
        )  # fmt: skip
        here.execute(_VERSION, [token_hex(8), now, place])
        here.execute("COMMIT")
    flash("You are in.", "success")
    return redirect(f"/{slug}/agenda/{gathering_id}", 303)


def _connection() -> psycopg.Connection:
    if not hasattr(_of_thread, "connection"):
        _of_thread.connection = psycopg.connect(
            os.environ["BENCH_DATABASE"], autocommit=True, prepare_threshold=0
        )
    connection: psycopg.Connection = _of_thread.connection
    return connection
