"""A menu changes one thing of the question and nothing else; what it does not offer is refused."""

from dataclasses import replace

import pytest

from bot.conversation.refining import refined
from bot.conversation.state import StateError
from core.asked.question import Cards, Question, Size
from core.catalog.load import load_catalog
from core.units import BILLION, DIMENSIONLESS, SEQUENCE, TOKEN_PER_SEQUENCE, Quantity

CATALOG = load_catalog()
H100 = CATALOG.gpus["h100-sxm5-80gb"]
QUESTION = Question(
    "70b", models=(Size("70B", Quantity(70, BILLION)),), overhead=Quantity(1.3, DIMENSIONLESS)
)


@pytest.mark.parametrize(
    ("action", "value", "field", "changed"),
    [
        ("precision", "awq", "precisions", (CATALOG.precisions["awq"],)),
        ("context", "32768", "context_length", Quantity(32768, TOKEN_PER_SEQUENCE)),
        ("users", "16", "sequences", Quantity(16, SEQUENCE)),
        ("kv_fp8", "", "kv_precision", CATALOG.precisions["fp8"]),
        ("kv_16", "", "kv_precision", CATALOG.precisions["bf16"]),
        ("gpu", "h100-sxm5-80gb", "gpus", (Cards(H100),)),
    ],
)
def test_one_thing_changes(action, value, field, changed):
    assert refined(QUESTION, action, value, CATALOG) == replace(QUESTION, **{field: changed})


def test_so_many_cards_ask_whether_it_fits():
    changed = refined(QUESTION, "gpu", "h100-sxm5-80gb:2", CATALOG)

    assert changed == replace(QUESTION, gpus=(Cards(H100, 2),), intent="fit")


def test_no_card_in_particular_asks_how_many():
    fit = replace(QUESTION, gpus=(Cards(H100, 2),), intent="fit")

    assert refined(fit, "gpu", "any", CATALOG) == QUESTION


def test_the_most_users_on_other_cards_is_still_the_most_users():
    most = replace(QUESTION, intent="max_sequences")

    assert refined(most, "gpu", "h100-sxm5-80gb:2", CATALOG).intent == "max_sequences"


def test_a_card_known_by_its_size_alone_can_be_counted():
    nameless = H100.model_copy(update={"id": "24gb", "name": "24 GB card"})
    question = replace(QUESTION, gpus=(Cards(nameless, 1),))

    assert refined(question, "gpu", "24gb:4", CATALOG).gpus == (Cards(nameless, 4),)


@pytest.mark.parametrize(
    ("action", "value"),
    [
        ("precision", "fp7"),
        ("precision", ""),
        ("context", "0"),
        ("context", "-1"),
        ("context", "9" * 11),
        ("context", "٣"),
        ("context", "1e9"),
        ("users", "many"),
        ("gpu", "h9000"),
        ("gpu", "h100-sxm5-80gb:0"),
        ("gpu", "h100-sxm5-80gb:9999999"),
        ("delete", "everything"),
    ],
)
def test_what_no_menu_offers_is_refused(action, value):
    with pytest.raises(StateError):
        refined(QUESTION, action, value, CATALOG)
