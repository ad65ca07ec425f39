"""
Published throughput against our ceilings: which part of it do engines reach?

A row says what was run and how fast it was: *decode*, tokens a second of all *users* together with
*tokens* in each cache (the mean while they write), or *prompt*, tokens a second of one prompt.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from core.answer import answer_question
from core.asked.question import Cards, Engine, Question
from core.catalog.load import load_catalog
from core.catalog.model import Model
from core.memory.speed.reached import LONG
from core.planning.speed import Speed, speed_of
from core.units import SEQUENCE, TOKEN_PER_SECOND, TOKEN_PER_SEQUENCE, Quantity, plain

ROWS = Path(__file__).with_name("throughput.jsonl")


@dataclass(frozen=True, slots=True)
class Reached:
    """A row, the ceiling (token/second) and what of it was reached."""

    row: dict[str, Any]
    ceiling: float

    @property
    def share(self) -> float:
        return self.row["value"] / self.ceiling


def rows() -> list[dict[str, Any]]:
    """The published figures."""
    return [json.loads(line) for line in ROWS.read_text("utf-8").splitlines()]


def reached(published: Iterable[dict[str, Any]]) -> Iterator[Reached]:
    """Those that a ceiling is known for."""
    for row in published:
        ceiling = ceiling_of(row)
        if ceiling is not None:
            yield Reached(row, ceiling)


def ceiling_of(row: dict[str, Any]) -> float | None:
    """token/second, or None where a fact of the card is missing."""
    speed = _speed(row)
    if speed is None:
        return None
    if row["measures"] == "decode":
        return plain(speed.in_all, TOKEN_PER_SECOND)
    return None if speed.prompt is None else speed.prompt_tokens / speed.prompt.seconds


def _speed(row: dict[str, Any]) -> Speed | None:
    catalog = load_catalog()
    split = row["gpus"] if row["engine"] == "vllm" else None
    asked = Question(
        text="",
        models=(_models()[row["model"]],),
        precisions=(catalog.precisions[row["precision"]],),
        gpus=(Cards(catalog.gpus[row["gpu"]], row["gpus"]),),
        context_length=Quantity(row["tokens"], TOKEN_PER_SEQUENCE),
        sequences=Quantity(row["users"], SEQUENCE),
        engine=Engine(row["engine"], tensor_parallel_size=split),
    )
    answer = answer_question(asked, catalog)
    placement = answer.placements[0]
    assert placement.count == row["gpus"], row["id"]
    return speed_of(answer.scenarios[0], placement)


@cache
def _models() -> dict[str, Model]:
    known = load_catalog().models.values()
    return {name: model for model in known for name in (model.id or "", *model.same_as)}


def bands(found: Iterable[Reached]) -> dict[tuple[str, str], list[float]]:
    """
    Shares of decode runs by engine and by how long a step takes at least, ascending.

    Whoever ran a single configuration badly is in it as well as who tuned it.
    """
    shares: dict[tuple[str, str], list[float]] = {}
    for each in found:
        if each.row["measures"] == "decode":
            step = each.row["users"] / each.ceiling
            band = each.row["engine"], "long" if step >= LONG else "short"
            shares.setdefault(band, []).append(each.share)
    return {band: sorted(some) for band, some in sorted(shares.items())}


def prompts(found: Iterable[Reached]) -> dict[str, list[float]]:
    """The same of prompts, by engine."""
    shares: dict[str, list[float]] = {}
    for each in found:
        if each.row["measures"] == "prompt":
            shares.setdefault(each.row["engine"], []).append(each.share)
    return {engine: sorted(some) for engine, some in sorted(shares.items())}
