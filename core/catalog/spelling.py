"""How names are written: cut into pieces, letters from digits, separators dropped."""

import re
from typing import NamedTuple

from core.catalog.model import Model

_PIECE = re.compile(
    r"(?<=[0-9])x(?=[a-z0-9])|[^\W\d_]+|[0-9]+(?:\.[0-9]+)+|[0-9]+_[0-9]+(?![0-9]*[a-z])|[0-9]+|(?<=[a-z])\+"
)
_ADDED = re.compile(r" (?:instruct|chat|it|base|hf|v 0\.[0-9]|v 1\.0|[0-9]{4}|rl|pt)\b")
_AZURE = re.compile(
    r"standard_(?P<series>n[a-z]+)[0-9]+[a-z_]*_(?P<card>[a-z0-9]+)_(?P<version>v[0-9])"
)


class Piece(NamedTuple):
    """Letters, or a number, and where it stands."""

    text: str
    start: int
    end: int


def pieces(text: str) -> list[Piece]:
    """
    Letters and numbers of a lower-case text.

    >>> [piece.text for piece in pieces("2xa100, llama3.1:8b-q4_k_m")]
    ['2', 'x', 'a', '100', 'llama', '3.1', '8', 'b', 'q', '4', 'k', 'm']
    """
    return [Piece(m[0].replace("_", "."), m.start(), m.end()) for m in _PIECE.finditer(text)]


def name_key(text: str) -> str:
    """
    How the index writes a name.

    >>> name_key("Llama-3.1-70B"), name_key("llama3.1:70b")
    ('llama 3.1 70 b', 'llama 3.1 70 b')
    """
    return " ".join(_PIECE.findall(text.lower())).replace("_", ".")


def short_forms(model: Model) -> tuple[str, ...]:
    """A hub name without what a publisher adds: "Ministral-8B-Instruct-2410" is Ministral 8B."""
    if model.id is None:
        return ()
    key = name_key(model.id.split("/")[-1])
    return (_ADDED.sub("", key).strip(), _ADDED.sub("", name_key(model.name)).strip())


def azure_series(name: str) -> tuple[str, ...]:
    """
    Azure's machines are also called by their series.

    >>> azure_series("Standard_ND96isr_H100_v5")
    ('nd h100 v5', 'ndh100v5', 'nd_h100_v5')
    """
    match = _AZURE.fullmatch(name.lower())
    if match is None:
        return ()
    series, card, version = match["series"], match["card"], match["version"]
    return (f"{series} {card} {version}", f"{series}{card}{version}", f"{series}_{card}_{version}")
