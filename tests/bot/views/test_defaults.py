"""What an answer assumed is what its menus preselect, for every model of the catalogue."""

from dataclasses import replace

import pytest

from bot.views.difference import difference_part
from bot.views.refine import CONTEXT, USERS, refine_part
from core.answer import answer_question
from core.asked.question import Cards, Question
from core.catalog.load import load_catalog
from core.units import TOKEN_PER_SEQUENCE, Quantity

CATALOG = load_catalog()
USUAL = 8192  # tokens, where a model was made for as many
CARDS = (Cards(CATALOG.gpus["h200-sxm5-141gb"], 8),)
SHORT = [
    model
    for model in CATALOG.models.values()
    if model.max_position_embeddings and model.max_position_embeddings < USUAL
]


def _asked(model, tokens=None):
    context = tokens and Quantity(tokens, TOKEN_PER_SEQUENCE)
    question = Question("", models=(model,), gpus=CARDS, context_length=context)
    return answer_question(question, CATALOG)


def _menus(answer):
    (block,) = refine_part(answer, "state").blocks
    return {menu["action_id"]: menu for menu in block["elements"]}


def test_there_are_models_made_for_less_than_the_usual_context():
    assert len(SHORT) > 50


@pytest.mark.parametrize("model", SHORT, ids=lambda model: model.name)
def test_the_context_that_was_assumed_is_preselected_and_changing_it_is_said(model):
    limit = model.max_position_embeddings
    answer = _asked(model)
    menu = _menus(answer)[CONTEXT]

    assert menu["initial_option"]["value"] == str(limit)
    assert menu["options"][-1]["value"] == str(limit)  # nothing beyond what it was made for

    half = _asked(model, limit // 2)
    said = difference_part(answer, half).lines

    assert said[0] == f"Context: {limit:,} → {limit // 2:,}"


@pytest.mark.parametrize("model", SHORT, ids=lambda model: model.name)
def test_choosing_what_was_assumed_is_no_change_of_context(model):
    answer = _asked(model)
    chosen = _asked(model, model.max_position_embeddings)

    assert not any("Context" in line for line in difference_part(answer, chosen).lines)
    assert answer.estimates[0].total == chosen.estimates[0].total


def test_users_that_were_assumed_are_preselected():
    answer = _asked(CATALOG.models["meta-llama/Llama-3.1-8B"])

    assert _menus(answer)[USERS]["initial_option"]["value"] == "1"


def test_a_16_bit_cache_is_one_thing_whether_it_was_named_or_not():
    answer = _asked(CATALOG.models["meta-llama/Llama-3.1-8B"])
    question = replace(answer.question, kv_precision=CATALOG.precisions["bf16"])
    named = answer_question(question, CATALOG)

    assert not any("KV" in line for line in difference_part(answer, named).lines)


def test_what_was_looked_for_is_no_change():
    answer = _asked(CATALOG.models["meta-llama/Llama-3.1-8B"], 4096)
    question = replace(answer.question, intent="max_context", context_length=None)

    said = difference_part(answer, answer_question(question, CATALOG)).lines

    assert not any("Context" in line for line in said)
