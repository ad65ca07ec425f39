"""Several machines, each with its cards; widths in odd words."""

import pytest

from core.question.parser import parse


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("dois nós com 4 A100 80GB cada", 8),
        ("two machines with four A100 80GB each", 8),
        ("two A100 80GB machines with four cards each", 8),
        ("two A100 80GB machines with four cards each, on just one of those machines", 4),
        ("duas máquinas com 4 A100 80GB cada", 8),
        ("2 A100 80GB nodes", 16),
        ("roda nos 4 A100 80GB", 4),
        ("4 A100 80GB", 4),
    ],
)
def test_the_cards_of_all_machines(said, count):
    (cards,) = parse(f"{said}: mixtral 8x22b bf16").gpus

    assert cards.count == count


@pytest.mark.parametrize(
    ("text", "bits"),
    [
        ("405B vezes 1 byte", 8),
        ("405B times 2 bytes", 16),
        ("13-B 8 b", 8),
        ("70b, 16 b", 16),
        ("13 bilhoes d parametros 4 bts", 4),
        ("8b em 4bts", 4),
    ],
)
def test_a_width(text, bits):
    question = parse(text)

    assert len(question.models) == 1
    assert [row.plain_bits for row in question.precisions] == [bits]


def test_two_sizes_alike_are_two_sizes():
    assert len(parse("8b vs 70b").models) == 2


def test_half_a_dozen():
    assert parse("meia dúzia de usuários, llama 3.1 8b").sequences.magnitude == 6
    assert parse("half a dozen users, llama 3.1 8b").sequences.magnitude == 6


def test_a_quarter_and_its_year_are_no_growth():
    assert parse("by Q3 2027: llama 3.1 8b fp8, 24 sessions of 8k").sequences.magnitude == 24
