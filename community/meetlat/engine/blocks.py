"""The five bouwstenen: their score, the advice that belongs to it, and the library's phase."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from community.meetlat.engine.levels import level_no
from community.meetlat.engine.results import DimensionResult
from community.meetlat.engine.standard import Advice, Block, Phase, Standard


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockScore:
    """One bouwsteen, 1 to 5. `score` is None as long as nobody judged it: never a guess."""

    key: str
    score: float | None
    self_assessed: float | None
    from_log: float | None  #: The half that Samenwerking gives, for the block that has one.
    half_missing: bool  #: It has such a half, but that cannot be measured yet.


def block_score(block: Block, self_assessed: float | None, now: DimensionResult) -> BlockScore:
    """*Communicatie en Samenwerking* is half self-assessment and half Samenwerking, while that can
    be measured; the others, and without Samenwerking also that one, are the self-assessment alone.

    `self_assessed` from 1 to 5, `now` the dimension Samenwerking. No errors.
    """
    from_log = now.score if block.from_log else None
    score = self_assessed
    if self_assessed is not None and from_log is not None:
        score = (1 - block.from_log) * self_assessed + block.from_log * from_log
    return BlockScore(
        key=block.key,
        score=score,
        self_assessed=self_assessed,
        from_log=from_log,
        half_missing=bool(block.from_log) and now.score is None,
    )


def block_scores(
    self_assessed: Mapping[str, float | None], samenwerking: DimensionResult, standard: Standard
) -> tuple[BlockScore, ...]:
    """All five in the order of the standard; a block that is not in `self_assessed` has none."""
    return tuple(
        block_score(block, self_assessed.get(block.key), samenwerking) for block in standard.blocks
    )


def phase(scores: Mapping[str, float | None], standard: Standard) -> Phase | None:
    """The library's phase by the median of the five blocks; None while one of them is not known.

    `scores` from 1 to 5 by key of the block. Never the last phase while a block is under 2.5.
    Source: MEETLAT.md, rule 7.
    """
    known = [score for block in standard.blocks if (score := scores.get(block.key)) is not None]
    if len(known) < len(standard.blocks):
        return None
    middle = median(known)
    no = sum(1 for bound in standard.rules.phase_bounds if middle >= bound)
    if min(known) < standard.rules.last_phase_block:
        no = min(no, len(standard.phases) - 2)
    return standard.phases[no]


def advice(block: Block, score: float) -> Advice:
    """What to do next, for the level that the score has reached."""
    return block.advice[level_no(score) - 1]
