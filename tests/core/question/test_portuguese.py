"""Portuguese of both sides of the sea: numbers in words, and every way to ask for yes or no."""

import pytest

from core.question.parser import parse
from core.units import SEQUENCE, TOKEN_PER_SEQUENCE


@pytest.mark.parametrize(
    "text",
    [
        "dá em 24GB o qwen3 14b fp8?",
        "consigo meter o llama 3.3 70b q4_k_m em duas 3090?",
        "duas 3090 chegam para o llama 3.3 70b awq?",
        "uma L40S aguenta o qwen3 32b em fp8 com 16k?",
        "o gemma 3 27b q4_k_m roda liso numa 3090?",
        "rola o llama 3.1 8b na 3060?",
        "o llama 3.3 70b em fp8 rebenta numa H100?",
        "24 gigas bastam pro gemma 3 27b q4?",
        "passa o gemma 3 12b bf16 em 24gb?",
        "tá bom uma 3060 pro qwen3 8b q8?",
        "o meu portátil tem uma 4060, corre o qwen3 8b em q4_k_m?",
        "serve uma 3090 para o qwen3 32b em q4_k_m?",
    ],
)
def test_a_yes_or_no_is_asked_in_many_ways(text):
    question = parse(text)

    assert (question.intent, question.language) == ("fit", "pt")


@pytest.mark.parametrize(
    ("said", "users"),
    [
        ("meia dúzia de utilizadores", 6),
        ("duas dúzias de utilizadores", 24),
        ("dezasseis utilizadores", 16),
        ("cem utilizadores ao mesmo tempo", 100),
        ("half a dozen users", 6),
    ],
)
def test_users_in_words(said, users):
    question = parse(f"llama 3.1 8b bf16, {said}, 4k")

    assert question.sequences is not None
    assert question.sequences.m_as(SEQUENCE) == users


@pytest.mark.parametrize(
    ("said", "tokens"),
    [
        ("um milhão de tokens", 2**20),
        ("half a million tokens", 500_000),
        ("meio milhão de tokens", 500_000),
    ],
)
def test_millions_of_tokens_are_no_parameters(said, tokens):
    question = parse(f"llama 4 scout fp8, {said} de contexto")

    assert [model.name for model in question.models] == ["Llama 4 Scout"]
    assert question.context_length is not None
    assert question.context_length.m_as(TOKEN_PER_SEQUENCE) == tokens


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("setenta mil milhões de parâmetros", "70B"),
        ("1,5 mil milhões de parâmetros", "1.5B"),
        ("7 mil milhões", "7B"),
        ("treze bilhões", "13B"),
        ("um milhão de parâmetros", "1M"),
    ],
)
def test_sizes_in_words(said, name):
    assert [model.name for model in parse(f"{said} em 8 bits").models] == [name]


def test_a_million_of_something_else_is_no_size():
    assert (
        parse("llama 3.1 8b em fp8, temos um milhão de clientes").models[0].name == "Llama 3.1 8B"
    )
