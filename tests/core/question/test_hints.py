"""Hints only save time: nothing is understood differently where they are looked for first."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.question.normalise import Text
from core.question.parser import read_text
from core.question.steps import corrections, sizes, subjects
from core.question.words.languages import either, hints_of
from tests.core.question.phrases import FOLDER, phrases

QUESTIONS = Path(__file__).with_name("questions.toml")
TEXTS = [
    *(text for file in sorted(FOLDER.glob("*.txt")) for text, _ in phrases(file.name)),
    *(row["text"] for row in tomllib.loads(QUESTIONS.read_text("utf-8"))["question"]),
]


def test_a_hint_never_hides_what_a_text_may_mean(monkeypatch):
    hidden: list[str] = []

    def each(self: Text, pattern: re.Pattern[str], *hints: str) -> Iterator[re.Match[str]]:
        found = list(pattern.finditer(self.plain))
        if found and hints and not self.has(*hints):
            hidden.append(self.raw)
        return iter(found)

    with monkeypatch.context() as without_hints:
        without_hints.setattr(Text, "each", each)
        read = {text: read_text(text).knots for text in TEXTS}

    assert len(read) > 500
    assert [text for text in hidden if text in read and read_text(text).knots != read[text]] == []


# Lists of hints that are shorter than what could be made of the field.
@pytest.mark.parametrize(
    ("field", "hints", "around"),
    [("asking.topics", subjects.DISMISSING_HINTS, "{}"),
     ("asking.not_this", corrections.HINTS_NOT, "{} "),
     ("asking.rather", corrections.HINTS_RATHER, " {} "),
     ("billion", sizes.ILLION_HINTS, " {}"), ("million", sizes.ILLION_HINTS, "-{}"),
     ("trillion", sizes.ILLION_HINTS, " {}")],
)  # fmt: skip
def test_every_word_has_one_of_the_hints(field, hints, around):
    @given(st.from_regex(re.compile(either(field), re.ASCII), fullmatch=True))
    def check(word):
        assert any(hint in around.format(word) for hint in hints)

    check()


# Short words of a field have hints of their own beside those that are made of it.
@pytest.mark.parametrize(
    ("field", "short"),
    [("users", ()), ("batch", ("bs",)), ("team", ()), ("context", ()), ("tokens", ("tk",)),
     ("input", ()), ("output", ()), ("half", ()), ("cards", ())],
)  # fmt: skip
def test_every_word_of_a_field_has_a_hint(field, short):
    @given(st.from_regex(re.compile(either(field), re.ASCII), fullmatch=True))
    def check(word):
        assert any(hint in word for hint in (*hints_of(either(field)), *short))

    check()
