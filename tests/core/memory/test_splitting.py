"""
Which tensor-parallel sizes vLLM and SGLang accept: each rule with numbers of a config.json.

What is expected is worked out here, from the numbers of the config and the rule in the source.
"""

from dataclasses import replace

import pytest

from core.asked.served import served_as
from core.catalog.load import load_catalog
from core.catalog.names import index_of
from core.memory.parallelism import judge, valid_sizes
from core.memory.splitting.split import Split
from core.wording.say import say_note

CATALOG = load_catalog()
SIZES = (1, 2, 4, 8, 16)
VLLM = Split()
EXPERTS = Split(expert_parallel=True)


def stored(name: str, format: str | None = None):
    """The model as its checkpoint in *format* has it, and that checkpoint's format."""
    model = index_of(CATALOG).exact(name)
    own = model.quantization or model.dtype or "bf16"
    return served_as(model, CATALOG.precisions[format or own], CATALOG, engine="vllm")


def works(name: str, format: str | None, split: Split = VLLM) -> list[int]:
    model, precision = stored(name, format)
    return [size for size in SIZES if judge(model, precision, size, split).reason is None]


def test_mxfp4_shares_are_padded_to_whole_blocks():
    """
    gpt-oss: 2,880 = 90 blocks of 32. 90 / 4 is 23 rounded up, 90 / 8 is 12: the last rank has
    90 - 3 x 23 = 21 and 90 - 7 x 12 = 6 of them. At 16 six each are used up by the 15th.
    """
    assert -(-90 // 4) == 23
    assert 90 - 7 * -(-90 // 8) == 6
    assert 15 * -(-90 // 16) == 90
    for name in ("gpt-oss-20b", "gpt-oss-120b"):
        assert works(name, None) == [1, 2, 4, 8]


def test_fp8_experts_are_whole_blocks_on_each_rank():
    """Qwen3 235B: 1536 / 4 = 384 = 3 x 128; 1536 / 8 = 192, which is not."""
    assert 1536 // 4 % 128 == 0
    assert 1536 // 8 % 128 != 0
    assert works("Qwen3 235B A22B", "fp8") == [1, 2, 4]


def test_a_768_wide_expert_in_fp8_allows_2_and_not_4():
    """Qwen3 30B A3B: 768 / 2 = 384 = 3 x 128, 768 / 4 = 192."""
    assert works("Qwen3 30B A3B", "fp8") == [1, 2]


def test_experts_that_stay_whole_have_no_width_to_divide():
    """Qwen3 235B with expert parallelism: 64 heads of 128, 4 key-value heads: 8 and 16 work."""
    assert works("Qwen3 235B A22B", "fp8", EXPERTS) == [1, 2, 4, 8, 16]
    assert works("MiniMax M2", None, EXPERTS) == [1, 2, 4, 8, 16]
    assert works("Qwen3 Coder 480B A35B", "fp8", EXPERTS) == [1, 2, 4, 8, 16]


def test_the_same_width_in_16_bits_has_no_blocks():
    """1536 / 8 = 192 columns of BF16 are fine."""
    assert works("Qwen3 235B A22B", "bf16") == [1, 2, 4, 8, 16]


def test_vllm_refines_blocks_of_experts_since_0_29():
    """gcd(128, 192, 4096) = 64, at least 32; a named 0.28 does not, nor does SGLang."""
    model, precision = stored("Qwen3 235B A22B", "fp8")

    assert judge(model, precision, 8, Split(version=(0, 29))).reason is None
    assert judge(model, precision, 8, Split(version=(0, 28))).reason is not None
    assert judge(model, precision, 8, Split("sglang", (0, 29))).reason is not None


@pytest.mark.parametrize(("format", "sizes"), [("awq", [1, 2, 4, 8]), ("gptq", [1, 2, 4, 8])])
def test_widths_are_those_of_the_checkpoint(format, sizes):
    """29,696 / 8 = 3,712 = 29 x 128, but / 16 = 1,856 = 14.5 x 128."""
    assert 29_696 // 8 % 128 == 0
    assert 29_696 // 16 % 128 != 0
    assert works("Qwen2.5 72B", format) == sizes


def test_the_models_own_width_would_not_do():
    """29,568 = 231 x 128: no whole groups of 128 at 2 already."""
    model = CATALOG.models["Qwen/Qwen2.5-72B-Instruct"]
    awq = CATALOG.precisions["awq"]

    assert 29_568 // 2 % 128 != 0
    assert [size for size in SIZES if judge(model, awq, size).reason is None] == [1]


def test_experts_in_awq_take_smaller_groups():
    """
    Qwen3 30B A3B: 768 / 4 = 192 is no multiple of 128; moe_wna16 halves the group to 64.

    768 / 8 = 96 takes 32; W4A16 of compressed tensors takes only its own group.
    """
    model = CATALOG.models["Qwen/Qwen3-30B-A3B"]

    assert 192 % 64 == 0
    assert 96 % 32 == 0
    assert {2, 4, 8} <= set(valid_sizes(model, CATALOG.precisions["awq"], 8))
    assert 4 not in valid_sizes(model, CATALOG.precisions["w4a16"], 8)


def test_the_padded_vocabulary_divides():
    """
    phi-4: 40 heads, 10 key-value heads, 17,920 wide: all divide by 5. 100,352 words do not.
    """
    model, precision = stored("Phi 4", "bf16")

    assert (40 % 5, 10 % 5, 17_920 % 5) == (0, 0, 0)
    assert 100_352 % 64 == 0
    assert 100_352 % 5 != 0
    reason = judge(model, precision, 5).reason
    assert reason is not None
    assert say_note("en", reason) == (
        "Tensor parallel 5 is not possible: the padded vocabulary of 100,352 does not divide by 5."
    )
    assert judge(model, precision, 5, Split("sglang")).reason is None


def test_key_value_heads_are_repeated_evenly():
    """Qwen2.5 7B: 28 heads divide by 7; its 4 key-value heads do not, nor does 7 by 4."""
    model, precision = stored("Qwen2.5 7B", "bf16")

    assert judge(model, precision, 2).reason is None
    assert judge(model, precision, 7).reason is not None
    assert judge(model, precision, 4).kv_copies == 1


def test_a_narrow_head_is_no_whole_block():
    """A key-value head of 64 columns in blocks of 128: input and output of attention count too."""
    model, precision = stored("Qwen3 32B", "fp8")
    [attention] = model.attention
    narrow = model.model_copy(
        update={
            "attention": (attention.model_copy(update={"head_dim": 64, "num_key_value_heads": 2}),)
        }
    )

    assert judge(narrow, precision, 1).reason is None
    assert judge(narrow, precision, 2).reason is not None


def test_a_dense_model_has_no_experts_to_keep_whole():
    model, precision = stored("Llama 3.1 70B", "bf16")

    assert valid_sizes(model, precision, 8) == valid_sizes(
        model, precision, 8, replace(VLLM, expert_parallel=True)
    )
