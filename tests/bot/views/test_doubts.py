"""The other reading of a text is a button that asks it."""

from dataclasses import replace

import pytest

from bot.conversation.asking import Asking, Core
from bot.conversation.state import decode
from bot.listeners import actions
from bot.views.answer import answer_view
from bot.views.doubts import MAX_DOUBTS, doubts_part
from core.answer import answer, answer_question
from core.catalog.load import load_catalog
from core.question.parser import parse, question_of
from core.question.read_text import read_text
from core.question.restate import restate
from tests.bot.listeners.fakes import Ack, FakePoster, Soon, click
from tests.bot.views.opinions import refused

CORE = Core(
    lambda text, language: read_text(text, otherwise=language),
    question_of,
    answer_question,
    load_catalog(),
)
REQUESTS = "how many A100 80GB for mistral 7b fp16, 4k requests"
GROWTH = "llama 3.1 8b fp8 4k on L4, 10 users now, 60 by June"


def buttons(reply):
    return [
        element
        for block in reply.blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element.get("action_id", "").startswith("ask:")
    ]


@pytest.mark.parametrize(
    ("text", "label", "users"),
    [
        (REQUESTS, "“4k requests” as a number of users", 4000),
        (GROWTH, "“10 users now” as a number of users", 10),
        ("300 employees, 30 at once: llama 3.1 8b fp8 4k on L4",
         "“300 employees” as a number of users", 300),
    ],
)  # fmt: skip
def test_the_other_reading_is_a_button_that_asks_it(text, label, users):
    said = answer(text)
    reply = answer_view(said, surface="thread")

    (button,) = buttons(reply)
    state = decode(button["value"])
    assert button["text"]["text"] == label
    assert f"• {label}" in reply.text
    assert parse(state.question).sequences.magnitude == users
    assert state.before == restate(said.question)
    assert not refused(reply)


def test_in_portuguese():
    reply = answer_view(answer("llama 3.1 8b fp8 4k na L4, 10 usuários agora, 60 ano que vem"),
                        surface="thread")  # fmt: skip

    assert "Se queria dizer outra coisa:" in reply.text
    assert buttons(reply)[0]["text"]["text"] == "“10 usuários agora” como um número de usuários"


@pytest.mark.parametrize(
    "text", ["llama 3.1 8b fp8 4k on L4, 10 users", "70B", "lora 8b r=16 seq 2048 bs 4"]
)
def test_a_text_with_one_reading_has_no_such_buttons(text):
    part = doubts_part(answer(text))

    assert (part.lines, part.blocks) == ((), ())


def test_not_more_than_a_few():
    said = answer(REQUESTS)
    many = said.question.doubts * (MAX_DOUBTS + 1)
    part = doubts_part(_with(said, many))

    assert len(part.blocks[1]["elements"]) == MAX_DOUBTS


async def test_a_click_answers_the_other_reading():
    (button,) = buttons(answer_view(answer(GROWTH), surface="thread"))
    poster, work = FakePoster(), Soon()

    body = click("ask:0", button["value"])
    await actions.ask(Ack(), body, asking=Asking(CORE), poster=poster, work=work)
    await work.done()

    ((way, text),) = poster.texts
    assert way == "edit"
    assert text.startswith("Llama 3.1 8B in FP8, 4,096 tokens × 10: ")


def _with(said, doubts):
    return replace(said, question=replace(said.question, doubts=doubts))
