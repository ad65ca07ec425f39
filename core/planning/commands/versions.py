"""Models that a version of vLLM lacks: core/data/engines/vllm.toml."""

from collections.abc import Mapping
from functools import cache

import rtoml

from core.asked.question import Engine
from core.catalog.model import Model
from core.catalog.tables import DATA
from core.wording.note import Note, note


def missing_in(engine: Engine, model: Model) -> Note | None:
    """
    Why this version of vLLM does not serve *model*; no version named is the newest.

    vLLM 0.33.0, model_executor/models/registry.py: it refuses removed architectures by name.
    """
    table, type = _table(), model.model_type
    if type in table["never"]:
        return note("caveat.not_served", model=model.name)
    version = _parts(engine.version)
    last, since, absent = (table[key].get(type) for key in ("last", "since", "absent"))
    if last is not None and (version is None or version[:2] > _whole(last)[:2]):
        return note("caveat.removed", model=model.name, version=last)
    if version is None:
        return None
    if since is not None and version < _whole(since):
        return note("caveat.not_yet", model=model.name, version=since)
    if absent is not None and version <= _whole(absent):
        return note("caveat.not_yet_after", model=model.name, version=absent)
    return None


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    return rtoml.loads((DATA / "engines" / "vllm.toml").read_text(encoding="utf-8"))


def _whole(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))


def _parts(text: str | None) -> tuple[int, ...] | None:
    """Numbers of a version; what was left out ("0.11") is as late as can be."""
    parts = (text or "").lstrip("v").split(".")[:3]
    if len(parts) < 2 or not all(part.isdecimal() for part in parts):
        return None
    return (*(int(part) for part in parts), *(999 for _ in range(3 - len(parts))))
