"""The desk: where news is brought to, what arrived, and a button to try it."""

from __future__ import annotations

from flask import Flask, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from community import clock
from community.accounts.access import manages_here, me
from community.accounts.again import for_who_just_came_in
from community.db import session, transaction
from community.libraries.tenancy import tenant_blueprint, this_library
from community.web import slots, waiting
from community.web.access import librarians_only, managers_only
from community.web.headers import private
from community.web.htmx import done, form_status, render
from community.web.keys import house_key
from community.webhooks import labels, queries, services, signing
from community.webhooks.forms import WebhookForm
from community.webhooks.models import State, Webhook

bp = tenant_blueprint("webhooks", __name__, "/beheer/koppelingen/webhooks")


@bp.route("/nieuw", methods=["GET", "POST"])
@managers_only
@for_who_just_came_in
@private
def new() -> ResponseReturnValue:
    """A new webhook; its secret is shown once, on the page that answers this form."""
    form = WebhookForm()
    if not form.validate_on_submit():
        return render("webhooks/form.html", status=form_status(), form=form, webhook=None)
    by_id = me().id
    with transaction() as tx:
        webhook = services.make(tx, this_library().id, form.draft(), by_id=by_id, now=clock.now())
    return _with_secret(webhook)


@bp.get("/<int:webhook_id>")
@librarians_only
@private
def show(webhook_id: int) -> ResponseReturnValue:
    """One webhook: how it stands, and what was brought lately."""
    library_id = this_library().id
    return render(
        "webhooks/show.html",
        webhook=queries.get(session(), library_id, webhook_id),
        deliveries=queries.list_deliveries(session(), library_id, webhook_id),
        labels=labels,
        State=State,
        manages=manages_here(),
        now=clock.now(),
    )


@bp.route("/<int:webhook_id>/wijzigen", methods=["GET", "POST"])
@managers_only
@for_who_just_came_in
@private
def edit(webhook_id: int) -> ResponseReturnValue:
    form, library_id = WebhookForm(), this_library().id
    webhook = queries.get(session(), library_id, webhook_id)
    if request.method == "GET":
        form.show(webhook)
    elif form.validate():
        by_id = me().id
        with transaction() as tx:
            services.change(tx, library_id, webhook_id, form.draft(), by_id=by_id, now=clock.now())
        return done(gettext("Saved."), _at(webhook_id))
    return render("webhooks/form.html", status=form_status(), form=form, webhook=webhook)


@bp.post("/<int:webhook_id>/proberen")
@managers_only
def send_test(webhook_id: int) -> ResponseReturnValue:
    library = this_library()
    with transaction() as tx:
        services.send_test(tx, library.id, webhook_id, library.slug, now=clock.now())
    said = gettext("A test message is on its way. Reload this page to see whether it arrived.")
    return done(said, _at(webhook_id))


@bp.post("/<int:webhook_id>/berichten/<int:delivery_id>/opnieuw")
@managers_only
def deliver_again(webhook_id: int, delivery_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        services.deliver_again(tx, this_library().id, webhook_id, delivery_id, now=clock.now())
    return done(gettext("The message is on its way again."), _at(webhook_id))


@bp.post("/<int:webhook_id>/geheim")
@managers_only
@for_who_just_came_in
@private
def renew_secret(webhook_id: int) -> ResponseReturnValue:
    """Another secret, shown once; for a day the old one is good as well."""
    by_id = me().id
    with transaction() as tx:
        webhook = services.renew_secret(
            tx, this_library().id, webhook_id, by_id=by_id, now=clock.now()
        )
    return _with_secret(webhook)


@bp.post("/<int:webhook_id>/pauzeren")
@managers_only
def pause(webhook_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        services.pause(tx, this_library().id, webhook_id, now=clock.now())
    return done(gettext("Paused. Nothing is sent for now."), _at(webhook_id))


@bp.post("/<int:webhook_id>/hervatten")
@managers_only
def resume(webhook_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        services.resume(tx, this_library().id, webhook_id)
    return done(gettext("It continues where it stopped."), _at(webhook_id))


@bp.post("/<int:webhook_id>/weg")
@managers_only
@for_who_just_came_in
def remove(webhook_id: int) -> ResponseReturnValue:
    with transaction() as tx:
        services.remove(tx, this_library().id, webhook_id)
    return done(gettext("The webhook is removed."), url_for("connections.index"))


def register(app: Flask) -> None:
    app.register_blueprint(bp)
    slots.fill(app, "connections.below", _list)
    waiting.waits(
        app,
        lambda library_id, _now: (queries.stopped_by_itself(library_id),),
        lambda number: render_template("webhooks/_desk_todo.html", number=number),
        order=60,
    )


def _list() -> str:
    library_id = this_library().id
    return render_template(
        "webhooks/_list.html",
        webhooks=queries.list_webhooks(session(), library_id),
        counts=queries.count_by_state(session(), library_id),
        labels=labels,
        State=State,
        manages=manages_here(),
    )


def _with_secret(webhook: Webhook) -> ResponseReturnValue:
    return render(
        "webhooks/secret.html", webhook=webhook, secret=signing.secret_of(webhook, key=house_key())
    )


def _at(webhook_id: int) -> str:
    return url_for(".show", webhook_id=webhook_id)
