"""
Tokens of a picture, worked out by hand, and what they do to the context.

Rules: core/data/engines/images.toml, from vLLM 0.33.0 and transformers 5.24.0.
"""

import pytest

from core.answer import answer
from core.asked.pictures import tokens_of
from tests.core.conftest import model_named

GIB = 2**30


def test_qwen2_5_vl_merges_squares_of_28():
    """1,920 x 1,080: 68.6 and 38.6 squares are rounded to 69 and 39."""
    assert (round(1920 / 28), round(1080 / 28)) == (69, 39)
    assert tokens_of(model_named("Qwen2.5 VL 7B"), 1920, 1080) == 69 * 39


def test_qwen3_vl_merges_squares_of_32():
    assert tokens_of(model_named("Qwen3 VL 8B"), 1920, 1080) == 1920 // 32 * round(1080 / 32)


def test_a_large_picture_is_made_smaller():
    """12,845,056 pixels are 16,384 squares of 28; no side may come out larger."""
    most = 12_845_056
    assert most // 28**2 == 16_384
    found = tokens_of(model_named("Qwen2.5 VL 7B"), 8000, 8000)

    assert found == (int(most**0.5) // 28) ** 2 == 16_384


def test_a_lid_on_pixels_counts():
    """max_pixels of 1,003,520 are 1,280 squares."""
    assert 1_003_520 // 28**2 == 1280
    found = tokens_of(model_named("Qwen2.5 VL 7B"), 1920, 1080, 1_003_520)
    scale = (1920 * 1080 / 1_003_520) ** 0.5

    assert found == int(1920 / scale / 28) * int(1080 / scale / 28) <= 1280


@pytest.mark.parametrize(("name", "tokens"), [("Gemma 3 27B", 256), ("Gemma 4 31B", 280)])
@pytest.mark.parametrize("side", [100, 4000])
def test_every_picture_is_the_same_to_gemma(name, tokens, side):
    assert tokens_of(model_named(name), side, side) == tokens


def test_mistral_ends_every_row():
    """1,920 x 1,080 scaled to 1,540 x 866: 55 squares of 28 and a break, 31 times."""
    high = int(1080 / (1920 / 1540))
    assert (high, -(-1540 // 28), -(-high // 28)) == (866, 55, 31)
    assert tokens_of(model_named("Mistral Small 3.1 24B"), 1920, 1080) == (55 + 1) * 31


def test_llama_4_cuts_tiles():
    """
    No grid of 16 tiles of 336 holds 1,920 x 1,080 unscaled; 5 x 3 shrinks it least. 144 tokens each
    and of the whole; marks: 4 + 1 a row, and 3.
    """
    assert 6 * 4 > 16
    assert tokens_of(model_named("Llama 4 Scout"), 1920, 1080) == 15 * 144 + 3 * 5 + 144 + 3


def test_a_small_picture_is_one_tile():
    assert tokens_of(model_named("Llama 4 Scout"), 300, 300) == 144 + 3


def test_a_model_without_eyes_has_no_rule():
    assert tokens_of(model_named("Llama 3.1 8B"), 1920, 1080) is None


def test_pictures_come_on_top_of_an_assumed_context():
    """20 x 69 x 39 tokens and 8,192 of text, each 28 layers x 4 heads x 256 x 2 bytes."""
    tokens = 20 * 69 * 39 + 8192
    blocks = -(-tokens // 16) * 16
    found = answer("qwen2.5 vl 7b on H100 with 20 images per prompt 1080p, 4 users")

    assert found.scenarios[0].held.tokens == tokens == 62_012
    assert found.estimates[0].sizes()["kv_cache"].m_as("byte") == 4 * blocks * 28 * 4 * 256 * 2
    assert "20 pictures of 1,920 × 1,080 on top, 2,691 tokens each" in found.assumed
    assert found.command is not None
    assert "--limit-mm-per-prompt '{\"image\": 20}'" in found.command


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (8, "8 pictures of 1,920 × 1,080 are 21,528 of the 32,768 tokens."),
        (20, "20 pictures of 1,920 × 1,080 are 53,820 tokens, more than the 32,768 of the context: "
             "such a prompt is refused."),
    ],
)  # fmt: skip
def test_pictures_lie_within_a_named_context(count, said):
    found = answer("vllm serve Qwen/Qwen2.5-VL-7B-Instruct --max-model-len 32768 "
                   f"--limit-mm-per-prompt '{{\"image\": {count}}}' on RTX 4090")  # fmt: skip

    assert found.scenarios[0].held.tokens == 32_768
    assert said in found.caveats


def test_no_pictures_leave_the_towers_out():
    """Gemma 3 27B: 423,060,336 parameters of its tower at 16 bits, and no run of the encoder."""
    flag = "--limit-mm-per-prompt '{\"image\": 0}'"
    command = "vllm serve google/gemma-3-27b-it --max-model-len 8192 on H100"
    whole, alone = answer(command), answer(command.replace(" on", f" {flag} on"))

    def part(found, name):
        return found.estimates[0].sizes()[name].m_as("byte")

    assert part(whole, "weights") - part(alone, "weights") == 423_060_336 * 2
    assert part(whole, "activations") - part(alone, "activations") == pytest.approx(
        0.7 * GIB, rel=0.01
    )


def test_what_nobody_knows_is_said_in_the_first_line():
    summary = answer("kimi vl with 4 images per prompt on H100").verdict.summary

    assert "Not counted: 4 pictures in a prompt" in summary


def test_a_model_that_reads_no_pictures_says_so():
    found = answer("llama 3.1 8b with 4 images per prompt on H100")

    assert "Llama 3.1 8B reads no pictures." in found.caveats
