"""Copies of a model for more users than one machine holds: worked out from what one holds."""

import pytest

from core.answer import answer
from core.units import SEQUENCE


def held(question: str) -> int:
    """Users that a machine with a named number of cards holds."""
    return answer(question).placements[0].max_sequences.m_as(SEQUENCE)


@pytest.mark.parametrize(
    ("question", "copies", "cards", "all_cards"),
    [
        # 8 x 73.4 GiB less 67.7 of weights and 8 x 4 of the rest, 2.5 GiB a user: about 190
        ("how many H100 for 500 users of Llama 3.1 70B fp8 8k", 3, 8, 24),
        # 4 cards hold about 80 users: three of them are 12 cards, where two machines of 8 are 16
        ("how many H100 for 200 users of Llama 3.1 70B fp8 8k", 3, 4, 12),
        ("how many L40S for 300 users of qwen3 32b fp8 4k", 3, 4, 12),
    ],
)
def test_many_users_take_copies(question: str, copies: int, cards: int, all_cards: int):
    said = answer(question).verdict.summary

    name = "L40S" if "L40S" in question else "H100 80GB"
    users = int(question.split(" users")[0].split()[-1])
    one = held(question.replace("how many", f"{cards}x").replace(f"{users} users", "1 user"))
    copied = f"or {copies} copies on {cards} × {name} each: {one} users apiece, {all_cards} in all"
    assert copied in said
    assert (copies - 1) * one < users <= copies * one


@pytest.mark.parametrize(
    "question",
    [
        "how many H100 for 16 users of Llama 3.1 70B fp8 8k",  # one machine holds them
        "llama 3.1 70b fp8 8k 200 users on 16x H100",  # so many are there
        "how many H100 for llama 3.1 405b bf16",  # no users
        "how many 4090 for 200 users of llama 3.1 70b fp8 8k",  # nobody builds that
        "70B for 500 users on H100",  # of a size alone nobody knows what a user takes
    ],
)
def test_otherwise_nothing_is_said_of_them(question: str):
    assert "copies" not in answer(question).verdict.summary
