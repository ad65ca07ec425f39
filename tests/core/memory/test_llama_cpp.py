"""llama.cpp: buffers against lines of logs, windows and what lies in the host's memory by hand."""

import pytest

from core.asked.question import Engine
from core.memory.engines import llama_cpp
from core.memory.engines.llama_cpp import Settings, build_of, compute_buffer
from core.memory.engines.llama_cpp_offload import (
    Offload,
    not_tried,
    offload,
    on_the_host,
    share_of_cache,
    share_on_card,
)
from core.memory.kv_cache import cache
from core.memory.layout import ONE_GPU, Layout
from core.memory.weights import classes
from tests.core.conftest import model_named, precision
from tests.sizes import GIB, MIB


def engine(**flags) -> Engine:
    return Engine("llama.cpp", **flags)


def within(name: str, flags: Settings, logged: float) -> bool:
    """Whether *logged* MiB lie in the range of the compute buffer."""
    part = llama_cpp.demand(model_named(name), flags, ONE_GPU).activations
    return part.low <= logged * MIB <= part.high


# The compute buffer


def test_a_long_context_needs_its_mask_and_not_the_logits():
    """Qwen3.5 9B at 262,144: 512 x 262,144 x 6 = 768 MiB of 808.02 logged; logits are 485."""
    size, words = compute_buffer(model_named("Qwen3.5 9B"), Settings(tokens=262_144))

    assert size == 768 * MIB
    assert words.key == "formula.mask"
    assert within("Qwen3.5 9B", Settings(tokens=262_144), 808.02)


def test_since_the_mask_is_float16_it_takes_a_third():
    flags = Settings(tokens=262_144, build=build_of(engine(version="b9600")))
    size, words = compute_buffer(model_named("Qwen3.5 9B"), flags)

    assert words.key == "formula.logits"  # 256 MiB of mask are fewer than the logits
    assert size == 512 * 248_320 * 4


def test_later_the_server_makes_logits_for_one_token_of_a_slot():
    """Qwen3.8 27B at 16,384, in a fork of b10735: 138.02 MiB logged, where logits were 485."""
    size, _ = compute_buffer(model_named("Qwen3.5 27B"), Settings(tokens=16_384, build=10_735))

    assert size == 512 * 16_384 * 2
    assert within("Qwen3.5 27B", Settings(tokens=16_384, build=10_735), 138.02)


@pytest.mark.parametrize(
    ("name", "tokens", "logged"),
    [
        ("Llama 3.1 8B", 512, 258.50),  # 512 x (128,256 + 4,096) x 4
        ("Qwen2.5 7B", 32_768, 304.00),  # 512 x (152,064 + 3,584) x 4
        ("Llama 3.2 3B", 2_048, 284.90),
        ("gpt-oss 20B", 131_072, 456.98),
        ("Qwen3.5 27B", 200_192, 654.78),
    ],
)
def test_buffers_of_logs_lie_in_the_range(name, tokens, logged):
    assert within(name, Settings(tokens=tokens), logged)


@pytest.mark.parametrize(
    ("name", "tokens", "logged"),
    [
        ("Mistral 7B v0.3", 2_048, 164.00),
        ("Mistral 7B v0.3", 32_768, 2144.00),
        ("Llama 3.1 70B", 8_192, 1104.00),
    ],
)
def test_without_flash_attention_the_scores_of_all_heads_are_there(name, tokens, logged):
    """Mistral at 32,768: 512 x 4 x (32 x 32,768 + 32,768 + 4 x 4,096) = 2,048 + 64 + 32 MiB."""
    size, words = compute_buffer(model_named(name), Settings(tokens=tokens, flash_attention=False))

    assert words.key == "formula.scores"
    assert size == logged * MIB


def test_a_build_is_a_number():
    assert build_of(engine(version="b9527")) == build_of(engine(version="9527")) == 9527
    assert build_of(engine()) == build_of(engine(version="2025-04")) == 0


def test_several_cards_may_hold_four_masks():
    """512 x 131,072 x 6 = 384 MiB a mask; three more at the top of the range."""
    model, flags = model_named("Llama 3.1 70B"), Settings(tokens=131_072)
    one, two = (
        llama_cpp.demand(model, flags, layout).activations
        for layout in (ONE_GPU, Layout(pipeline_parallel_size=2))
    )

    assert two.size == one.size
    assert two.high - one.high == 3 * 384 * MIB


# Windows


def kept(name: str, tokens: int, flags: Settings) -> float:
    """MiB of a cache of one sequence."""
    model = model_named(name)
    return cache(model, 16, tokens, 1, rules=llama_cpp.rules(flags, model)).kv_cache / MIB


def test_a_window_and_a_micro_batch_are_rounded_up_together():
    """Gemma 3 27B at 32,768: 52 windows of 1,024 + 512 = 1,536 tokens, 10 layers of all."""
    token = 2 * 16 * 128 * 2
    expected = (52 * 1_536 + 10 * 32_768) * token / MIB

    assert kept("Gemma 3 27B", 32_768, Settings()) == expected


def test_a_window_is_never_more_than_the_context():
    token = 2 * 16 * 128 * 2

    assert kept("Gemma 3 27B", 512, Settings()) == 62 * 512 * token / MIB


def test_swa_full_keeps_every_token():
    token = 2 * 16 * 128 * 2

    assert kept("Gemma 3 27B", 32_768, Settings(swa_full=True)) == 62 * 32_768 * token / MIB


@pytest.mark.parametrize(
    ("name", "layers", "width"),
    [("Phi 3 Mini 4K", 32, 2 * 32 * 96), ("Mistral 7B v0.1", 32, 2 * 8 * 128)],
)
def test_models_whose_window_llama_cpp_does_not_use(name, layers, width):
    assert kept(name, 8_192, Settings()) == layers * 8_192 * width * 2 / MIB


# What lies in the host's memory


@pytest.mark.parametrize(
    ("said", "blocks", "head"), [(0, 0, False), (1, 0, True), (40, 39, True), (81, 80, True)]
)
def test_the_head_goes_first(said, blocks, head):
    placed, model = offload(engine(n_gpu_layers=said)), model_named("Llama 3.3 70B")

    assert (placed.blocks(model), placed.head(model)) == (blocks, head)


@pytest.mark.parametrize(
    ("said", "blocks", "head"), [(0, 0, False), (40, 40, False), (80, 80, False), (81, 80, True)]
)
def test_before_december_2025_it_went_last(said, blocks, head):
    placed = offload(engine(n_gpu_layers=said, version="b7000"))
    model = model_named("Llama 3.3 70B")

    assert (placed.blocks(model), placed.head(model)) == (blocks, head)


def test_unasked_all_but_the_input_embeddings_lie_on_the_card():
    model, q4 = model_named("Llama 3.1 8B"), precision("q4_k_m")

    assert offload(engine()).everything(model)
    assert on_the_host(model, q4) == 128_256 * 4_096 * 4.5 / 8


def test_forty_of_81_is_the_head_and_39_layers():
    """Llama 3.3 70B in Q4_K_M: 39 / 80 of what is inside the layers, and 0.80 GiB of head."""
    model, q4 = model_named("Llama 3.3 70B"), precision("q4_k_m")
    placed = offload(engine(n_gpu_layers=40))
    groups = classes(model, q4)
    inside = sum(group.size for group in groups if group.tensors.layers)
    head = 128_256 * 8_192 * 6.5625 / 8

    on_card = sum(group.size * share_on_card(group.tensors, model, placed) for group in groups)

    assert on_card == pytest.approx(inside * 39 / 80 + head)
    assert share_of_cache(model, placed) == 39 / 80


def test_experts_of_the_first_layers_stay_with_the_host():
    """gpt-oss 120B: 36 layers of 128 experts, 3 x 2,880 x 2,880 at 4.25 bits; 24 of 36."""
    model, mxfp4 = model_named("gpt-oss 120B"), precision("mxfp4_moe")
    all_experts = 36 * 128 * 3 * 2_880 * 2_880 * 4.25 / 8

    placed = offload(engine(n_cpu_moe=24))

    added = on_the_host(model, mxfp4, placed) - on_the_host(model, mxfp4)
    assert added == pytest.approx(all_experts * 24 / 36, rel=1e-6)
    assert share_of_cache(model, placed) == 1
    assert not placed.everything(model)


def test_dense_layers_count_among_the_first():
    """DeepSeek V3: layers 0, 1 and 2 are dense, so the first five have experts in two of 58."""
    model = model_named("DeepSeek V3")
    [experts] = [
        g.tensors for g in classes(model, precision("q4_k_m")) if g.tensors.kind == "expert"
    ]

    assert share_on_card(experts, model, offload(engine(n_cpu_moe=5))) == pytest.approx(56 / 58)
    assert share_on_card(experts, model, offload(engine(cpu_moe=True))) == 0


@pytest.mark.parametrize(
    ("pattern", "share"),
    [
        ("exps=CPU", 0),
        (r"\.ffn_(up|down)_exps\.=CPU", 1 / 3),
        (r"blk\.(1[0-9]|2[0-9])\.ffn_.*_exps\.=CPU", 16 / 36),
        (r"blk\.[0-9]\.ffn_gate_exps=CPU", 1 - 10 / 36 / 3),
        ("attn=CPU", 1),
    ],
)
def test_patterns_are_held_against_the_names_of_tensors(pattern, share):
    model = model_named("gpt-oss 120B")
    [experts] = [
        g.tensors for g in classes(model, precision("mxfp4_moe")) if g.tensors.kind == "expert"
    ]
    placed = offload(engine(override_tensors=(pattern,)))

    assert share_on_card(experts, model, placed) == pytest.approx(share)


@pytest.mark.parametrize(
    "pattern", ["(a+)+b=CPU", "exps=CUDA1", "(.*)*exps=CPU", "a*b*c*d*e=CPU", "(=CPU", "exps"]
)
def test_patterns_that_may_take_for_ever_are_not_tried(pattern):
    said = engine(override_tensors=(pattern,))

    assert offload(said).patterns == ()
    assert not_tried(said) == (pattern,)


def test_no_kv_offload_leaves_the_cache_with_the_host():
    placed = offload(engine(kv_offload=False))

    assert share_of_cache(model_named("Llama 3.1 8B"), placed) == 0
    assert placed == Offload(cache=False)


def test_more_on_the_card_is_less_with_the_host():
    model, q4 = model_named("Qwen3 30B A3B"), precision("q4_k_m")
    sizes = [on_the_host(model, q4, Offload(layers=count)) for count in range(50)]

    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == pytest.approx(sum(group.size for group in classes(model, q4)), rel=1e-9)
    assert sizes[-1] / GIB == pytest.approx(151_936 * 2_048 * 4.5 / 8 / GIB)
