"""A question restated is the same question, over the whole catalogue and every phrase."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from core.asked.question import (
    Cards,
    ComponentName,
    Engine,
    Language,
    Question,
    Size,
    Training,
)
from core.catalog.families import Family
from core.catalog.load import load_catalog
from core.catalog.model import Model
from core.catalog.names import index_of
from core.question.parser import parse
from core.question.restate import restate
from core.question.steps.nameless_cards import nameless_card
from core.question.steps.sizes import size_name
from core.question.steps.widths import ad_hoc
from core.units import (
    BILLION,
    BYTE_PER_GPU,
    DIMENSIONLESS,
    PARAMETER,
    SEQUENCE,
    TOKEN_PER_SEQUENCE,
    Quantity,
)
from tests.core.question.said import said_by
from tests.examples import examples
from tests.rows import every, one_of
from tests.sizes import GIB

CATALOG = load_catalog()
MODELS = list(CATALOG.models.values())
GPUS = list(CATALOG.gpus.values())
PRECISIONS = list(CATALOG.precisions.values())
INSTANCES = list(CATALOG.instances.values())

INDEX = index_of(CATALOG)
FAMILIES = sorted(
    {
        family.name
        for word in INDEX.opening
        for key, family in INDEX.families_like(word)
        if isinstance(INDEX.key(key), Family)  # and no model is called like it
    }
)
PARTS: tuple[ComponentName, ...] = ("weights", "kv_cache", "activations", "state")
OF_TRAINING: tuple[ComponentName, ...] = ("gradients", "optimizer")

prefixes = st.integers(1, 100_000).map(lambda n: Quantity(n, TOKEN_PER_SEQUENCE))
counts = st.none() | st.integers(1, 64)
sizes = st.integers(10**6, 10**13).map(
    lambda n: Size(size_name(n), Quantity(n, PARAMETER))
) | st.sampled_from(
    [
        Size("70B", Quantity(70, BILLION)),
        Size("671B-A37B", Quantity(671, BILLION), Quantity(37, BILLION)),
        Size("1.5B", Quantity(1.5, BILLION)),
    ]
)
weights = one_of(PRECISIONS) | one_of([ad_hoc(3.5), ad_hoc(2.25), ad_hoc(5)])
caches = one_of(row for row in PRECISIONS if row.for_kv_cache)


def cards_in(language: Language) -> st.SearchStrategy[Cards]:
    """Named cards, and cards of so many GB, whose name is in the asker's language."""
    nameless = st.sampled_from([24, 48, 80]).map(lambda gb: nameless_card(gb, language))
    return st.builds(Cards, one_of(GPUS) | nameless, counts)


tokens = st.none() | st.integers(1, 10_000_000)


# Fields that are held and not counted yet, each with a value that it may have
HELD_BY_ENGINE: dict[str, object] = {
    "decode_context_parallel_size": 2,
    "kv_cache_tokens": 200_000,
    "cache_max_entry_count": 0.5,
    "swap_space": Quantity(4 * GIB, BYTE_PER_GPU),
    "swa_full": True,
    "cpu_moe": True,
    "override_tensors": (r"blk\\.[0-9]\\..*exps=CPU",),
    "kv_offload": False,
    "split_mode": "row",
    "tensor_split": (3.0, 1.5),
    "flash_attention": False,
    "enable_lora": True,
    "max_loras": 4,
    "max_lora_rank": 64,
    "lora_modules": ("sql=/adapters/sql",),
    "speculative_method": "eagle3",
    "draft_model": "yuhuili/EAGLE3-LLaMA3.1-Instruct-8B",
    "num_speculative_tokens": 3,
    "draft_gpu_layers": 10,
    "images_per_prompt": 0,
    "videos_per_prompt": 1,
    "max_pixels": 1_003_520,
    "mmproj": "mmproj-model-f16.gguf",
    "max_cudagraph_capture_size": 64,
}
HELD_BY_TRAINING: dict[str, object] = {
    "modules_to_save": ("embed_tokens", "lm_head"),
    "dora": True,
    "optimizer_in_backward": True,
    "expert_parallel_size": 8,
    "sequence_parallel": True,
    "method": "dpo",
    "ref_model": "org/reference-model",
    "reward_model": "org/reward-model",
    "num_generations": 8,
    "max_prompt_length": 512,
    "max_completion_length": 1024,
    "use_vllm": True,
    "vllm_mode": "colocate",
    "vllm_gpu_memory_utilization": 0.3,
    "vllm_sleep": True,
    "vllm_tensor_parallel_size": 4,
}


def some_of(held: dict[str, object]) -> st.SearchStrategy[dict[str, object]]:
    """Three of the fields at most."""
    names = st.lists(st.sampled_from(sorted(held)), unique=True, max_size=3)
    return names.map(lambda chosen: {name: held[name] for name in chosen})


@st.composite
def engines(draw) -> Engine:
    return Engine(
        draw(st.sampled_from(["vllm", "sglang", "llama.cpp", "transformers", "tensorrt-llm"])),
        version=draw(st.sampled_from([None, "0.11", "0.20.1"])),
        gpu_memory_utilization=draw(st.sampled_from([None, 0.85, 0.95])),
        max_num_batched_tokens=draw(st.sampled_from([None, 2048, 16384])),
        enforce_eager=draw(st.sampled_from([None, True, False])),
        enable_expert_parallel=draw(st.sampled_from([None, True])),
        enable_dp_attention=draw(st.sampled_from([None, None, True])),
        kv_cache_memory=draw(st.sampled_from([None, None, Quantity(20 * GIB, BYTE_PER_GPU)])),
        cpu_offload=draw(st.sampled_from([None, None, Quantity(10 * GIB, BYTE_PER_GPU)])),
        n_gpu_layers=draw(st.sampled_from([None, None, 40])),
        n_cpu_moe=draw(st.sampled_from([None, None, 12])),
        **draw(some_of(HELD_BY_ENGINE)),
    )


ANY = ("memory", "fit", "max_context", "max_sequences", "max_model", "compare")


@st.composite
def questions(draw, *, asked: tuple[str, ...] = ANY) -> Question:
    """What the parser can make: one list at most, cards where it is asked whether it fits."""
    task = draw(st.sampled_from(["serve", "serve", "full", "lora", "qlora", "pretrain"]))
    serves = task == "serve"
    lists = ["models", "precisions", "gpus"] if "compare" in asked else []
    several = draw(st.sampled_from(["", *lists]))

    def some(kind, values, least=0):
        top = 3 if kind == several else 1
        least = 2 if kind == several else least
        return tuple(draw(st.lists(values, min_size=least, max_size=top, unique_by=identity)))

    models = some("models", one_of(MODELS) if draw(st.booleans()) else sizes, least=1)
    language = draw(st.sampled_from(["en", "pt"]))
    gpus = some("gpus", cards_in(language))
    kinds = ["memory", "max_context", "max_sequences", *(["fit", "max_model"] if gpus else [])]
    kinds = [kind for kind in kinds if kind in asked]
    intent = "compare" if several else draw(st.sampled_from(kinds))
    context = draw(tokens) if serves and intent != "max_context" else None
    users = draw(counts) if serves and intent != "max_sequences" else None
    return Question(
        text="",
        language=language,
        intent=intent,
        task=task,
        models=() if intent == "max_model" else models,
        family=draw(st.none() | st.sampled_from(FAMILIES)) if intent == "max_model" else None,
        component=draw(st.none() | st.sampled_from(PARTS if serves else PARTS + OF_TRAINING)),
        per_gpu=draw(st.sampled_from([False, False, True])),
        shared_prefix=draw(st.none() | prefixes) if serves else None,
        precisions=some("precisions", weights),
        kv_precision=draw(st.none() | caches),
        context_length=None if context is None else Quantity(context, TOKEN_PER_SEQUENCE),
        sequences=None if users is None else Quantity(users, SEQUENCE),
        gpus=gpus,
        overhead=draw(st.none() | st.sampled_from([1.0, 1.2, 1.35]).map(_factor)),
        engine=draw(st.none() | engines()),
        training=None if serves else draw(trainings(task, intent)),
    )


@st.composite
def trainings(draw, task, intent) -> Training:
    """What is asked for is not given; a prompt and an answer have a length together."""
    run = draw(some_runs(task, intent))
    prompt, answer = run.max_prompt_length, run.max_completion_length
    if prompt is None or answer is None or run.sequence_tokens is not None:
        return run
    return replace(run, max_prompt_length=None)


@st.composite
def some_runs(draw, task, intent) -> Training:
    return Training(
        optimizer=draw(
            st.sampled_from([None, "adamw", "adamw_8bit", "paged_adamw_8bit", "sgd", "muon"])
        ),
        sequence_tokens=None
        if intent == "max_context"
        else draw(st.none() | st.integers(1, 10**6)),
        batch=None if intent == "max_sequences" else draw(st.none() | st.integers(1, 512)),
        lora_rank=draw(st.none() | st.integers(1, 1024)) if "lora" in task else None,
        zero_stage=draw(st.sampled_from([None, 0, 1, 2, 3])),
        gradient_checkpointing=draw(st.sampled_from([None, True, False])),
        flash_attention=draw(st.sampled_from([None, True, False])),
        gradient_accumulation_steps=draw(st.sampled_from([None, 1, 16])),
        lora_targets=draw(st.sampled_from([None, ("q_proj", "v_proj"), ("all-linear",)]))
        if "lora" in task
        else None,
        **draw(some_of(HELD_BY_TRAINING)),
        offload_optimizer=draw(st.sampled_from([None, None, True])),
        offload_parameters=draw(st.sampled_from([None, None, True])),
        activation_offload=draw(st.sampled_from([None, None, True])),
        fused_loss=draw(st.sampled_from([None, None, True])),
        tensor_parallel_size=draw(st.sampled_from([None, None, 8])),
        pipeline_parallel_size=draw(st.sampled_from([None, None, 4])),
        context_parallel_size=draw(st.sampled_from([None, None, 2])),
    )


def _factor(overhead: float) -> Quantity:
    return Quantity(overhead, DIMENSIONLESS)


def identity(row: object) -> object:
    match row:
        case Cards():
            return row.gpu.id
        case Model():
            return row.id or row.name
        case Size():
            return row.parameters
        case _:
            return row.id


@settings(max_examples=examples(100), deadline=None)
@given(questions())
def test_a_question_restated_reads_as_the_same_question(question):
    again = parse(restate(question))

    held = ("--", "optimizer_in_bwd")  # and not counted yet
    assert all(said.startswith(held) for said in again.unused)
    assert said_by(again) == question


@st.composite
def compared(draw) -> Question:
    """A question with one thing told apart."""
    one = draw(questions(asked=("memory", "fit")))
    each = tuple(draw(axes(one)))
    return replace(each[0], intent="compare", compare=each)


def axes(one: Question) -> st.SearchStrategy[list[Question]]:
    numbers = st.lists(st.integers(1, 1000), min_size=2, max_size=3, unique=True)
    one = replace(one, intent="fit" if one.gpus else "memory")
    if one.training is None:
        return numbers.map(lambda several: [with_load(one, number) for number in several])
    run = one.training
    return numbers.map(
        lambda several: [replace(one, training=replace(run, batch=number)) for number in several]
    )


def with_load(one: Question, number: int) -> Question:
    return replace(one, sequences=Quantity(number, SEQUENCE))


@settings(max_examples=examples(50), deadline=None)
@given(compared())
def test_a_comparison_restated_compares_the_same(question):
    assert said_by(parse(restate(question))) == question


@every(FAMILIES)
def test_every_family_can_be_restated(family):
    for language in ("en", "pt"):
        question = Question("", language, "max_model", family=family, gpus=(Cards(GPUS[0], 1),))

        assert parse(restate(question)).family == family


@every(MODELS)
def test_every_model_can_be_restated(model):
    question = Question(text="", models=(model,))

    assert parse(restate(question)).models == (model,)


@every(GPUS)
def test_every_card_can_be_restated(gpu):
    question = Question(
        text="", models=(Size("70B", Quantity(70, BILLION)),), gpus=(Cards(gpu, 2),)
    )

    assert parse(restate(question)).gpus == (Cards(gpu, 2),)


@every(PRECISIONS)
def test_every_number_format_can_be_restated(row):
    question = Question(text="", models=(Size("70B", Quantity(70, BILLION)),), precisions=(row,))

    assert parse(restate(question)).precisions == (row,)


@every(INSTANCES)
def test_every_machine_can_be_restated(instance):
    asked = parse(f"70B on 2x {instance.name}")

    assert asked.gpus[0].instance == instance
    assert asked.gpus[0].count == 2 * max(1, int(instance.gpu_count))
    assert parse(restate(asked)).gpus == asked.gpus


def test_an_intent_is_said_in_words_in_both_languages():
    english = parse("what is the biggest model for an 80GB card at 16 bits?")
    portuguese = parse("qual o maior modelo que cabe numa 4090 em 4 bits?")

    assert restate(english) == "largest model: BF16, on 1x 80GB GPU"
    assert restate(portuguese) == "maior modelo: INT4, em 1x RTX 4090"
