"""Narrower weights that somebody published, or that the engine makes while it loads."""

from collections.abc import Iterator
from dataclasses import replace

from core.asked.question import EngineName, Question
from core.asked.scenario import Scenario
from core.asked.served import served_as
from core.catalog.catalog import Catalog
from core.catalog.checkpoints import served_id
from core.catalog.gpu import GPU
from core.catalog.model import Model
from core.catalog.precision import Precision
from core.planning.commands.repository import repository
from core.planning.formats import reads_awq
from core.planning.placement import Placement
from core.wording.note import Note, note

FP8, FP4 = "fp8", "fp4"
# vLLM 0.33.0, docs/features/quantization: FP8 weights from compute capability 8.0 on (by Marlin
# where the card has no FP8), on AMD where it has; NVFP4 where the card computes in it.
FP8_FROM = 8.0
NARROWER_WEIGHTS = (FP8, "nvfp4", "awq", "w4a16", "gptq")  # widest first
OF_TRANSFORMERS = ("nf4",)
AWQ = "awq"
FOUR_BITS = (AWQ, "w4a16", "gptq")  # served on the same cards


def narrower_weights(
    question: Question, scenario: Scenario, short: Placement, catalog: Catalog
) -> Iterator[tuple[Note, Question]]:
    """A format and the question with it, widest first."""
    transformers = scenario.engine.name == "transformers"
    for name in OF_TRANSFORMERS if transformers else NARROWER_WEIGHTS:
        precision = catalog.precisions[name]
        if precision.plain_bits >= scenario.precision.plain_bits or not _reads(short.gpu, name):
            continue
        asked = replace(question, precisions=(precision,))
        if transformers or _is_there(asked, scenario.engine.name, catalog):
            yield note("change.precision", precision=precision.called), asked


def _reads(gpu: GPU, name: str) -> bool:
    """Whether weights of this format are served on such a card."""
    if name == FP8:
        has = float(gpu.compute_capability or 0) if gpu.vendor == "nvidia" else 0.0
        return not gpu.vendor or FP8 in gpu.native_dtypes or has >= FP8_FROM
    if name == "nvfp4":
        return gpu.vendor == "nvidia" and FP4 in gpu.native_dtypes
    return reads_awq(gpu)


def published_alike(question: Question, precision: Precision, catalog: Catalog) -> Precision:
    """
    *precision*, or where no AWQ of the model is known another format of four bits that is: who
    names none takes what there is.
    """
    if precision.id != AWQ:
        return precision
    engine = question.engine.name if question.engine else "vllm"
    alike = (catalog.precisions[name] for name in FOUR_BITS)
    known = (
        one for one in alike if _is_there(replace(question, precisions=(one,)), engine, catalog)
    )
    return next(known, precision)


def _is_there(asked: Question, engine: EngineName, catalog: Catalog) -> bool:
    """Whether a command could name what to load; a model of no repository is taken as it is."""
    [model], [precision] = asked.models, asked.precisions
    if not isinstance(model, Model):
        return False
    stored, format = served_as(model, precision, catalog, engine=engine, question=asked)
    return served_id(stored) is None or repository(format, stored) is not None
