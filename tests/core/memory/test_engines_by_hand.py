"""Engines by hand: the buffers of a step, their ranges, and what a version changes."""

import pytest

from core.asked.question import Engine
from core.memory.engines import tensorrt_llm, transformers
from core.memory.kv_cache import Rules
from core.memory.layout import ONE_GPU, Layout
from tests.core.conftest import model_named
from tests.sizes import GIB

# Hidden width 4,096, feed-forward 14,336: 4 x 4,096 + 3 x 14,336 = 59,392 elements for a token.
LLAMA = model_named("Llama 3.1 8B")
TOKENS, SEQUENCES = 1000, 2
FORWARD = 2000 * 59_392 * 2  # bytes


def demand(version: str | None = None, layout: Layout = ONE_GPU):
    flags = transformers.settings(Engine("transformers", version), TOKENS, SEQUENCES)
    return transformers.demand(LLAMA, flags, layout)


def test_transformers_holds_the_feed_forward_part_of_all_prompts():
    found = demand()

    assert FORWARD == 237_568_000
    sizes = found.activations.size, found.activations.low, found.activations.high
    assert sizes == (FORWARD, 213_811_200, 261_324_800)
    assert demand(layout=Layout(2)).activations.size == FORWARD // 2
    assert (found.outside, found.share, found.takes_it_all) == (0, 1.0, False)


def test_before_4_45_it_made_logits_of_every_token_of_the_prompts():
    """2,000 x 128,256 words x 6 bytes are more than the feed-forward part."""
    assert demand("4.44").activations.size == 2000 * 128_256 * 6
    assert demand("4.45").activations.size == FORWARD


def test_in_stages_the_first_card_holds_the_logits_of_the_last_as_well():
    """2 sequences x 128,256 words x (6 + 4) bytes beside the feed-forward part."""
    assert demand(layout=Layout(1, 2)).activations.size == FORWARD + 2 * 128_256 * 10


def test_transformers_keeps_its_context_and_before_4_45_tables_of_every_layer():
    """0.55 GiB; 32 layers x 32,768 positions x 2 x 128 x 2 bytes = 0.5 GiB of tables."""
    found = demand().runtime

    assert found.size == pytest.approx(0.55 * GIB, abs=1)
    assert found.low == pytest.approx(0.25 * GIB, abs=1)
    assert found.high == pytest.approx(0.95 * GIB + 0.05 * FORWARD, abs=1)
    assert demand("4.44").runtime.size == pytest.approx(1.05 * GIB, abs=1)
    assert demand("4.44", Layout(1, 2)).runtime.size == pytest.approx(0.8 * GIB, abs=1)


@pytest.mark.parametrize(
    ("text", "version"),
    [("v4.46", (4, 46)), ("4.45 or later", (4, 45)), ("4.3x", (4, 35)), ("4.37-4.38", (4, 37)),
     ("2022", (4, 35)), ("2023-11", (4, 35)), ("2024-06", (4, 40)), ("2025", (5, 0)),
     ("main", (5, 0)), ("4", (5, 0)), ("", (5, 0))],
)  # fmt: skip
def test_versions_of_transformers(text, version):
    assert transformers.parse_version(text) == version


def test_tensorrt_llm_holds_a_step_and_the_logits_that_it_samples():
    """8,192 tokens x 59,392 x 2 bytes, and 256 rows x 128,256 words x 8 bytes."""
    flags = tensorrt_llm.settings(Engine("tensorrt-llm"))
    found = tensorrt_llm.demand(LLAMA, flags, ONE_GPU)
    size = 973_078_528 + 262_668_288

    sizes = found.activations.size, found.activations.low, found.activations.high
    assert sizes == (size, round(0.6 * size), round(1.6 * size))
    assert found.runtime.size == pytest.approx(1.1 * GIB, abs=1)
    assert found.runtime.low == pytest.approx(0.7 * GIB, abs=1)
    assert found.runtime.high == pytest.approx(1.9 * GIB, abs=1)
    assert (found.outside, found.share) == (0, 0.9)
    assert found.takes_it_all
    assert found.share_of_rest
    for several in (Layout(2), Layout(1, 2)):
        runtime = tensorrt_llm.demand(LLAMA, flags, several).runtime
        assert runtime.size == pytest.approx(2.2 * GIB, abs=1)


def test_tensorrt_llm_hands_out_32_tokens_and_keeps_a_step_beside_a_window():
    assert tensorrt_llm.rules(tensorrt_llm.settings(Engine("tensorrt-llm"))) == Rules(32, 8192)
