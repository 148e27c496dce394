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
from community.activity import forgetting as activity_forgetting
from community.acts import room as acts
from community.api import room as api
from community.areas import views as areas
from community.arrivals import agreed as counted_once
from community.arrivals import arriving_views, standing_views
from community.arrivals import forgetting as counted_once_forgetting
from community.arrivals import own_views as arrivals_own
from community.arrivals import views as arrivals
from community.backups import room as backups
from community.bookings import views as bookings
from community.calendars import findings_news
from community.calendars import news_views as news
from community.calendars import room_views as room_feed
from community.calendars import views as calendars
from community.config import configure
from community.consents import room as consents
from community.conversations import room as conversations
from community.credentials import room as credentials
from community.db import Base, configure_engine, db
from community.demo import cli as demo
from community.desk import mail_views as desk_mail
from community.desk import settings_views
from community.desk import views as desk
from community.embeds import desk_views as embeds_desk
from community.embeds import views as embeds
from community.exports import room as exports
from community.findings import room as findings
from community.formats import room as formats_room
from community.gaps import room as gaps
from community.gatherings import (
    calls_views,
    closing_views,
    cohost_mails,
    cohost_views,
    forgetting,
    mail_wording,
    markdown,
    missed_mail,
    my_place,
    own_kunde_views,
    own_sign_up_views,
    sign_up_desk_views,
    sign_up_views,
    template_views,
)
from community.gatherings import desk_form_views as gathering_form
from community.gatherings import desk_views as gatherings_desk
from community.gatherings import jobs as gathering_jobs
from community.gatherings import mails as gathering_mails
from community.gatherings import views as gatherings
from community.groups import room as groups
from community.guides import room as guides
from community.harvests import room as harvests
from community.history import room as history
from community.home import about_views as about
from community.home import hall_views, installing_views, safety_views, sitemap_views
from community.home import views as home
from community.imports import views as imports
from community.initiatives import confirm_views as my_initiative
from community.initiatives import mails as initiative_mails
from community.initiatives import views as initiatives
from community.introductions import room as introductions
from community.invitations import room as invitations
from community.jobs import cli as job_commands
from community.jobs import worker
from community.keeping import room as keeping
from community.libraries import cli as library_commands
from community.libraries import tenancy, versions
from community.libraries import views as libraries
from community.living_books import room as living_books
from community.logbook import room as logbook
from community.lots import views as lots
from community.match_rounds import room as match_rounds
from community.meetlat import room as meetlat
from community.messages import jobs as message_jobs
from community.messages import mails as message_mails
from community.messages import views as messages
from community.messages import wording_views
from community.mine import views as mine
from community.moderation import room as moderation
from community.networks import room as networks
from community.notifications import room as notifications
from community.offer_lists import room as offer_lists
from community.operations import room as operations
from community.outbox import cli as outbox_commands
from community.outbox import delivery
from community.outbox import forgetting as outbox_forgetting
from community.outbox import views as mails
from community.paper import views as paper
from community.partners import confirm_views as confirming
from community.partners import jobs as partner_jobs
from community.partners import joining_views as partnerships
from community.partners import lists_views as partner_lists
from community.partners import mails as partner_mails
from community.partners import views as partners
from community.pictures import views as pictures
from community.plans import room as plans
from community.preferences import room as preferences
from community.promises import room as promises
from community.proposals import room as proposals
from community.pulse import jobs as pulse_jobs
from community.pulse import views as pulse
from community.register import room as register
from community.reports import room as reports
from community.rights import room as rights
from community.rota import room as rota
from community.search import room as search
from community.self_assessment import room as self_assessment
from community.series import closed_views as closed_days
from community.series import desk_views as series_desk
from community.series import jobs as series_jobs
from community.series import mail_wording as series_wording
from community.series import mails as series_mails
from community.series import scope_views as series_scope
from community.series import views as series
from community.single_sign_on import room as single_sign_on
from community.skills import room as skills
from community.solves import room as solves
from community.suggestions import room as suggestions
from community.table_notes import room as table_notes
from community.table_plans import room as table_plans
from community.tally import jobs as tally_jobs
from community.tally import views as tally
from community.teams import room as teams
from community.topics import room as topics
from community.web import (
    addresses,
    assets,
    failures,
    filled_in,
    formats,
    headers,
    hosts,
    i18n,
    kring,
    layout,
    page_cache,
    request_log,
    slots,
    stick,
)
from community.webhooks import room as webhooks

ROOT = Path(__file__).resolve().parent.parent


def create_app(settings: Mapping[str, object] | None = None) -> Flask:
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
        request_log,
        headers,
        i18n,
        filled_in,
        assets,
        layout,
        slots,
        formats,
        kring,
        stick,
        failures,
        outbox_commands,
        outbox_forgetting,
        activity_forgetting,
        job_commands,
        keeping,
        tenancy,
        consents,
        accounts,
        access_log,
        credentials,
        single_sign_on,
        libraries,
        library_commands,
        areas,
        search,
        topics,
        moderation,
        pictures,
        skills,
        register,
        introductions,
        bookings,
        markdown,
        gatherings,
        gatherings_desk,
        gathering_form,
        template_views,
        closing_views,
        gathering_mails,
        missed_mail,
        mail_wording,
        my_place,
        sign_up_views,
        own_sign_up_views,
        own_kunde_views,
        sign_up_desk_views,
        calls_views,
        cohost_views,
        cohost_mails,
        teams,
        rota,
        gathering_jobs,
        forgetting,
        arrivals,
        groups,
        series_desk,
        closed_days,
        series_jobs,
        partners,
        partnerships,
        series_scope,
        arrivals_own,
        counted_once,
        counted_once_forgetting,
        standing_views,
        arriving_views,
        confirming,
        partner_lists,
        partner_mails,
        partner_jobs,
        initiatives,
        my_initiative,
        initiative_mails,
        series_mails,
        series_wording,
        series,
        lots,
        formats_room,
        tally,
        tally_jobs,
        pulse,
        pulse_jobs,
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
        news,
        findings_news,
        room_feed,
        messages,
        message_mails,
        message_jobs,
        wording_views,
        meetlat,
        logbook,
        embeds,
        embeds_desk,
        home,
        about,
        sitemap_views,
        safety_views,
        hall_views,
        installing_views,
        desk,
        mine,
        desk_mail,
        settings_views,
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
    worker.beside("outbox", delivery.run)
    app.register_blueprint(mails.bp)
    page_cache.install(app, lambda: versions.read_all(engine))
    hosts.install(app)
    return app
