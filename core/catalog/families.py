"""Names that need a size: "Llama 3.1" is a family, "Llama 3.1 8B" a model."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.catalog.model import Model
from core.catalog.spelling import name_key

ENDS_IN_SIZE = re.compile(
    r"(?P<family>[a-z].*?) (?P<size>(?:[0-9]+ x )?[0-9.]+ [bmt])(?: a [0-9.]+ [bm])?"
)
_SIZE = re.compile(r"(?:\d+x)?[0-9.]+[BM]")
_NUMBERED = re.compile(r"(?P<base>[a-z]{3,}) (?P<number>[0-9]+(?:\.[0-9]+)?)")


@dataclass(frozen=True, slots=True)
class Family:
    """A name that needs a size: "Llama 3.1" is a family, "Llama 3.1 8B" a model."""

    name: str
    sizes: Mapping[str, Model]  # "8b" -> row, smallest first


def without_versions(sizes: Mapping[str, dict[str, Model]]) -> dict[str, dict[str, Model]]:
    """ "Exaone" for EXAONE 3.5 and 4.0: of each size the newest."""
    bases: dict[str, dict[str, Model]] = defaultdict(dict)
    numbered = [
        (float(match["number"]), match["base"], key)
        for key in sizes
        if (match := _NUMBERED.fullmatch(key)) is not None
    ]
    for _, base, key in sorted(numbered, reverse=True):
        for size, model in sizes[key].items():
            bases[base].setdefault(size, model)
    return bases


def family_name(key: str, rows: Mapping[str, Model]) -> str:
    """
    Spelt as the models spell it where their names begin so; otherwise what all their names begin
    with ("l 3.1" is Llama 3.1), or else from the key.
    """
    for size, model in rows.items():
        at = model.name.lower().find(size)
        if at > 0 and name_key(model.name[:at]) == key:
            return model.name[:at].strip(" -_:")
    own = (model.name for model in rows.values() if name_key(model.name) == key)
    names = [model.name for model in rows.values()]
    title = key.title()
    if all(name.casefold().startswith(title.casefold()) for name in names):
        return next(own, title)
    return next(own, _beginning(names) or title)


def _beginning(names: Sequence[str]) -> str:
    """The words that all begin with, without the size; nothing where that is a whole name."""
    words: list[str] = []
    for column in zip(*(name.split() for name in names), strict=False):
        if len(set(column)) > 1 or _SIZE.fullmatch(column[0]):
            break
        words.append(column[0])
    beginning = " ".join(words)
    return "" if beginning in names else beginning
