"""Words that are no question, and questions that look like them."""

import pytest

from bot.conversation.subcommands import subcommand
from core.catalog.load import load_catalog
from tests.bot.views.opinions import refused

CATALOG = load_catalog()


def _lines(text, language="en"):
    return subcommand(text, CATALOG, language).text.split("\n")


def test_gpus_shows_the_usual_cards():
    lines = _lines("gpus")

    assert lines[0] == f"12 of {len(CATALOG.gpus)} cards"
    assert "H100 80GB: 79.65 GiB" in lines
    assert "A100 80GB: 80.00 GiB" in lines


def test_gpus_with_a_name_shows_those():
    assert _lines("gpus h100 nvl")[1:-1] == ["H100 NVL 94GB: 93.58 GiB"]


def test_models_with_a_name_shows_those():
    assert "Llama 3.1 70B: 70.55B" in _lines("models llama 3.1")


def test_models_alone_shows_the_families():
    lines = _lines("modelos", "pt")

    families = len({model.family for model in CATALOG.models.values()})
    assert lines[0] == f"{len(CATALOG.models)} modelos de {families} famílias"
    assert lines[-1] == "Veja os modelos de uma: /gpumem models llama."


def test_formulas_begins_with_the_rule_of_thumb():
    assert _lines("formulas")[0] == "Rule of thumb: M = (P × 4 bytes) / (32 / Q) × 1.2"


def test_about_says_how_old_the_tables_are():
    rows = (*CATALOG.models.values(), *CATALOG.gpus.values())
    newest = max(row.checked for row in rows)

    assert f"Tables last checked on {newest}." in _lines("about")


@pytest.mark.parametrize(
    "text",
    ["", "70B at 16 bits?", "gpus for llama 70b?", "models that fit an H100", "formulas of 70b",
     "about 70b parameters in 8 bits", "gpus " + "x" * 5000],
)  # fmt: skip
def test_a_question_is_no_subcommand(text):
    assert subcommand(text, CATALOG, "en") is None


@pytest.mark.parametrize("language", ["en", "pt"])
@pytest.mark.parametrize(
    "text",
    ["gpus", "gpus a", "gpus nvidia", "models", "models a", "models 8b", "formulas", "about"],
)
def test_slack_takes_every_reply(text, language):
    assert refused(subcommand(text, CATALOG, language)) == []
