"""
Pictures in the prompts: they are tokens of the context, so many each by the model.

Rules and sources stand in core/data/engines/images.toml.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import rtoml

from core.asked.held import Held
from core.asked.question import Engine, Question, Size
from core.catalog.model import Model
from core.catalog.remember import by_model, remember
from core.catalog.tables import DATA
from core.units import PARAMETER, Quantity
from core.wording.note import Note, note

USUAL_SIZE = (1920, 1080)  # where nobody said one: a screen, or a frame of a video


@dataclass(frozen=True, slots=True)
class Pictures:
    """*count* in each prompt, *each* of so many tokens at *width* x *height*; *said*: they were."""

    count: int
    width: int
    height: int
    each: int
    said: bool

    @property
    def tokens(self) -> int:
        """Of one prompt."""
        return self.count * self.each


def pictures_of(engine: Engine, model: Model) -> Pictures | None:
    """Those that were asked for; None where there are none, or nobody knows their tokens."""
    count = engine.images_per_prompt
    if not count:
        return None
    width, height = engine.image_size or _square(engine.max_pixels) or USUAL_SIZE
    each = tokens_of(model, width, height, engine.max_pixels)
    if each is None:
        return None
    said = bool(engine.image_size or engine.max_pixels)
    return Pictures(count, width, height, each, said)


def tokens_of(model: Model, width: int, height: int, max_pixels: int | None = None) -> int | None:
    """Tokens of one picture; None for a model whose rule is not known."""
    row = _rule_of(model)
    if row is None:
        return None
    match row["rule"]:
        case "fixed":
            return row["tokens"]
        case "rows":
            return _rows(width, height, row["side"], row["longest"])
        case "tiles":
            return _tiles(width, height, row)
        case _:
            most = min(row["most"], max_pixels or row["most"])
            return _patches(width, height, row["side"], row["least"], most)


def with_pictures(
    question: Question, model: Model | Size, engine: Engine, held: Held, assumed: list[Note]
) -> Held:
    """Pictures come on top of an assumed context, and lie within one that was named."""
    pictures = pictures_of(engine, model) if isinstance(model, Model) else None
    if pictures is None or not isinstance(model, Model) or question.task != "serve":
        return held
    said = {"count": pictures.count, "width": pictures.width, "height": pictures.height}
    if question.context_length is None and question.intent != "max_context":
        assumed.append(note("assumed.pictures", **said, tokens=pictures.each))
        limit = model.max_position_embeddings or held.tokens + pictures.tokens
        return replace(held, tokens=min(limit, held.tokens + pictures.tokens))
    if not pictures.said:
        assumed.append(note("assumed.size_of_pictures", **said, tokens=pictures.each))
    return held


def without_towers(model: Model | Size) -> Model | Size:
    """
    The language model alone: --language-model-only, or a limit of no pictures.

    vLLM 0.33.0, models/interfaces.py (_mark_tower_model): towers whose limits are 0 are not built.
    """
    if isinstance(model, Size) or not model.other_parameters:
        return model
    return _alone(model)


@remember(by_model)
def _alone(model: Model) -> Model:
    left = model.elements - model.other_parameters
    return model.model_copy(update={"other_parameters": 0, "parameters": Quantity(left, PARAMETER)})


def _patches(width: int, height: int, side: int, least: int, most: int) -> int:
    """transformers 5.24.0, models/qwen2_vl/image_processing_qwen2_vl.py, smart_resize."""
    high, wide = (max(side, round(each / side) * side) for each in (height, width))
    if high * wide > most:
        scale = math.sqrt(height * width / most)
        high, wide = (max(side, int(each / scale / side) * side) for each in (height, width))
    elif high * wide < least:
        scale = math.sqrt(least / (height * width))
        high, wide = (math.ceil(each * scale / side) * side for each in (height, width))
    return high // side * (wide // side)


def _rows(width: int, height: int, side: int, longest: int) -> int:
    """models/pixtral/processing_pixtral.py: a break behind every row."""
    scale = max(1.0, width / longest, height / longest)
    wide, high = (math.ceil(math.floor(each / scale) / side) for each in (width, height))
    return (wide + 1) * high


def _tiles(width: int, height: int, row: Mapping[str, int]) -> int:
    """
    models/llama4, get_best_fit and _prompt_split_image: tiles with a mark between them, the whole
    picture once more, and a mark before, between and behind.
    """
    side, most, tokens = row["side"], row["most"], row["tokens"]
    grids = [(w, h) for w in range(1, most + 1) for h in range(1, most // w + 1)]
    scales = {grid: min(grid[0] * side / width, grid[1] * side / height) for grid in grids}
    larger = [scale for scale in scales.values() if scale >= 1]
    best = min(larger) if larger else max(scales.values())
    wide, high = min((g for g in grids if scales[g] == best), key=lambda grid: grid[0] * grid[1])
    marks = high * (wide - 1) + high
    split = wide * high * tokens + marks if wide * high > 1 else 0
    return split + tokens + 3


def _square(pixels: int | None) -> tuple[int, int] | None:
    return None if pixels is None else (math.isqrt(pixels), math.isqrt(pixels))


def _rule_of(model: Model) -> Mapping[str, Any] | None:
    if not model.other_parameters:
        return None  # a language model alone
    for row in _table():
        named = row.get("names")
        if model.model_type in row["model_types"] and (named is None or model.name in named):
            return row
    return None


@cache
def _table() -> list[dict[str, Any]]:
    return rtoml.loads((DATA / "engines" / "images.toml").read_text(encoding="utf-8"))["picture"]
