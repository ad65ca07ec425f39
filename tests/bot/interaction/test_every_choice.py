"""Whatever a menu or a button offers can be answered, and what comes back can be shown."""

import pytest

from bot.app import the_core
from bot.conversation.asking import Asking
from bot.conversation.form import filled_with
from bot.conversation.origin import Origin
from bot.conversation.state import State, decode
from bot.slack.place import Place
from bot.views.answer import answer_view
from bot.views.controls import KV_16, KV_FP8
from bot.views.copy import copy_view
from bot.views.explain import explain_view
from bot.views.form import form_view
from bot.views.refine import BLOCK
from core.question.restate import restate
from tests.bot.views.opinions import refused, refused_view
from tests.bot.views.test_typical import ALL

QUESTIONS = [question for question, _ in ALL]
WITH_ALL_OPTIONS = [QUESTIONS[at] for at in (0, 2, 5, 8, 9, 14)]  # each form of a question


@pytest.fixture(scope="module")
def asking():
    return Asking(the_core())


def _answered(asking: Asking, question: str):
    """The answer and its reply, as they are after the first click."""
    answer = asking.ask(asking.read(question))
    state = State(restate(answer.question), answer.question.language)
    asked = asking.again(state)
    return state, asked.answer, answer_view(asked.answer, surface="ephemeral")


def _elements(reply, *kinds):
    return [
        (block, element)
        for block in reply.blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element["type"] in kinds
    ]


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_options_of_every_menu_are_answered(asking, question):
    """All of them for a question of each form, the ends of each menu for the others."""
    _, _, reply = _answered(asking, question)
    ends = question not in WITH_ALL_OPTIONS

    for block, menu in _elements(reply, "static_select"):
        state = decode(block["block_id"].removeprefix(BLOCK))
        options = menu["options"]
        for option in (options[0], options[-1]) if ends else options:
            asked = asking.changed(state, menu["action_id"], option["value"])
            shown = answer_view(asked.answer, surface="ephemeral", before=asked.before)
            assert refused(shown) == []
            assert shown.text.startswith(asked.answer.verdict.summary[:50])


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_button_carries_a_question_that_is_answered(asking, question):
    state, answer, reply = _answered(asking, question)

    for _, button in _elements(reply, "button"):
        carried = decode(button["value"])
        assert carried.language == state.language
        if button["action_id"] in {KV_FP8, KV_16}:
            asking.changed(carried, button["action_id"], "")
        again = asking.again(carried).answer
        if not button["action_id"].startswith("ask:"):
            assert again.verdict == answer.verdict


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_modal_of_an_answer_can_be_shown(asking, question):
    state, answer, _ = _answered(asking, question)

    assert refused_view(explain_view(answer)) == []
    assert refused_view(copy_view(answer)) == []
    assert refused_view(form_view(filled_with(asking.question(state)), Origin(Place("U1")))) == []
