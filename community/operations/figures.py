"""What is counted while people are served, in every process, and told at `/metrics`.

Nothing here is of a person or a library: labels are names that stand in the code.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from time import perf_counter

from flask import Flask, Response, g, request
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from community import measures
from community.operations.ledger import Key, Ledger

#: Seconds; the last is for whatever takes longer.
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
BOUNDS = (*map(str, BUCKETS), "+Inf")
METHODS = frozenset({"GET", "HEAD", "POST"})
SUM = "sum"

COUNTERS = {
    "requests": ("Answers that the house made, by endpoint and status.", ("endpoint", "status")),
    "endpoint_seconds": ("Seconds that these took, by endpoint.", ("endpoint",)),
    "page_cache": ("Anonymous repeats: kept pages given, also right when made, and pages made.",
                   ("result",)),
}  # fmt: skip
HISTOGRAMS = {
    "request_seconds": ("How long an answer took to make.", "method"),
    "wait_seconds": ("How long somebody waited for seats, or for a turn to write (SQLite).", "for"),
}


class Figures(Collector):
    """Counts what this process does, and tells what all of them did."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._kept = dict[str, int]()

    def count_in(self, app: Flask) -> None:
        measures.listen(lambda what, seconds: self.took("wait_seconds", what, seconds))

        @app.after_request
        def count(response: Response) -> Response:
            seconds = perf_counter() - g.get("started_at", perf_counter())
            endpoint = request.endpoint or "none"
            self.ledger.add("requests", endpoint, f"{response.status_code // 100}xx")
            self.ledger.add("endpoint_seconds", endpoint, amount=seconds)
            method = request.method if request.method in METHODS else "other"
            self.took("request_seconds", method, seconds)
            if (cache := app.extensions.get("page_cache")) is not None:
                self.count_kept(cache.counts)
            return response

    def took(self, name: str, label: str, seconds: float) -> None:
        self.ledger.add(name, label, BOUNDS[bisect_left(BUCKETS, seconds)])
        self.ledger.add(name, label, SUM, amount=seconds)

    def count_kept(self, counts: Mapping[str, int]) -> None:
        """What the cache counted since the last time: it answers before the house is asked."""
        for result, count in counts.items():
            if more := count - self._kept.get(result, 0):
                self._kept[result] = count
                self.ledger.add("page_cache", result, amount=more)

    def collect(self) -> Iterator[Metric]:
        by_name: dict[str, dict[Key, float]] = defaultdict(dict)
        for (name, *labels), value in self.ledger.totals().items():
            by_name[name][tuple(labels)] = value
        for name, (says, names) in COUNTERS.items():
            counter = CounterMetricFamily(f"kenniskring_{name}", says, labels=names)
            for values, value in sorted(by_name[name].items()):
                counter.add_metric(values, value)
            yield counter
        for name, (says, label) in HISTOGRAMS.items():
            yield _histogram(name, says, label, by_name[name])


def _histogram(
    name: str, says: str, label: str, counts: Mapping[Key, float]
) -> HistogramMetricFamily:
    histogram = HistogramMetricFamily(f"kenniskring_{name}", says, labels=[label])
    for value in sorted({key[0] for key in counts}):
        running, buckets = 0.0, []
        for bound in BOUNDS:
            running += counts.get((value, bound), 0.0)
            buckets.append((bound, running))
        histogram.add_metric([value], buckets, counts.get((value, SUM), 0.0))
    return histogram
