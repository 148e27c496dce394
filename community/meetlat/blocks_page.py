"""The five bouwstenen beside the log: what colleagues say, and the next step that belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from community.meetlat.engine.blocks import BlockScore, advice, block_scores, phase
from community.meetlat.engine.results import DimensionResult
from community.meetlat.engine.standard import Advice, Block, Phase, Standard
from community.self_assessment.outcome import BlockOutcome, Outcome

#: Samenwerking of a library that never was worked out.
_NOTHING = DimensionResult(
    key="samenwerking", score=None, confidence=None, measurable_weight=0, indicators=()
)


@dataclass(frozen=True, slots=True)
class BlockReading:
    """One bouwsteen; `advice` is there as soon as it has a score."""

    block: Block
    score: BlockScore
    said: BlockOutcome
    advice: Advice | None

    @property
    def groups(self) -> tuple[float, ...]:
        return tuple(each.mean for each in self.said.groups)

    @property
    def apart(self) -> float:
        """How far the groups lie apart."""
        low, high = self.said.spread or (0.0, 0.0)
        return high - low


@dataclass(frozen=True, slots=True)
class Blocks:
    outcome: Outcome
    each: Sequence[BlockReading]
    phase: Phase | None


def read_blocks(
    outcome: Outcome, samenwerking: DimensionResult | None, standard: Standard
) -> Blocks | None:
    """None when the round was about another meetlat: its statements are not these."""
    said = {each.key: each for each in outcome.blocks}
    if any(block.key not in said for block in standard.blocks):
        return None
    scores = block_scores(
        {key: each.score for key, each in said.items()}, samenwerking or _NOTHING, standard
    )
    return Blocks(
        outcome=outcome,
        each=[
            BlockReading(
                block,
                score,
                said[block.key],
                advice(block, score.score) if score.score is not None else None,
            )
            for block, score in zip(standard.blocks, scores, strict=True)
        ],
        phase=phase({each.key: each.score for each in scores}, standard),
    )
