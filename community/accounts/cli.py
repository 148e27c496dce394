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
from community.web.i18n import sentence
from community.web.keys import house_key

person = AppGroup("person", help="People of this installation.")

ROLES = [*(role.value for role in Role), people.ADVISER, people.OPERATOR]


@person.command("invite")
@click.argument("email")
@click.option("--role", required=True, type=click.Choice(ROLES), help="What they come to do.")
@click.option("--library", default="", help="The slug of the library; not for who needs none.")
@click.option("--network", default="", help="The slug of the network, for an adviser.")
@click.option("--name", default="", help="First name; made from EMAIL when left out.")
def invite(email: str, role: str, library: str, network: str, name: str) -> None:
    """Let EMAIL in, mail an invitation, and print a link that signs them in once."""
    try:
        name = clean_line(name)[:80] or email.partition("@")[0].partition(".")[0].title()[:80]
        with transaction() as tx:
            language = current_app.config["LANGUAGES"][0]
            invited = people.find_or_create_person(tx, email, name, language, now())
            _invite(tx, invited, role, library, network)
            _link, token = services.make_link(tx, invited, key=house_key(), now=now())
    except DomainError as error:
        raise click.ClickException(sentence(error)) from None
    except UnfitText as unfit:
        raise click.BadParameter(str(unfit), param_hint="--name") from None
    minutes = int(services.LINK_OPENS.total_seconds() // 60)
    click.echo(f"{invited.email} is invited as {role}. Works once, within {minutes} minutes:")
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
        raise click.UsageError("This role is one in a library: add --library SLUG.")
    try:
        return libraries.get_by_slug(tx, slug)
    except NotFound:
        raise click.ClickException(
            f"There is no library ‘{slug}’. To open it: flask --app app library create {slug}"
        ) from None


def _network(tx: Session, slug: str) -> Network:
    if not slug:
        raise click.UsageError("An adviser advises a network: add --network SLUG.")
    try:
        return libraries.get_network(tx, slug)
    except NotFound:
        raise click.ClickException(f"There is no network ‘{slug}’.") from None


def _refuse(role: str, **places: str) -> None:
    """An option that says nothing is a mistake, such as a role that was meant to be another."""
    for name, slug in places.items():
        if slug:
            raise click.UsageError(f"--role {role} goes without --{name}.")
