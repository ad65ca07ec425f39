"""
One index of every name people use: models, cards, cloud machines, number formats, repositories.

A name is cut into pieces, letters from digits, and what stands between them is dropped:
"Llama-3.1-70B", "llama3.1:70b" and "LLAMA 3.1 70 b" are one name. The search is for the exact
pieces, longest name first. Typing errors are mended word by word (`correct`), and only where one
known word is clearly nearer than any other.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from rapidfuzz import fuzz, process
from rapidfuzz.distance import DamerauLevenshtein

from core.catalog.catalog import Catalog
from core.catalog.families import ENDS_IN_SIZE, Family, family_name, without_versions
from core.catalog.gpu import GPU, Instance
from core.catalog.model import Model
from core.catalog.precision import Precision
from core.catalog.repository_names import RepositoryNames
from core.catalog.spelling import Piece, azure_series, name_key, short_forms

Row = Model | Family | GPU | Instance | Precision
T = TypeVar("T", Model, GPU)
_LIKE = 64  # of 100; below it, names have little more than their sizes in common
_LABELS = (6, 8, 10, 11, 12, 16, 18, 20, 22, 24, 32, 36, 40, 48, 64, 72, 80, 84, 94, 95, 96, 128,
           141, 144, 180, 186, 192, 256, 288, 512)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a text: pieces [first, last)."""

    row: Row
    key: str
    first: int
    last: int


class NameIndex:
    """All names of one catalogue. Built once, a few milliseconds; then read only."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._rows: dict[str, Row] = {}
        self._card_sizes: dict[str, dict[int, GPU]] = {}  # of the keys that were looked for
        self._add_cards(catalog)
        for precision in catalog.precisions.values():
            self._add((precision.id, precision.name, *precision.aliases), precision)
        for model in catalog.models.values():
            self._add(model.aliases, model)
        for model in catalog.models.values():
            hub_names = tuple(name for name in (model.id, *model.same_as) if name is not None)
            self._add((model.name, *hub_names), model)
            self._add((name.split("/")[-1] for name in hub_names), model)
        for model in catalog.models.values():
            self._add(short_forms(model), model)
        self._families = self._find_families(catalog.models.values())
        for key, family in self._families.items():
            self._rows.setdefault(key, family)
        self._lengths = self._longest_first()
        self._letters = frozenset(
            word for key in self._rows for word in key.split(" ") if word.isalpha()
        )
        models = [key for key, row in self._rows.items() if isinstance(row, Model | Family)]
        self._opening = frozenset(key.split(" ", 1)[0] for key in models)
        long = {word for key in models for word in key.split(" ") if len(word) > 4}
        self._words = frozenset(
            word for word in (*long, *self._opening) if len(word) > 3 and word.isalpha()
        )

    @property
    def words(self) -> frozenset[str]:
        """Words of model names that are long enough to be mended."""
        return self._words

    @property
    def opening(self) -> frozenset[str]:
        """Words that model names begin with."""
        return self._opening

    @property
    def letters(self) -> frozenset[str]:
        """All runs of letters that stand in some name."""
        return self._letters

    @cached_property
    def repositories(self) -> RepositoryNames:
        """The hub's names, letter for letter: which model, stored how."""
        return RepositoryNames(self.catalog)

    def exact(self, name: str) -> Row | None:
        """The row of this very name."""
        return self._rows.get(name_key(name))

    def key(self, key: str) -> Row | None:
        """The row of a name that is already cut into pieces."""
        return self._rows.get(key)

    def longest(self, text: Sequence[Piece], first: int, last: int) -> Found | None:
        """The longest name that begins with piece *first* and ends before *last*."""
        lengths = self._lengths.get(text[first].text)
        if lengths is None:
            return None
        for length in lengths:
            if first + length <= last:
                key = " ".join([piece.text for piece in text[first : first + length]])
                row = self._rows.get(key)
                if row is None and key[-1] == "s":  # "A10Gs"
                    row = self._rows.get(key[:-1])
                    row = row if isinstance(row, GPU) else None
                    key = key[:-1]
                if row is not None:
                    return Found(row, key, first, first + length)
        return None

    def families_like(self, key: str) -> list[tuple[str, Family]]:
        """Families whose name begins like this one, itself included: llama, llama 2, llama 3.1."""
        return [
            (name, family)
            for name, family in self._families.items()
            if name == key or name.startswith(f"{key} ")
        ]

    def family(self, key: str) -> Family | None:
        """The family of this name."""
        return self._families.get(key)

    def card_sizes(self, key: str) -> dict[int, GPU]:
        """The cards sold under one name in several sizes: "a 100" -> 40 and 80 GB."""
        known = self._card_sizes.get(key)
        if known is None:
            known = self._card_sizes[key] = self._find_card_sizes(key)
        return known

    def _find_card_sizes(self, key: str) -> dict[int, GPU]:
        sizes: dict[int, GPU] = {}
        for label in _LABELS:
            row = self._rows.get(f"{key} {label} gb")
            if isinstance(row, GPU):
                sizes[label] = row
        return sizes

    def correct(self, word: str, known: Iterable[str] = ()) -> tuple[str, ...]:
        """
        The known words nearest to a misspelt one: one if it is clearly the nearest.

        Up to seven letters may differ by one (a letter more, less, other, or two swapped), longer
        words by two.
        """
        allowed = 1 if len(word) < 8 else 2
        near: dict[str, int] = {}
        for choices in (self._words, known):
            for choice, distance, _ in process.extract(
                word,
                list(choices),
                scorer=DamerauLevenshtein.distance,
                score_cutoff=allowed,
                limit=4,
            ):
                near[choice] = int(distance)
        if not near:
            return ()
        best = min(near.values())
        return tuple(sorted(choice for choice, distance in near.items() if distance == best))

    def nearest_models(self, name: str, limit: int = 3) -> tuple[Model, ...]:
        """
        Models whose names look most like this one, best first; none that looks unlike it. Language
        models before others: "mitral 7b" is no "E5 Mistral 7B".
        """
        near = self._nearest(name, Model, 2 * limit)
        return tuple(sorted(near, key=lambda model: not model.is_language_model)[:limit])

    def nearest_cards(self, name: str, limit: int = 3) -> tuple[GPU, ...]:
        """The same for cards."""
        return self._nearest(name, GPU, limit)

    def _nearest(self, name: str, kind: type[T], limit: int) -> tuple[T, ...]:
        choices = {key: row for key, row in self._rows.items() if isinstance(row, kind)}
        found: list[T] = []
        for key, _, _ in process.extract(
            name_key(name), list(choices), scorer=fuzz.ratio, score_cutoff=_LIKE, limit=12
        ):
            if choices[key] not in found:
                found.append(choices[key])
        return tuple(found[:limit])

    def _add(self, names: Iterable[str], row: Row) -> None:
        """The first row that takes a name keeps it: tables are read in their own order."""
        for name in names:
            key = name_key(name)
            if key:
                self._rows.setdefault(key, row)

    def _add_cards(self, catalog: Catalog) -> None:
        for gpu in catalog.gpus.values():
            self._add(gpu.aliases, gpu)
        for gpu in catalog.gpus.values():
            self._add((gpu.id, gpu.name), gpu)
        for instance in catalog.instances.values():
            self._add((instance.name, *instance.aliases), instance)
        for instance in catalog.instances.values():
            self._add(azure_series(instance.name), instance)

    def _find_families(self, models: Iterable[Model]) -> dict[str, Family]:
        """Every alias that ends in a size gives its family that size."""
        sizes: dict[str, dict[str, Model]] = defaultdict(dict)
        for model in models:
            for name in (*model.aliases, model.name):
                key = name_key(name)
                match = ENDS_IN_SIZE.fullmatch(key)
                if match is not None:
                    row = self._rows.get(key)
                    if isinstance(row, Model):
                        size = match["size"].replace(" ", "")
                        sizes[match["family"]].setdefault(size, row)
        for base, rows in without_versions(sizes).items():
            if base not in self._rows:
                sizes.setdefault(base, rows)
        return {
            key: Family(
                family_name(key, rows), dict(sorted(rows.items(), key=lambda i: i[1].elements))
            )
            for key, rows in sizes.items()
        }

    def _longest_first(self) -> dict[str, tuple[int, ...]]:
        lengths: dict[str, set[int]] = defaultdict(set)
        for key in self._rows:
            parts = key.split(" ")
            lengths[parts[0]].add(len(parts))
        return {first: tuple(sorted(some, reverse=True)) for first, some in lengths.items()}


def index_of(catalog: Catalog) -> NameIndex:
    """The index of a catalogue, built at its first use."""
    for known in _INDEXES:
        if known.catalog is catalog:
            return known
    index = NameIndex(catalog)
    _INDEXES.insert(0, index)
    del _INDEXES[4:]
    return index


_INDEXES: list[NameIndex] = []
