"""The tables of the two languages say the same things, and every sentence is used."""

import re
import string
from pathlib import Path

import pytest

from bot.i18n.texts import t
from core.wording.sentences import table
from tests.rows import every

ENGLISH, PORTUGUESE = table("bot.i18n", "en"), table("bot.i18n", "pt")
SOURCES = "\n".join(path.read_text("utf-8") for path in sorted(Path("bot").rglob("*.py")))


def _braces(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_both_languages_have_the_same_sentences():
    assert list(PORTUGUESE) == list(ENGLISH)


@every(ENGLISH)
def test_a_sentence_is_filled_with_the_same_values_in_both_languages(key):
    assert _braces(PORTUGUESE[key]) == _braces(ENGLISH[key])


@pytest.mark.parametrize("language", ["en", "pt"])
def test_no_sentence_is_empty_or_shouts(language):
    wrong = [
        key for key, said in table("bot.i18n", language).items() if not said.strip() or "!" in said
    ]

    assert wrong == []


@every(ENGLISH)
def test_every_sentence_is_used(key):
    """By its whole key, or by its section where the rest is put together: `f"part.{name}"`."""
    section = key.split(".")[0]
    whole = f'"{key}"' in SOURCES
    by_section = re.search(rf'f"{section}\.\{{', SOURCES) is not None

    assert whole or by_section


def test_an_unknown_language_reads_english():
    assert t("fr", "part.weights") == "Weights"
