"""
How far the fitted constants carry: each family of rows predicted without itself.

A constant that was fitted is scaled up and down; what fits all other families best is used for the
one left out. For programs whose habits are known from one family only, the family is also predicted
with the Trainer's habits: what we would say had we never seen the program.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from statistics import median
from types import ModuleType
from unittest.mock import patch

from core.catalog.remember import forget
from core.memory.engines import transformers, vllm
from core.memory.training import activations, parts, peak
from core.memory.training.recipe import HABITS
from tests.accuracy import training
from tests.accuracy.lookup import UnmappedError
from tests.accuracy.row import Row
from tests.accuracy.score import Scored, predict
from tests.sizes import MIB

FACTORS = (0.6, 0.8, 0.9, 1.0, 1.1, 1.25, 1.6)


@dataclass(frozen=True, slots=True)
class Constant:
    """A fitted number: where it stands, and which rows it decides."""

    module: ModuleType
    name: str
    workload: str
    engine: str | None
    what: str
    unit: float = 1  # byte, where it is an amount: MiB

    @property
    def value(self) -> float:
        return getattr(self.module, self.name)

    def decides(self, row: Row) -> bool:
        return row.workload == self.workload and self.engine in (None, row.engine)


CONSTANTS = (
    Constant(vllm, "GRAPHS_PER_LAYER", "serve", "vllm", "MiB of CUDA graphs for each layer", MIB),
    Constant(
        vllm,
        "FIXED_ACTIVATIONS",
        "serve",
        "vllm",
        "MiB of activations beside sampler and step",
        MIB,
    ),
    Constant(transformers, "LOGIT_BYTES", "serve", "transformers", "bytes of a logit"),
    Constant(activations, "BACKWARD_HIDDEN", "train", None, "gradients at work in one layer"),
    Constant(activations, "SELECTIVE", "train", None, "share kept by selective checkpointing"),
    Constant(activations, "QUANTISED_INPUTS", "train", None, "inputs kept by 4-bit layers"),
    Constant(peak, "DEEPSPEED_LIVE", "train", None, "parameters made whole by DeepSpeed"),
    Constant(parts, "CONTEXT", "train", None, "MiB of CUDA context and libraries, Trainer", MIB),
)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Median absolute relative error of one family: as shipped, refitted without it, unseen."""

    family: str
    rows: int
    shipped: float
    without: float
    unseen: float | None  # with the Trainer's habits; None where it has them anyway


def left_out(scored: Sequence[Scored]) -> list[LeftOut]:
    """One line for each family that a fitted constant decides about."""
    rows = [each.row for each in scored]
    families = sorted({row.family for row in rows if any(c.decides(row) for c in CONSTANTS)})
    return [_one(family, rows) for family in families]


def _one(family: str, rows: Sequence[Row]) -> LeftOut:
    inside = [row for row in rows if row.family == family]
    outside = [row for row in rows if row.family != family]
    with ExitStack() as stack:
        for constant in CONSTANTS:
            if not any(constant.decides(row) for row in inside):
                continue
            best = _best(constant, [row for row in outside if constant.decides(row)])
            stack.enter_context(_changed(constant, best))
        without = _median_error(inside)
    return LeftOut(family, len(inside), _median_error(inside), without, _unseen(inside))


@contextmanager
def _changed(constant: Constant, value: float) -> Iterator[None]:
    """A constant with another value; what was remembered of the formulas is forgotten."""
    with patch.object(constant.module, constant.name, value):
        forget()
        yield
    forget()


def _best(constant: Constant, rows: Sequence[Row]) -> float:
    """The value with the smallest median error on *rows*; the shipped one where they do not say."""
    if not rows:
        return constant.value
    errors: list[tuple[float, float, float]] = []
    for factor in FACTORS:
        value = constant.value * factor
        with _changed(constant, value):
            errors.append((_mean_error(rows), abs(factor - 1), value))
    return min(errors)[2]


def _unseen(rows: Sequence[Row]) -> float | None:
    if rows[0].workload != "train":
        return None
    program = training.PROGRAMS.get(rows[0].engine, rows[0].engine)
    if program in ("transformers", "deepspeed"):
        return None
    with patch.dict(HABITS, {program: HABITS["transformers"]}):
        return _median_error(rows)


def _errors(rows: Iterable[Row]) -> list[float]:
    found: list[float] = []
    for row in rows:
        try:
            ours = predict(row).value
        except UnmappedError:
            continue
        found.append(abs(ours / row.nearest(ours) - 1))
    return found


def _median_error(rows: Sequence[Row]) -> float:
    return median(_errors(rows))


def _mean_error(rows: Sequence[Row]) -> float:
    """Errors beyond a half count as a half, so that one odd row does not decide."""
    errors = [min(error, 0.5) for error in _errors(rows)]
    return round(sum(errors) / len(errors), 6)
