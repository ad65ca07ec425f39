"""Help and apology, whole."""

import pytest

from bot.conversation.state import decode
from bot.i18n import t
from bot.views.about import about_view
from bot.views.apology import apology_view
from bot.views.help import EXAMPLES, help_view
from bot.views.home import home_view
from core.answer import answer
from core.catalog.load import load_catalog
from tests.bot.views.opinions import refused

CATALOG = load_catalog()
CHECKED = max(row.checked for row in CATALOG.models.values())
MOST_LINES = 10


def test_help_in_english():
    assert help_view("en", CATALOG).text == (
        "Ask how much GPU memory a language model needs, and how many GPUs. Say a size or a model, "
        "and whatever else you know: precision, context, users, GPU.\n"
        "I answer: does it fit, how many GPUs, how many users, the longest context, which format, "
        "the largest model for a card; fine-tuning in full, with LoRA or QLoRA; what it costs to "
        "rent, and how fast it can be at most.\n"
        "I do not answer: which model is better, how long a whole training run takes, RAM, disk "
        "and power; image and video models.\n"
        "For example:\n"
        "• 70B at 16 bits?\n"
        "• llama 3.1 70b fp8 32k context 16 users on H100?\n"
        "• does llama 3.1 8b bf16 fit on one RTX 4090?\n"
        "• how many users fit with llama 3.1 8b bf16 8k on one L40S?\n"
        "• llama 3.1 8b 16 bits vs 4 bits\n"
        "More: /gpumem gpus, /gpumem models llama, /gpumem formulas, /gpumem about. "
        f"Tables last checked on {CHECKED}."
    )


def test_help_in_portuguese():
    assert help_view("pt", CATALOG).text == (
        "Pergunte quanta memória de GPU um modelo de linguagem precisa, e quantas GPUs. Diga um "
        "tamanho ou um modelo, e o mais que souber: precisão, contexto, usuários, GPU.\n"
        "Respondo: se cabe, quantas GPUs, quantos usuários, o maior contexto, qual formato, o "
        "maior modelo para uma placa; ajuste fino completo, com LoRA ou QLoRA; quanto custa alugar "
        "e quão rápido pode ser no máximo.\n"
        "Não respondo: qual modelo é melhor, quanto dura um treino inteiro, RAM, disco e consumo; "
        "modelos de imagem e de vídeo.\n"
        "Por exemplo:\n"
        "• 70B em 16 bits?\n"
        "• llama 3.1 70b fp8 com 32k de contexto e 16 usuários em H100?\n"
        "• cabe um 13B em 8 bits numa 4090?\n"
        "• quantas H100 para o llama 3.1 70b em 8 bits?\n"
        "• comparar 16 bits e 8 bits para 13B\n"
        "Mais: /gpumem gpus, /gpumem models llama, /gpumem formulas, /gpumem about. "
        f"Tabelas conferidas pela última vez em {CHECKED}."
    )


@pytest.mark.parametrize("language", ["en", "pt"])
def test_help_home_and_about_have_ten_lines_buttons_and_the_day_of_the_tables(language):
    home = home_view(language, CATALOG)["blocks"]
    about, asked = about_view(CATALOG, language), help_view(language, CATALOG)

    for lines, blocks in (
        (list(_lines(home)), home),
        (about.text.splitlines(), about.blocks),
        (asked.text.splitlines(), asked.blocks),
    ):
        assert len(lines) <= MOST_LINES
        assert sum(CHECKED in one for one in lines) == 1
        assert sum(t(language, "help.answers_not") in one for one in lines) == 1
        assert any(block["type"] == "actions" for block in blocks)
    assert refused(about) == []


def _lines(blocks):
    """What is to be read of a view, beside its buttons."""
    for block in blocks:
        if block["type"] == "header":
            yield block["text"]["text"]
        elif block["type"] in ("rich_text", "context"):
            first = block["elements"][0]
            yield first.get("text") or first["elements"][0]["text"]


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("how fast is llama 3.1 8b on one L4?", True),
        ("what does llama 3.1 8b on one L4 cost?", True),
        ("which format of llama 3.1 70b fits on 2x 4090?", True),
        ("biggest model for an 80GB card", True),
        ("is llama 3.1 8b any good at coding? on one L4", False),
        ("how much system RAM for llama 3.1 8b on one L4?", False),
        ("power draw of llama 3.1 8b on one L4?", False),
    ],
)
def test_what_help_says_of_answers_is_so(question, answered):
    assert ("is not something I answer" in answer(question).verdict.summary) != answered


@pytest.mark.parametrize("language", ["en", "pt", "fr"])
def test_slack_takes_help_and_apology(language):
    assert refused(help_view(language, CATALOG)) == []
    assert refused(apology_view("K7Q2-91", language)) == []


@pytest.mark.parametrize("language", ["en", "pt"])
def test_every_example_is_a_button_that_asks_it(language):
    [block] = [block for block in help_view(language, CATALOG).blocks if block["type"] == "actions"]

    *examples, calculator = block["elements"]
    assert calculator["action_id"] == "calculator"
    asked = [decode(button["value"]).question for button in examples]
    assert asked == list(EXAMPLES[language])


def test_the_apology_gives_an_id_and_no_details():
    assert apology_view("K7Q2-91", "en").text == (
        "Something went wrong on my side, and it is logged. If you report it, quote K7Q2-91."
    )
    assert apology_view("K7Q2-91", "pt").text == (
        "Algo deu errado do meu lado e ficou registrado. Se for relatar, cite K7Q2-91."
    )
