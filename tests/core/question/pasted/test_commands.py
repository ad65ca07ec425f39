"""Commands and settings as people paste them, and all that must be understood of each."""

import tomllib
from pathlib import Path

import pytest

from core.asked.question import Question
from core.question.parser import parse
from core.units import SEQUENCE, TOKEN_PER_SEQUENCE, Quantity

_BYTES = ("cpu_offload", "kv_cache_memory", "swap_space")
FOLDER = Path(__file__).parent
ROWS = [
    row
    for name in ("serving", "training")
    for row in tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))["pasted"]
]


@pytest.mark.parametrize("row", ROWS, ids=[" ".join(row["text"].split())[:70] for row in ROWS])
def test_all_of_it_is_understood(row):
    question = parse(row["text"])

    assert _fields(question.engine) == _amounts(row.get("engine", {}))
    assert _fields(question.training) == row.get("training", {})
    assert question.task == row.get("task", "serve")
    assert list(question.unused) == row.get("unused", [])
    for key in ("model", "prec", "kv", "context", "users", "cards", "notes"):
        if key in row:
            assert _said(question, key) == row[key], key


def test_no_command_stands_there_twice():
    texts = [row["text"] for row in ROWS]

    assert sorted(texts) == sorted(set(texts))


def _fields(value: object) -> dict[str, object]:
    """The fields that are set."""
    if value is None:
        return {}
    found = {name: getattr(value, name) for name in type(value).__dataclass_fields__}
    return {
        name: list(said) if isinstance(said, tuple) else said
        for name, said in found.items()
        if said is not None
    }


def _amounts(engine: dict[str, object]) -> dict[str, object]:
    """ "10 GiB" of a table is so much on each card."""
    return {
        name: Quantity(f"{said}/gpu") if name in _BYTES else said for name, said in engine.items()
    }


def _said(question: Question, key: str) -> object:
    match key:
        case "model":
            return question.models[0].id
        case "prec":
            return [row.id for row in question.precisions]
        case "kv":
            return question.kv_precision.id if question.kv_precision else None
        case "context":
            length = question.context_length
            return length.m_as(TOKEN_PER_SEQUENCE) if length is not None else None
        case "users":
            return question.sequences.m_as(SEQUENCE) if question.sequences is not None else None
        case "cards":
            return [f"{cards.gpu.name} x{cards.count}" for cards in question.gpus]
        case _:
            return [note.key for note in question.assumed if note.key in ("reading.engine_like",)]
