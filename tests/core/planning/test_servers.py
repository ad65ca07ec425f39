"""Several servers on one card."""

import pytest

from core.answer import answer
from core.question.parser import parse

TWO = "two servers on one card: llama 3.1 8b and qwen2.5 7b on one H100, 8k context, 8 users each"
SAME = (
    "two vllm servers, both qwen3-8b bf16, on the same H100 with --gpu-memory-utilization 0.45, "
    "16k and 8 users each"
)


def test_their_sum_must_fit():
    # 15.0 + 8.0 of cache + 3.6 of the engine, and 14.2 + 3.5 + 3.8: 48 of 79 GiB
    found = answer(TWO)
    assert found.verdict.fits is True
    assert found.verdict.summary.startswith("Yes: 2 servers share 1 × H100 80GB:")
    assert sum(one.share.needed for one in found.placements) / 2**30 == pytest.approx(48, abs=1)
    assert "Not used" not in found.verdict.summary
    assert not found.question.unused


def test_each_has_a_share_of_its_own():
    found = answer(TWO)
    assert found.command is not None
    first, second = found.command.splitlines()
    shares = [
        float(line.split("--gpu-memory-utilization ")[1].split()[0]) for line in (first, second)
    ]
    # 26.6 and 21.5 of 79.2 GiB are 0.34 and 0.28
    assert shares[0] >= 0.34
    assert shares[1] >= 0.28
    assert sum(shares) <= 0.95
    assert "Llama-3.1-8B" in first
    assert "Qwen2.5-7B" in second
    assert second.endswith("--port 8001")


def test_a_share_that_was_named_must_hold_its_server():
    # 0.45 of 79.2 GiB are 35.6: 15.3 of weights, 18.0 of cache and 4.0 of the engine are 37.3; a
    # user of 16,384 tokens takes 2.25 GiB, so that seven fit.
    found = answer(SAME)
    assert found.verdict.fits is False
    assert "0.45 of the card leaves" in found.verdict.summary
    assert "7 of these users fit" in found.verdict.summary
    assert {one.count for one in found.placements} == {1}


@pytest.mark.parametrize(
    "text",
    [
        "two users on one H100 with llama 3.1 8b",
        "llama 3.1 8b and qwen2.5 7b on one H100",
        "two H100 servers with llama 3.1 70b",
    ],
)
def test_other_twos_are_no_servers(text: str):
    assert parse(text).servers == 1


@pytest.mark.parametrize(
    ("text", "servers"),
    [
        ("two vllm instances of llama 3.1 8b fp8 on one L40S, 8k, 8 users each", 2),
        ("run three copies of qwen2.5 7b awq on a single H100", 3),
        ("can both models run on one A100 80GB: qwen3 14b and qwen3 embedding 0.6b?", 2),
    ],
)
def test_ways_to_say_it(text: str, servers: int):
    question = parse(text)
    assert question.servers == servers
    assert not question.unused
    found = answer(text)
    assert found.verdict.fits is True
    assert found.command is not None
    assert len(found.command.splitlines()) == servers
