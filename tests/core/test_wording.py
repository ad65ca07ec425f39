"""The sentences: the same keys and braces in every language, and numbers written its way."""

import re
import tomllib
from importlib.resources import files

import pytest

from core.units import BYTE, GB, Quantity
from core.wording.amounts import both_units, gib, number
from core.wording.say import say
from tests.sizes import GIB

FOLDERS = {language: files("core.wording") / language for language in ("en", "pt")}
FILES = sorted(file.name for file in FOLDERS["en"].iterdir())


def sentences(language: str, name: str) -> dict[str, str]:
    rows = tomllib.loads((FOLDERS[language] / name).read_text("utf-8"))
    return {
        f"{section}.{key}": text for section, group in rows.items() for key, text in group.items()
    }


def test_portuguese_has_the_files_of_english():
    assert sorted(file.name for file in FOLDERS["pt"].iterdir()) == FILES


@pytest.mark.parametrize("name", FILES)
def test_portuguese_has_the_keys_and_braces_of_english(name):
    braces = {
        language: {
            key: sorted(re.findall(r"\{(\w+)\}", text))
            for key, text in sentences(language, name).items()
        }
        for language in FOLDERS
    }

    assert braces["pt"] == braces["en"]


def test_no_section_stands_in_two_files():
    sections = [
        section
        for name in FILES
        for section in {key.split(".")[0] for key in sentences("en", name)}
    ]

    assert len(sections) == len(set(sections))


def test_numbers_are_grouped_as_the_language_does():
    assert (number("en", 1234567.5, 1), number("pt", 1234567.5, 1)) == (
        "1,234,567.5",
        "1.234.567,5",
    )


def test_an_amount_is_shown_in_both_units():
    assert both_units("en", Quantity(168, GB)) == "168.0 GB (156.5 GiB)"
    assert both_units("pt", Quantity(168, GB)) == "168,0 GB (156,5 GiB)"


def test_gib_is_two_to_the_thirty():
    assert gib("en", Quantity(80 * GIB, BYTE)) == "80.0 GiB"


def test_error_when_a_sentence_is_missing():
    with pytest.raises(KeyError):
        say("en", "assumed.nothing_like_it")
