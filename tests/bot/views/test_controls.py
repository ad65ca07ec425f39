"""Menus and buttons: what they offer, what they show as chosen, what they carry."""

from dataclasses import replace

import pytest

from bot.conversation.state import State, decode
from bot.views.answer import answer_view
from bot.views.form import KV_PRECISIONS
from bot.views.refine import BLOCK, GPUS, PRECISIONS
from core.answer import answer as ask
from core.asked.question import Cards, Size
from core.asked.scenario import USUAL_CARDS
from core.catalog.load import load_catalog
from core.planning.result import Answer
from core.units import PARAMETER, Quantity
from tests.bot.views import samples


def _block(answer: Answer):
    """The block of menus, or None."""
    blocks = answer_view(answer, surface="thread").blocks
    found = [block for block in blocks if str(block.get("block_id")).startswith(BLOCK)]
    return found[0] if found else None


def _menus(answer: Answer):
    return {menu["action_id"]: menu for menu in _block(answer)["elements"]}


def _chosen(menu):
    return menu.get("initial_option", {}).get("value")


def _texts(menu):
    return [option["text"]["text"] for option in menu["options"]]


def _button_ids(answer: Answer, surface="ephemeral"):
    return [
        element["action_id"]
        for block in answer_view(answer, surface=surface).blocks
        if block["type"] == "actions" and not str(block.get("block_id")).startswith(BLOCK)
        for element in block["elements"]
    ]


def test_menus_show_what_was_asked_as_chosen():
    menus = _menus(samples.known_model())

    assert {name: _chosen(menu) for name, menu in menus.items()} == {
        "precision": "fp8",
        "context": "32768",
        "users": "16",
        "gpu": "h100-80gb",
    }


def test_menus_show_what_was_assumed_as_chosen():
    menus = _menus(samples.does_not_fit())

    assert _chosen(menus["context"]) == "8192"
    assert _chosen(menus["users"]) == "1"
    assert _chosen(menus["gpu"]) == "h100-80gb:2"


def test_a_bare_size_has_no_context_and_no_users_to_choose():
    assert list(_menus(samples.bare_size())) == ["precision", "gpu"]


def test_a_comparison_has_no_menus():
    assert _block(samples.compared()) is None


def test_what_is_asked_for_is_not_offered():
    known = samples.known_model()
    most_users = replace(known, question=replace(known.question, intent="max_sequences"))
    most_context = replace(known, question=replace(known.question, intent="max_context"))

    assert list(_menus(most_users)) == ["precision", "context", "gpu"]
    assert list(_menus(most_context)) == ["precision", "users", "gpu"]


def test_the_named_card_is_offered_in_the_usual_numbers():
    texts = _texts(_menus(samples.does_not_fit())["gpu"])

    assert texts[0] == "Usual GPUs"
    assert texts[-4:] == ["1 × H100 80GB", "2 × H100 80GB", "4 × H100 80GB", "8 × H100 80GB"]


def test_several_named_cards_leave_none_chosen():
    known = samples.known_model()
    two = (Cards(samples.H100, 2), Cards(samples.A100, 2))
    answer = replace(known, question=replace(known.question, gpus=two))

    assert _chosen(_menus(answer)["gpu"]) is None


def test_contexts_beyond_the_model_are_not_offered():
    known = samples.known_model()
    short = samples.LLAMA_70B.model_copy(update={"max_position_embeddings": 8192})
    answer = replace(known, scenarios=(replace(known.scenarios[0], model=short),))

    assert _texts(_menus(answer)["context"]) == [
        "2,048 tokens", "4,096 tokens", "8,192 tokens", "32,768 tokens",
    ]  # fmt: skip


def test_menus_speak_the_language_of_the_question():
    menus = _menus(samples.known_model(language="pt"))

    assert menus["users"]["placeholder"]["text"] == "Usuários"
    assert _texts(menus["users"])[:2] == ["1 usuário", "2 usuários"]
    assert "32.768 tokens" in _texts(menus["context"])


def test_the_block_of_the_menus_carries_the_question():
    block = _block(samples.bare_size())

    assert decode(block["block_id"].removeprefix(BLOCK)) == State("how much memory: 70B, 16 bits")


def _of_length(characters: int) -> Answer:
    """A question whose words are so many that it cannot be carried everywhere."""
    bare = samples.bare_size()
    return replace(
        bare,
        question=replace(bare.question, models=(Size("7" * characters, Quantity(7, PARAMETER)),)),
    )


def test_a_question_too_long_for_a_block_id_keeps_its_buttons():
    assert _block(_of_length(250)) is None
    assert _button_ids(_of_length(250)) == ["less", "explain", "change", "copy", "share_details"]


def test_a_question_too_long_for_a_button_has_none():
    assert _button_ids(_of_length(1000)) == []


@pytest.mark.parametrize(
    ("answer", "ids"),
    [
        pytest.param(
            samples.known_model(),
            ["less", "explain", "change", "copy", "kv_fp8", "chart", "share_details"],
            id="a known model",
        ),
        pytest.param(
            samples.bare_size(),
            ["less", "explain", "change", "copy", "share_details"],
            id="a bare size",
        ),
        pytest.param(
            samples.compared(), ["less", "explain", "copy", "share_details"], id="a comparison"
        ),
    ],
)
def test_buttons_are_those_that_make_sense(answer, ids):
    assert _button_ids(answer) == ids


def test_a_narrow_cache_can_be_widened_again():
    known = samples.known_model()
    scenarios = (replace(known.scenarios[0], kv_precision=samples.FP8),)
    narrow = replace(known, scenarios=scenarios)

    assert "kv_16" in _button_ids(narrow)
    assert "kv_fp8" not in _button_ids(narrow)


@pytest.mark.parametrize(
    ("question", "is_a_way"),
    [
        ("does llama 3.1 70b fp8 32k for 10 users fit on 2xH100?", True),
        ("does llama 3.1 70b fp8 32k for 16 users fit on 2xH100?", False),  # 13 would
        ("how many users fit with llama 3.1 70b bf16 8k on one H100?", False),
    ],
)
def test_after_a_no_the_cache_has_a_button_only_where_it_makes_it_a_yes(question, is_a_way):
    no = ask(question)

    buttons = [
        element["text"]["text"]
        for block in answer_view(no, surface="ephemeral").blocks
        if block["type"] == "actions"
        for element in block["elements"]
        if element["type"] == "button"
    ]

    assert not {"kv_fp8", "kv_16"} & set(_button_ids(no))
    assert ("KV cache in FP8" in buttons) == is_a_way


def test_the_names_in_the_menus_are_those_of_the_tables():
    catalog = load_catalog()

    assert {id: catalog.precisions[id].name for id in PRECISIONS} == PRECISIONS
    assert {id: catalog.precisions[id].name for id in KV_PRECISIONS} == KV_PRECISIONS
    assert all(catalog.precisions[id].for_weights for id in PRECISIONS)
    assert all(catalog.precisions[id].for_kv_cache for id in KV_PRECISIONS)
    assert {id: catalog.gpus[id].name for id in USUAL_CARDS} == GPUS


def test_the_thumbs_have_words():
    block = answer_view(samples.bare_size(), surface="thread").blocks[-1]

    [thumbs] = block["elements"]
    assert block["type"] == "context_actions"
    assert thumbs["positive_button"]["accessibility_label"] == "This answer was useful"
    assert thumbs["negative_button"]["accessibility_label"] == "This answer was not useful"
