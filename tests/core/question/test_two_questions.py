"""Two questions in one message are both answered, and pasted lists and quotes are read."""

import pytest

from bot.slack.text import plain
from core.answer import answer
from core.asked.question import Question
from core.question.parser import parse
from core.question.restate import restate
from tests.core.question.said import said_by


def each(text: str) -> list[Question]:
    question = parse(plain(text))
    return list(question.compare) or [question]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("how much for llama 3.1 8b fp16? and how much for qwen3 32b awq?",
         ["Llama 3.1 8B fp16", "Qwen3 32B awq"]),
        ("llama 3.1 8b fp16 on a 3090? and qwen3 32b awq on a 4090?",
         ["Llama 3.1 8B fp16 RTX 3090", "Qwen3 32B awq RTX 4090"]),
    ],
)  # fmt: skip
def test_each_question_keeps_what_is_its_own(text, names):
    found = [
        " ".join((one.models[0].name, one.precisions[0].id, *(card.gpu.name for card in one.gpus)))
        for one in each(text)
    ]

    assert found == names
    assert len(answer(text).estimates) == 2


@pytest.mark.parametrize(
    "text",
    [
        "how many H100s for llama 3.1 405b fp8? how many in int4?",
        "quanto ocupa o llama 3.1 405b em fp8? e em int4?",
    ],
)
def test_two_formats_are_compared(text):
    question = parse(text)

    assert [row.id for row in question.precisions] == ["fp8", "int4"]
    assert (question.intent, len(answer(text).estimates)) == ("compare", 2)


@pytest.mark.parametrize(
    "text",
    [
        "how much memory does llama 3.1 8b need at 8k? And what about 32k?",
        "llama 3.1 8b at 8k: how much?\nQ2: and with 32k?",
        "1) llama 3.1 8b at 8k?\n2) same with 32k?",
    ],
)
def test_a_second_length_is_no_contradiction(text):
    lengths = [one.context_length for one in each(text)]

    assert [length and length.magnitude for length in lengths] == [8192, 32768]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("does llama 3.1 70b fp8 fit on 2xH100? and how many users at 8k?", "max_sequences"),
        ("quanto ocupa o phi-4 em bf16? e cabe numa L4?", "fit"),
        ("Q1: what does qwen3 8b need in bf16?\nQ2: how many users on an L4?", "max_sequences"),
    ],
)
def test_what_one_answer_tells_is_one_question(text, intent):
    assert parse(plain(text)).intent == intent


@pytest.mark.parametrize(
    "text",
    [
        "how much for llama 3.1 8b fp16? and how much for qwen3 32b awq?",
        "llama 3.1 8b fp16 on a 3090? and qwen3 32b awq on a 4090?",
        "quanto ocupa o phi-4 em bf16 numa L4? e o qwen3 8b em int4 numa 3060 de 12GB?",
        "how much memory does llama 3.1 8b need at 8k? And what about 32k?",
    ],
)
def test_what_buttons_carry_asks_both_again(text):
    question = parse(text)

    assert len(question.compare) == 2
    assert said_by(parse(restate(question))) == said_by(question)


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("quanta memória pro mistral 7b fp16? e quanto custa por mês numa L4?", "price"),
        ("How much would it cost to host gemma 2 9b? And what's the memory in bf16?", "price"),
        ("how fast is llama 3.1 8b on a 4060? also does it fit in bf16", "speed"),
    ],
)
def test_a_question_beside_memory_is_named(text, subject):
    question = parse(text)

    assert question.not_answered == (subject,)
    assert len(question.precisions) == 1


def test_the_lines_of_a_quotation_are_the_question_before():
    question = parse(plain("&gt; qwen3 14b bf16 on an L40S\n&gt; 8 users\nwill 16 users fit?"))

    assert question.sequences is not None
    assert (question.sequences.magnitude, question.intent) == (16, "fit")


@pytest.mark.parametrize(
    "text",
    [
        "1. llama 3.1 8b fp16\n2. 16 users\n3. 8k context\n4. one L40S\nok?",
        "- model: llama 3.1 8b\n- precision: fp16\n- gpu: L40S\n- users: 16\n- ctx: 8k",
        "• Modelo: Llama 3.1 8B\n• Precisão: fp16\n• Placa: L40S\n• Usuários: 16\n• Contexto: 8k",
        "```\nllama 3.1 8b fp16, 8k context, 16 users\n```\ndoes it fit an L40S?",
    ],
)
def test_a_list_and_a_block_of_code_are_one_question(text):
    question = parse(plain(text))

    assert question.sequences is not None
    assert question.context_length is not None
    assert (question.models[0].name, question.precisions[0].id) == ("Llama 3.1 8B", "fp16")
    assert (question.sequences.magnitude, question.context_length.magnitude) == (16, 8192)
    assert [card.gpu.name for card in question.gpus] == ["L40S"]
    assert question.unused == ()
