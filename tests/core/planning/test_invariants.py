"""
What holds of every answer, whatever is asked: any model of the catalogue in any format, on any
card, served by any engine or trained in any way.
"""

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from core.answer import answer_question
from core.as_json import answer_as_json
from core.asked.question import Cards, Engine, Question, Size, Training
from core.catalog.load import load_catalog
from core.catalog.model import Model
from core.planning.placement import Role
from core.planning.result import Answer
from core.units import BYTE, BYTE_PER_GPU, GPU, PARAMETER, SEQUENCE, TOKEN_PER_SEQUENCE, Quantity
from tests.examples import examples
from tests.rows import one_of

CATALOG = load_catalog()
NOTHING = Quantity(0, BYTE_PER_GPU)

models = one_of(CATALOG.models.values())
sizes = st.integers(10_000_000, 3_000_000_000_000).map(
    lambda p: Size(f"{p / 1e9:.1f}B", Quantity(p, PARAMETER))
)
formats = one_of(
    CATALOG.precisions[id]
    for id in ("bf16", "fp8", "awq", "int8", "int4", "q4_k_m", "q8_0", "fp32", "nvfp4")
)
caches = st.none() | one_of(CATALOG.precisions[id] for id in ("fp8", "bf16", "q8_0"))
counts = st.none() | st.integers(1, 80)
cards = st.builds(Cards, one_of(CATALOG.gpus.values()), counts)
engines = st.sampled_from([None, "vllm", "sglang", "tensorrt-llm", "transformers", "llama.cpp"])
trainings = st.builds(
    Training,
    optimizer=st.none() | st.sampled_from(["adamw", "adamw_8bit", "adafactor", "sgd", "muon"]),
    sequence_tokens=st.none() | st.integers(1, 200_000),
    batch=st.none() | st.integers(1, 64),
    lora_rank=st.none() | st.integers(1, 512),
    zero_stage=st.none() | st.integers(0, 3),
    gradient_checkpointing=st.none() | st.booleans(),
    flash_attention=st.none() | st.booleans(),
)


@st.composite
def asked(draw: st.DrawFn) -> Question:
    """A question as the parser might have read it."""
    engine = draw(engines)
    tokens, sequences = draw(st.none() | st.integers(1, 2_000_000)), draw(st.integers(1, 2000))
    return Question(
        text="",
        intent=draw(st.sampled_from(["memory", "fit", "max_context", "max_sequences"])),
        task=draw(
            st.sampled_from(["serve", "serve", "serve", "full", "lora", "qlora", "pretrain"])
        ),
        models=(draw(models | models | sizes),),
        precisions=tuple(draw(st.lists(formats, max_size=1))),
        kv_precision=draw(caches),
        context_length=None if tokens is None else Quantity(tokens, TOKEN_PER_SEQUENCE),
        sequences=draw(st.none() | st.just(Quantity(sequences, SEQUENCE))),
        gpus=tuple(draw(st.lists(cards, max_size=2))),
        engine=None if engine is None else Engine(engine),
        training=draw(st.none() | trainings),
    )


Law = Callable[[Question, Answer], None]
LAWS: list[Law] = []


def law(holds: Law) -> Law:
    """One that holds of every answer: all are tried on the same answers."""
    LAWS.append(holds)
    return holds


@law
def the_parts_of_an_estimate_are_its_total_and_lie_in_their_ranges(question, found):
    for estimate in found.estimates:
        assert all(0 <= part.low <= part.size <= part.high for part in estimate.parts)
        assert estimate.total == sum(estimate.sizes().values(), Quantity(0, BYTE))
        assert estimate.low <= estimate.total <= estimate.high


@law
def a_placement_agrees_with_itself(question, found):
    for placement in found.placements:
        split = placement.tensor_parallel * placement.pipeline_parallel * placement.data_parallel
        trained = placement.zero_stage is not None
        assert trained or split == placement.count
        bare = placement.max_context is placement.max_sequences is None and not trained
        share = placement.share
        parts = sum(share.parts.values())
        assert 0 <= parts - share.needed <= (len(share.parts) if bare else 0)
        assert placement.needed <= placement.needed_high
        assert NOTHING < placement.budget <= placement.capacity
        assert placement.headroom == placement.budget - placement.needed
        assert not placement.fits or placement.needed <= placement.budget
        possible = placement.tensor_parallel in placement.valid_tensor_parallel
        assert placement.fits or placement.needed > placement.budget or not possible
        assert not placement.fits or placement.needed <= placement.reserved <= placement.capacity


@law
def what_fits_has_room_for_what_was_asked_and_what_does_not_has_not(question, found):
    model = question.models[0]
    if question.task != "serve" or not isinstance(model, Model):
        return
    for placement in found.placements:
        context, sequences = _asked_load(question, model)
        limit = model.max_position_embeddings or context
        share = placement.share
        if share.max_sequences is not None:
            assert (share.max_sequences >= sequences) == (share.needed <= share.budget)
        if share.max_context is not None and share.needed <= share.budget:
            assert share.max_context >= min(context, limit)


@law
def the_first_line_says_what_the_table_says(question, found):
    best = found.headline
    assert best is not None
    if found.verdict.fits is True:
        assert best.fits
    if found.verdict.fits is False:
        assert not best.fits or Role.ASKED not in best.role or found.verdict.value == 0
    if question.intent == "memory" and best.fits:
        assert f"{best.count} × {best.gpu.name}" in found.verdict.summary
    assert (found.command is None) or best.fits


@law
def the_first_line_and_its_table_count_the_same(question, found):
    """On one card nothing is split: the whole is what the card holds."""
    best = found.headline
    if best is not None and best.count == 1 and best.zero_stage in (None, 0):
        assert found.estimates[0].total == best.needed * Quantity(1, GPU)


@law
def every_change_gives_something_back(question, found):
    """But a larger share of the card, and another card, on which engines take more themselves."""
    for change in found.changes:
        larger = change.what.key in ("change.utilization", "change.another_card")
        assert larger or change.gives_back > NOTHING, change.what
        assert change.question


@law
def json_says_the_same_as_the_answer(question, found):
    said = answer_as_json(found)

    for estimate in said["estimates"]:
        assert sum(estimate["components"].values()) == estimate["total_bytes"]
        assert estimate["low_bytes"] <= estimate["total_bytes"] <= estimate["high_bytes"]
    for placement in said["placements"]:
        budget, needed = placement["budget_per_gpu_bytes"], placement["needed_per_gpu_bytes"]
        assert placement["headroom_per_gpu_bytes"] == budget - needed
        assert budget <= placement["capacity_per_gpu_bytes"]
    assert said["verdict"]["fits"] == found.verdict.fits


@settings(max_examples=examples(150))
@given(asked())
def test_every_law_holds_of_every_answer(question):
    found = answer_question(question)
    for holds in LAWS:
        holds(question, found)


BF16 = CATALOG.precisions["bf16"]


@settings(max_examples=examples(60))
@given(asked(), st.sampled_from(["sequences", "precision", "kv"]))
def test_more_of_anything_never_needs_less_memory(question, what):
    """With a format named: where none is, more may be answered in a narrower one."""
    model = question.models[0]
    if question.task != "serve" or not isinstance(model, Model):
        return
    if what != "precision":
        question = replace(question, precisions=question.precisions[:1] or (BF16,))
    little, much = _two(question, what)
    one, other = (_total(answer_question(each)) for each in (little, much))
    assert one <= other


def _two(question: Question, what: str) -> tuple[Question, Question]:
    """The question twice, the second with more of one thing; on one and the same card."""
    gpu = question.gpus[0].gpu if question.gpus else CATALOG.gpus["h100-sxm5-80gb"]
    one_card = replace(question, gpus=(Cards(gpu, 1),), engine=Engine("vllm"))
    precisions = CATALOG.precisions
    pairs: dict[str, tuple[dict[str, object], dict[str, object]]] = {
        "sequences": (
            {"sequences": Quantity(3, SEQUENCE)},
            {"sequences": Quantity(6, SEQUENCE)},
        ),
        "precision": (
            {"precisions": (precisions["fp8"],)},
            {"precisions": (precisions["bf16"],)},
        ),
        "kv": ({"kv_precision": precisions["fp8"]}, {"kv_precision": precisions["bf16"]}),
    }
    less, more = pairs[what]
    return replace(one_card, **less), replace(one_card, **more)  # pyright: ignore[reportArgumentType]


def _total(found: Answer) -> Quantity:
    return found.estimates[0].total


def _asked_load(question: Question, model: Model) -> tuple[int, int]:
    """Tokens and sequences that the answer is about, with the project's defaults."""
    usual = min(8192, model.max_position_embeddings or 8192)
    if question.intent == "max_context":
        usual = 8192
    context, sequences = question.context_length, question.sequences
    return (
        usual if context is None else round(context.m_as(TOKEN_PER_SEQUENCE)),
        1 if sequences is None else round(sequences.m_as(SEQUENCE)),
    )
