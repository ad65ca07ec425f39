"""LMDeploy, TGI and SGLang where a flag shares out the card."""

import pytest

from core.answer import answer
from core.units import GIB_PER_GPU, SEQUENCE

GIB = 2**30


def test_lmdeploy_takes_a_share_of_what_the_weights_leave():
    # (39.1 - 14.2 - 0.5) x 0.5 = 12.2 GiB of an A100 of 40,960 MiB less 0.45; a user of 8,192
    # tokens takes 56 KiB x 8,192 = 0.4375 GiB: 27.9
    found = answer(
        "lmdeploy serve api_server Qwen/Qwen2.5-7B-Instruct --cache-max-entry-count 0.5 "
        "on A100 40GB, users at 8k"
    )
    assert found.question.intent == "max_sequences"
    assert found.verdict.value in (27, 28)
    assert "Not used" not in found.verdict.summary
    assert found.command == (
        "lmdeploy serve api_server Qwen/Qwen2.5-7B-Instruct --session-len 8192 "
        "--cache-max-entry-count 0.5"
    )


def test_lmdeploy_by_its_name_takes_eight_tenths():
    found = answer("lmdeploy qwen2.5 7b on A100 40GB, 8k: how many users")
    assert found.question.engine is not None
    assert found.question.engine.cache_max_entry_count is None  # nobody said it
    assert found.scenarios[0].engine.cache_max_entry_count == 0.8
    assert found.command is not None
    assert found.command.endswith("--cache-max-entry-count 0.8")


def test_lmdeploy_with_two_ranks():
    # 37.0 / 2 of weights and 0.75 of context leave 2.8 of 22.0 GiB, of which 0.8 or what a step
    # leaves is cache: 2.0 to 2.3; a session of 8,192 x 96 KiB takes 0.75.
    found = answer(
        "lmdeploy internlm2_5-20b-chat --tp 2 --cache-max-entry-count 0.8 on 2x A10G, 8k: "
        "how many sessions"
    )
    assert found.scenarios[0].precision.id == "bf16"
    assert found.verdict.value in (2, 3)
    assert not any("read on H100" in one for one in found.caveats)


def test_tgi_allocates_the_tokens_of_a_batch():
    # 32,768 x 128 KiB = 4.0 GiB beside 15.0 of weights
    found = answer(
        "text-generation-launcher --model-id meta-llama/Llama-3.1-8B-Instruct "
        "--max-total-tokens 8192 --max-batch-total-tokens 32768 on A10G"
    )
    cache = next(part.size for part in found.estimates[0].parts if part.name == "kv_cache")
    assert cache == 4 * GIB
    assert found.command is not None
    assert found.command.startswith("text-generation-launcher --model-id")
    assert found.command.endswith("--max-total-tokens 8192 --max-batch-total-tokens 32768")


def test_a_fraction_that_the_weights_fill_is_cured_on_the_same_card():
    # 27.5 of weights and 1.5 of cache in a card of 40 GiB are 0.73 of it: 0.7 is too small.
    found = answer("sglang qwen2.5-14b-instruct bf16 --mem-fraction-static 0.7 on A100 40GB")
    first = found.verdict.summary.split(". ")[0]
    assert first.startswith("1 × A100 40GB does not start with --mem-fraction-static 0.7")
    does = float(first.split("and ")[-1].split()[0])
    assert does == pytest.approx((27.5 + 1.5) / 40, abs=0.02)


def test_a_fraction_that_leaves_something_for_a_cache_starts_and_lets_the_others_wait():
    said = answer("sglang gpt-oss-120b --tp 2 --mem-fraction-static 0.85 128k 10 users on 2x H100")

    first = said.verdict.summary.split(". ")[0]
    held = said.placements[0].max_sequences.m_as(SEQUENCE)
    assert "does not start" not in said.verdict.summary
    assert first.startswith(
        f"With --mem-fraction-static 0.85 2 × H100 80GB holds {held} of the 10 at once"
    )
    # 0.85 x 79.6 GiB less 30.4 of weights are 37.3 a card; 8.1 GiB a user over two cards
    assert held == int(2 * 37.3 / 8.1)


def test_a_fraction_that_is_large_enough_needs_no_word():
    found = answer("sglang qwen2.5-7b-instruct bf16 --mem-fraction-static 0.8 on A100 40GB")
    assert "does not start" not in found.verdict.summary
    assert found.placements[0].needed.m_as(GIB_PER_GPU) < 20


def test_no_fraction_cures_a_card_that_is_too_small():
    found = answer("sglang llama 3.1 70b bf16 --mem-fraction-static 0.7 on 1xA100 40GB")
    assert "does not start" not in found.verdict.summary


def test_adapters_of_a_higher_rank_than_vllm_takes_unasked():
    found = answer(
        "vllm qwen3-32b awq with --enable-lora --max-loras 4 and adapters of rank 64, "
        "flag --max-lora-rank left out"
    )
    assert any("up to rank 16: those of rank 64 are refused" in one for one in found.caveats)
