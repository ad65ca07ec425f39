"""
Every phrase of phrases/understood.txt, beforehand.txt, beforehand2.txt and classes.txt; those of
open.txt wait until somebody mends them.
"""

import pytest

from tests.core.question.phrases import missed, phrases
from tests.rows import every

FILES = ("understood.txt", "beforehand.txt", "beforehand2.txt", "classes.txt")
UNDERSTOOD = [phrase for name in FILES for phrase in phrases(name)]


@every(UNDERSTOOD)
def test_a_phrase_is_understood(phrase):
    text, wanted = phrase
    assert missed(text, wanted) == []


@every(phrases("open.txt"))
def test_a_phrase_that_is_understood_is_not_open(phrase):
    text, wanted = phrase
    assert missed(text, wanted), "it is understood: move it to understood.txt"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("llama 3.1 8b fp16", "bits=8"),
        ("llama 3.1 8b fp16", "model=Llama-3.1-70B"),
        ("8b fp16 on 2xH100", "gpu=H100:4"),
        ("8b fp16 32k", "ctx=8192"),
        ("8b fp16", "error=*"),
        ("hello", "params=8e9"),
        ("lora 8b rank 8", "rank=16"),
    ],
)
def test_the_comparison_finds_what_was_missed(text, wanted):
    assert missed(text, wanted)
