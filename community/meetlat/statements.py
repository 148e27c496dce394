"""The statements of the bouwstenen, for the room that asks them."""

from __future__ import annotations

from flask import Flask

from community.meetlat.engine.standard import LATEST, standard
from community.self_assessment import questionnaire
from community.self_assessment.questionnaire import Block, Questionnaire


def register(_app: Flask) -> None:
    questionnaire.bring(asked_by)


def asked_by(version: str | None, language: str) -> Questionnaire:
    """What this version of the meetlat asks; without one, what it asks today."""
    of = standard(version or LATEST, language)
    return Questionnaire(
        version=of.version,
        blocks=tuple(Block(each.key, each.name, each.statements) for each in of.blocks),
        people=of.rules.round_people,
        groups=of.rules.round_groups,
        group_size=of.rules.round_group_size,
    )
