"""`flask --app app person …`: the first people of an installation."""

from __future__ import annotations

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from community.accounts import people, services
from community.accounts.models import Person, Role
from community.clock import now
from community.db import transaction
from community.errors import DomainError, NotFound
from community.libraries import queries as libraries
from community.libraries.models import Library, Network
from community.libraries.tenancy import base_url
from community.texts import UnfitText, clean_line
from community.web.keys import house_key
from community.web.terminal import refusal

person = AppGroup("person", help="Invite people, and help them sign in.")

ROLES = [*(role.value for role in Role), people.ADVISER, people.OPERATOR]


@person.command("invite")
@click.argument("email")
@click.option("--role", required=True, type=click.Choice(ROLES), help="The role they get.")
@click.option("--library", default="", metavar="SLUG", help="The library, for a role in one.")
@click.option("--network", default="", metavar="SLUG", help="The network, for an adviser.")
@click.option("--name", default="", help="First name; by default made from EMAIL.")
def invite(email: str, role: str, library: str, network: str, name: str) -> None:
    """Invite EMAIL by mail, and print a link that signs them in once."""
    try:
        name = clean_line(name)[:80] or email.partition("@")[0].partition(".")[0].title()[:80]
        with transaction() as tx:
            language = current_app.config["LANGUAGES"][0]
            invited = people.find_or_create_person(tx, email, name, language, now())
            _invite(tx, invited, role, library, network)
            _link, token = services.make_link(tx, invited, key=house_key(), now=now())
    except DomainError as error:
        raise refusal(error) from None
    except UnfitText as unfit:
        raise click.BadParameter(str(unfit), param_hint="--name") from None
    minutes = int(services.LINK_OPENS.total_seconds() // 60)
    click.echo(f"Invited {invited.email} as {role}. This link works once, for {minutes} minutes:")
    click.echo(f"{base_url()}/inloggen/{token}")


def register(app: Flask) -> None:
    app.cli.add_command(person)


def _invite(tx: Session, invited: Person, role: str, library: str, network: str) -> None:
    if role == people.OPERATOR:
        _refuse(role, library=library, network=network)
        people.invite_operator(tx, invited, now=now())
    elif role == people.ADVISER:
        _refuse(role, library=library)
        people.invite_adviser(tx, _network(tx, network), invited, now=now())
    else:
        _refuse(role, network=network)
        people.invite(tx, _library(tx, library), invited, Role(role), now=now())


def _library(tx: Session, slug: str) -> Library:
    if not slug:
        raise click.UsageError("This role belongs to a library: add --library SLUG.")
    try:
        return libraries.get_by_slug(tx, slug)
    except NotFound:
        raise click.ClickException(
            f"There is no library ‘{slug}’. To create it: flask --app app library create {slug}"
        ) from None


def _network(tx: Session, slug: str) -> Network:
    if not slug:
        raise click.UsageError("An adviser belongs to a network: add --network SLUG.")
    try:
        return libraries.get_network(tx, slug)
    except NotFound:
        raise click.ClickException(f"There is no network ‘{slug}’.") from None


def _refuse(role: str, **places: str) -> None:
    """An option that says nothing is a mistake, such as a role that was meant to be another."""
    for name, slug in places.items():
        if slug:
            raise click.UsageError(f"--{name} does not go with --role {role}.")
