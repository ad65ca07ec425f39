"""
Our tables as files: ``core/data/<kind>/*.toml``, one kind of row in each folder.

Rows come out as plain dictionaries, in the order of files and rows, dates as text. What they
must hold is checked where they become values, in load.py; here a file only has to be TOML.
"""

from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

import rtoml

from core.errors import CatalogError

Row = dict[str, Any]

DATA = Path(str(files("core"))) / "data"
FOLDERS = {
    "models": "model",
    "gpus": "gpu",
    "instances": "instance",
    "precisions": "precision",
    "usage": "usage",
    "checkpoints": "checkpoint",
}
SHARED = ("family", "source", "checked")  # what all rows of a file may have in common


def paths(root: Path = DATA) -> list[Path]:
    """Every TOML file of the tables, sorted."""
    return [path for folder in FOLDERS for path in sorted((root / folder).glob("*.toml"))]


def read(root: Path = DATA) -> dict[str, list[tuple[str, Row]]]:
    """
    All rows by folder, each with "folder/file.toml, name or id" for messages.

    Raises CatalogError for a file that is not TOML, has another key at the top than its rows
    and what they share, or a row that is not a table.
    """
    found: dict[str, list[tuple[str, Row]]] = {folder: [] for folder in FOLDERS}
    for path in paths(root):
        found[path.parent.name] += _rows(path)
    return found


def _rows(path: Path) -> list[tuple[str, Row]]:
    place = f"{path.parent.name}/{path.name}"
    key = FOLDERS[path.parent.name]
    try:
        document = rtoml.loads(path.read_text(encoding="utf-8"))
    except (rtoml.TomlParsingError, UnicodeDecodeError) as error:
        raise CatalogError(f"{place}: not TOML: {error}") from error
    rows = document.pop(key, [])
    shared = {name: document.pop(name) for name in SHARED if name in document}
    if document:
        raise CatalogError(f"{place}: unknown key at the top: {', '.join(sorted(document))}")
    return [(_place(place, row), _dates_as_text(shared | row)) for row in rows]


def _place(place: str, row: Row) -> str:
    return f"{place}, {row.get('id') or row.get('name') or 'a row without id or name'}"


def _dates_as_text(row: Row) -> Row:
    return {
        key: value.isoformat() if isinstance(value, date) else value for key, value in row.items()
    }
