"""Kenniskring: the rooms, put together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from flask import Flask
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from htmx_flask import Htmx
from werkzeug.middleware.proxy_fix import ProxyFix

from community.access_log import room as access_log
from community.accounts import room as accounts
from community.activity import forgetting as activity
from community.acts import room as acts
from community.api import room as api
from community.areas import views as areas
from community.arrivals import room as arrivals
from community.backups import room as backups
from community.bookings import views as bookings
from community.calendars import room as calendars
from community.config import configure
from community.consents import room as consents
from community.conversations import room as conversations
from community.credentials import room as credentials
from community.db import Base, configure_engine, db
from community.demo import cli as demo
from community.desk import room as desk
from community.embeds import room as embeds
from community.exports import room as exports
from community.findings import room as findings
from community.formats import room as formats
from community.gaps import room as gaps
from community.gatherings import room as gatherings
from community.groups import room as groups
from community.guides import room as guides
from community.harvests import room as harvests
from community.history import room as history
from community.home import room as home
from community.imports import views as imports
from community.initiatives import room as initiatives
from community.introductions import room as introductions
from community.invitations import room as invitations
from community.jobs import cli as jobs
from community.keeping import room as keeping
from community.libraries import room as libraries
from community.libraries import tenancy, versions
from community.living_books import room as living_books
from community.logbook import room as logbook
from community.lots import views as lots
from community.match_rounds import room as match_rounds
from community.meetlat import room as meetlat
from community.messages import room as messages
from community.mine import views as mine
from community.moderation import room as moderation
from community.networks import room as networks
from community.notifications import room as notifications
from community.offer_lists import room as offer_lists
from community.operations import room as operations
from community.outbox import room as outbox
from community.paper import views as paper
from community.partners import room as partners
from community.pictures import views as pictures
from community.plans import room as plans
from community.preferences import room as preferences
from community.promises import room as promises
from community.proposals import room as proposals
from community.pulse import room as pulse
from community.register import room as register
from community.reports import room as reports
from community.rights import room as rights
from community.rota import room as rota
from community.search import room as search
from community.self_assessment import room as self_assessment
from community.series import room as series
from community.single_sign_on import room as single_sign_on
from community.skills import room as skills
from community.solves import room as solves
from community.suggestions import room as suggestions
from community.table_notes import room as table_notes
from community.table_plans import room as table_plans
from community.tally import room as tally
from community.teams import room as teams
from community.topics import room as topics
from community.web import addresses, hosts, page_cache
from community.web import room as web
from community.webhooks import room as webhooks

ROOT = Path(__file__).resolve().parent.parent


def create_app(settings: Mapping[str, object] | None = None) -> Flask:
    """The whole house. `settings` go before what the environment says, as tests want it."""
    app = Flask(
        "community",
        root_path=str(ROOT / "community"),
        instance_path=str(ROOT / "instance"),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )
    configure(app, settings)
    app.url_map.converters["library"] = tenancy.LibraryConverter
    addresses.register(app)
    app.url_map.strict_slashes = False
    # All of them stay compiled; Jinja would keep 400 and make the others again and again.
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "cache_size": -1}
    if proxies := app.config["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=0)  # type: ignore[method-assign]

    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), metadata=Base.metadata)
    with app.app_context():
        engine = db.engine
    configure_engine(engine)
    CSRFProtect(app)
    Htmx(app)

    for part in (
        web,
        outbox,
        activity,
        jobs,
        keeping,
        libraries,
        consents,
        accounts,
        access_log,
        credentials,
        single_sign_on,
        areas,
        search,
        topics,
        moderation,
        pictures,
        skills,
        register,
        introductions,
        bookings,
        gatherings,
        teams,
        rota,
        arrivals,
        groups,
        series,
        partners,
        initiatives,
        lots,
        formats,
        tally,
        pulse,
        preferences,
        solves,
        suggestions,
        invitations,
        table_plans,
        match_rounds,
        living_books,
        paper,
        conversations,
        table_notes,
        harvests,
        findings,
        promises,
        proposals,
        acts,
        history,
        imports,
        offer_lists,
        plans,
        self_assessment,
        calendars,
        messages,
        meetlat,
        logbook,
        embeds,
        home,
        desk,
        mine,
        api,
        webhooks,
        networks,
        notifications,
        exports,
        reports,
        gaps,
        guides,
        rights,
        backups,
        operations,
        demo,
    ):
        part.register(app)
    page_cache.install(app, lambda: versions.read_all(engine))
    hosts.install(app)
    return app
