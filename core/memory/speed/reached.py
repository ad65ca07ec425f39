"""
Which part of the ceiling engines reach: the middle four fifths of published runs.

The part depends on how long a step takes: what an engine adds to each (launches, sampling,
communication) weighs more where a step is short. core/data/engines/reached.toml has the figures,
tests/accuracy/throughput.jsonl the runs; a test keeps the two in step.
"""

from functools import cache
from typing import Any, NamedTuple

import rtoml

from core.catalog.tables import DATA

LONG = 0.005  # seconds of a step from which on it is long


class Reach(NamedTuple):
    """Parts of 1, over so many runs."""

    low: float
    median: float
    high: float
    rows: int


def reach_of(engine: str, seconds: float) -> Reach | None:
    """Of *engine* where a step takes *seconds* at least; None where no runs were found."""
    return _table().get((engine, seconds >= LONG))


@cache
def _table() -> dict[tuple[str, bool], Reach]:
    path = DATA / "engines" / "reached.toml"
    rows: list[dict[str, Any]] = rtoml.loads(path.read_text("utf-8"))["reached"]
    return {
        (row["engine"], row["step"] == "long"): Reach(
            row["low"], row["median"], row["high"], row["rows"]
        )
        for row in rows
    }
