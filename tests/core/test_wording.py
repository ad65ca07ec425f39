"""The sentences: the same keys and braces in every language, and numbers written its way."""

import re
import tomllib
from importlib.resources import files

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.units import BYTE, GB, Quantity
from core.units import GIB as GIB_UNIT
from core.wording.amounts import both_units, figure_of_some, gib, gib_apart, number
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


sizes = st.integers(0, 10**13)


@given(sizes, sizes)
@example(24_910_000_000, 24_910_000_001)
def test_two_amounts_that_differ_do_not_read_alike(one, other):
    first, second = gib_apart("en", Quantity(one, BYTE), Quantity(other, BYTE))

    assert (first == second) == (one == other)


def test_amounts_far_apart_have_one_decimal():
    assert gib_apart("pt", Quantity(80, GIB_UNIT), Quantity(24, GIB_UNIT)) == (
        "80,0 GiB",
        "24,0 GiB",
    )


@given(st.integers(1, 10**13))
def test_what_is_left_or_missing_is_never_nothing(size):
    assert float(figure_of_some("en", Quantity(size, BYTE)).replace(",", "")) > 0


def test_error_when_a_sentence_is_missing():
    with pytest.raises(KeyError):
        say("en", "assumed.nothing_like_it")
