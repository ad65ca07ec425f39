"""Help and apology, whole."""

import pytest

from bot.conversation.state import decode
from bot.views.apology import apology_view
from bot.views.help import EXAMPLES, help_view
from tests.bot.views.opinions import refused


def test_help_in_english():
    assert help_view("en").text == (
        "Ask how much GPU memory a language model needs, and how many GPUs. Say a size or a model, "
        "and whatever else you know: precision, context, users, GPU.\n"
        "For example:\n"
        "• 70B at 16 bits?\n"
        "• llama 3.1 70b fp8 32k context 16 users on H100?\n"
        "• does llama 3.1 8b bf16 fit on one RTX 4090?\n"
        "• how many users fit with llama 3.1 8b bf16 8k on one L40S?\n"
        "• llama 3.1 8b 16 bits vs 4 bits\n"
        "More: /gpumem gpus, /gpumem models llama, /gpumem formulas, /gpumem about."
    )


def test_help_in_portuguese():
    assert help_view("pt").text == (
        "Pergunte quanta memória de GPU um modelo de linguagem precisa, e quantas GPUs. Diga um "
        "tamanho ou um modelo, e o mais que souber: precisão, contexto, usuários, GPU.\n"
        "Por exemplo:\n"
        "• 70B em 16 bits?\n"
        "• llama 3.1 70b fp8 com 32k de contexto e 16 usuários em H100?\n"
        "• cabe um 13B em 8 bits numa 4090?\n"
        "• quantas H100 para o llama 3.1 70b em 8 bits?\n"
        "• comparar 16 bits e 8 bits para 13B\n"
        "Mais: /gpumem gpus, /gpumem models llama, /gpumem formulas, /gpumem about."
    )


@pytest.mark.parametrize("language", ["en", "pt", "fr"])
def test_slack_takes_help_and_apology(language):
    assert refused(help_view(language)) == []
    assert refused(apology_view("K7Q2-91", language)) == []


@pytest.mark.parametrize("language", ["en", "pt"])
def test_every_example_is_a_button_that_asks_it(language):
    [block] = [block for block in help_view(language).blocks if block["type"] == "actions"]

    asked = [decode(button["value"]).question for button in block["elements"]]
    assert asked == list(EXAMPLES[language])


def test_the_apology_gives_an_id_and_no_details():
    assert apology_view("K7Q2-91", "en").text == (
        "Something went wrong on my side, and it is logged. If you report it, quote K7Q2-91."
    )
    assert apology_view("K7Q2-91", "pt").text == (
        "Algo deu errado do meu lado e ficou registrado. Se for relatar, cite K7Q2-91."
    )
