"""The meetlat once more, plain and slow, written from the prose of MEETLAT.md and its table.

It shares no code and no number with the engine: people are lists, pairs are counted one by one, the
bound is found by trying, weights are whole hundredths.
"""

from __future__ import annotations

from itertools import combinations
from math import e, log

from community.meetlat.engine.aggregates import Aggregates, Occasion

ANCHORS = {
    "O1": (0, 5, 12, 20, 30), "O2": (0, 10, 20, 35, 50), "O3": (0, 20, 35, 50, 65),
    "O4": (0, 0.35, 0.55, 0.7, 0.85), "O5": (0, 5, 15, 30, 45), "O6": (0, 10, 25, 40, 60),
    "O7": (0, 2, 8, 18, 33), "O8": (0, 30, 50, 65, 80),
    "S1": (0, 10, 20, 35, 50), "S2": (0, 20, 40, 55, 70), "S3": (1, 2, 3, 4.5, 6),
    "S4": (0, 30, 45, 60, 75), "S5": (0, 20, 35, 50, 65), "S6": (0, 10, 25, 40, 60),
    "S7": (0, 10, 25, 40, 60), "S8": (1, 2.5, 3.2, 3.8, 4.3),
}  # fmt: skip
HUNDREDTHS = {
    "O1": 10, "O2": 15, "O3": 20, "O4": 15, "O5": 10, "O6": 10, "O7": 15, "O8": 5,
    "S1": 20, "S2": 15, "S3": 10, "S4": 15, "S5": 5, "S6": 10, "S7": 10, "S8": 15,
}  # fmt: skip
#: Every value an indicator gave, with the pairs (there are, it takes) of its minimums.
Found = dict[str, tuple[float, list[tuple[float, float]]]]


def bound(k: float, n: float) -> float:
    """The least share that k of n does not contradict, by halving."""
    if n == 0:
        return 0
    low, high = 0.0, k / n
    for _ in range(80):
        middle = (low + high) / 2
        if (k / n - middle) ** 2 > 1.2816**2 * middle * (1 - middle) / n:
            low = middle
        else:
            high = middle
    return high


def level(code: str, value: float) -> float:
    steps = zip(ANCHORS[code], ANCHORS[code][1:], strict=False)
    return 1 + sum(min(1, max(0, (value - low) / (high - low))) for low, high in steps)


def share(k: float, n: float) -> float:
    return 0 if n == 0 else k / n


def different(labels: list[str]) -> float:
    """Of all pairs of people, how many are of two groups."""
    pairs = list(combinations(labels, 2))
    return share(sum(1 for a, b in pairs if a != b), len(pairs))


def different_in_area(counts: dict[str, int]) -> float:
    n = sum(counts.values())
    mixed = sum(2 * a * b for a, b in combinations(counts.values(), 2))
    return share(mixed, n * (n - 1))


def told(counts: dict[str, int]) -> list[str]:
    return [label for label, n in counts.items() for _ in range(n)]


def meeting(of: Aggregates) -> Found:
    plain = [one for one in of.occasions if not one.sensitive]
    talks = [one for one in of.occasions if one.conversational]
    asked = [one for one in plain if one.pulse != "none"]
    met = sum(one.pulse_met_someone for one in asked)
    answers = sum(one.pulse_answers for one in asked)
    heads = sum(one.head_count for one in asked)
    yielded = len([one for one in talks if one.harvest > 0])
    keyed, of_people = of.people, of.people.unique
    return {
        "O1": new_faces(of, plain),
        "O2": (100 * share(keyed.returned, keyed.cohort), [(keyed.cohort, 20)]),
        "O3": (100 * bound(met, answers), [
            (answers, 30), (len([1 for one in asked if one.pulse_answers]), 5),
            (share(answers, heads), 0.15),
        ]),
        "O4": bridging(of, plain),
        "O5": (100 * share(keyed.acquainted, of_people), [(of_people, 50)]),
        "O6": (100 * bound(yielded, len(talks)), [(len(talks), 10)]),
        "O7": (100 * bound(initiative(of.occasions), len(of.occasions)), [(len(of.occasions), 10)]),
        "O8": everywhere(of, plain),
    }  # fmt: skip


def new_faces(of: Aggregates, plain: list[Occasion]) -> tuple[float, list[tuple[float, float]]]:
    keyed = of.people
    with_check_in = len([one for one in of.occasions if one.checked_in > 0])
    if keyed.history_days >= 365 and keyed.unique >= 50 and with_check_in >= 10:
        return 100 * keyed.new / keyed.unique, [(keyed.unique, 50), (with_check_in, 10)]
    said = [True for one in plain for _ in range(one.first_time)]
    said += [False for one in plain for _ in range(one.been_before)]
    cards = len([one for one in plain if one.first_time or one.been_before])
    return 100 * share(said.count(True), len(said)), [(len(said), 50), (cards, 10)]


def bridging(of: Aggregates, plain: list[Occasion]) -> tuple[float, list[tuple[float, float]]]:
    ages, places = different_in_area(of.area.ages), different_in_area(of.area.places)
    people = max([0] + [sum(c.values()) for c in (of.area.ages, of.area.places)
                        if different_in_area(c)])  # fmt: skip
    total = weights = activities = 0.0
    for one in plain:
        ratios, known = [], []
        for counts, area in ((one.ages, ages), (one.places, places)):
            labels = told(counts)
            if len(labels) >= 5 and area:
                ratios.append(different(labels) / area)
                known.append(len(labels))
        if ratios:
            activities += 1
            weight = min(30, max(known))
            total += weight * min(1, sum(ratios) / len(ratios))
            weights += weight
    return share(total, weights), [(activities, 10), (people, 1)]


def initiative(occasions: tuple[Occasion, ...]) -> float:
    begun = [one.initiator_no for one in occasions if one.initiator in ("resident", "group")]
    return sum(min(begun.count(who), len(begun) / 4) for who in set(begun))


def everywhere(of: Aggregates, plain: list[Occasion]) -> tuple[float, list[tuple[float, float]]]:
    came = [place for one in plain for place in told(one.places)]
    small = [place for place, n in of.area.places.items() if n < 200]
    large = sorted((n, place) for place, n in of.area.places.items() if n >= 200)
    regions = [[place] for _, place in large]
    if small:
        if sum(of.area.places[place] for place in small) < 200 and regions:
            small += regions.pop(0)
        regions.append(small)
    inhabitants = {tuple(r): sum(of.area.places[place] for place in r) for r in regions}
    visits = {tuple(r): len([place for place in came if place in r]) for r in regions}
    everybody = sum(inhabitants.values())
    mean = share(sum(visits.values()), everybody)
    reached = [
        n for r, n in inhabitants.items()
        if visits[r] >= 5 and share(visits[r], n) >= mean / 4 - 1e-12
    ]  # fmt: skip
    return 100 * share(sum(reached), everybody), [(len(came), 100), (everybody, 1)]


def working_together(of: Aggregates) -> Found:
    joint = [one for one in of.occasions if one.partners]
    active = [one for one in of.organisations if one.joint + one.contacts > 0]
    before = [one for one in of.organisations if one.joint_before > 0]
    here = [one for one in before if one.joint > 0]
    deep = [one for one in active if one.joint and one.brought_and_confirmed]
    confirmed = [one for one in joint if any(p.confirmed and p.brought for p in one.partners)]
    teams = [one for one in joint if one.teams > 1 and one.front_line]
    linked = {
        a.organisation for one in joint for a in one.partners for b in one.partners
        if a.confirmed and b.confirmed and a.organisation != b.organisation
    }  # fmt: skip
    seen = [p for one in joint for p in sorted({p.organisation for p in one.partners})]
    top = sorted(set(seen), key=lambda who: (-seen.count(who), who))[:3]
    without = [one for one in joint if not any(p.organisation in top for p in one.partners)]
    sectors = [one.sector for one in active]
    entropy = sum(
        -share(sectors.count(s), len(sectors)) * log(sectors.count(s) / len(sectors))
        for s in set(sectors)
    )
    said = of.judgements
    means = [s / n for s, n in zip(said.sums, said.answers, strict=True) if n]
    mean, n = share(sum(means), len(means)), said.given
    number = len(active)
    return {
        "S1": (100 * bound(len(deep), number), [(number, 5)]),
        "S2": (100 * bound(len(confirmed), len(joint)), [(len(joint), 10)]),
        "S3": (e**entropy, [(number, 5)]),
        "S4": (100 * share(len(here), len(before)), [(len(before), 8)]),
        "S5": (100 * share(len(without), len(joint)), [(len(joint), 10), (len(set(seen)), 6)]),
        "S6": (100 * share(len([o for o in active if o.no in linked]), number), [(number, 5)]),
        "S7": (100 * bound(len(teams), len(joint)), [(len(joint), 10)]),
        "S8": ((n * mean + 15) / (n + 5), [(n, 5), (share(n, said.asked), 0.4)]),
    }


def levels(found: Found) -> dict[str, float | None]:
    """After the pairs, each against what the other was before."""
    plain = {
        code: level(code, value) if all(have >= least for have, least in needs) else None
        for code, (value, needs) in found.items()
    }
    held = dict(plain)
    for a, b in (("O1", "O2"), ("O2", "O1"), ("O4", "O5"), ("O5", "O4")):
        own, other = plain.get(a), plain.get(b)
        if own is not None and other is not None:
            held[a] = min(own, other + 1.5)
    return held


def bar(found: Found) -> tuple[float | None, str | None]:
    """Score and letter."""
    reached = {code: one for code, one in levels(found).items() if one is not None}
    weight = sum(HUNDREDTHS[code] for code in reached)
    if weight < 60:
        return None, None
    score = sum(HUNDREDTHS[code] * one for code, one in reached.items()) / weight
    doubled = all(have >= 2 * least for code in reached for have, least in found[code][1])
    if weight >= 90 and doubled:
        return score, "A"
    return score, "B" if weight >= 75 else "C"
