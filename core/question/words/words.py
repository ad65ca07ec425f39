"""
What a language must say so that questions in it are understood.

The grammar (sizes, cards, lengths, ...) is one for all languages: its patterns are built from the
words below, of every language at once, because people mix them ("cabe um 13B em 8 bits?"). A
third language is one more file beside english.py, and its name in languages.py.

Words are written folded: lower case, no accents. Fields that end up in a pattern are parts of
regular expressions without groups.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from core.asked.question import Language
from core.question.words.asking import Asking


def words_of(text: str) -> frozenset[str]:
    """
    A list of words as it is written in a language's file.

    >>> sorted(words_of("fits fit"))
    ['fit', 'fits']
    """
    return frozenset(text.split())


def in_order(text: str) -> list[str]:
    """The same where the order counts: number words from zero up, "-" for none."""
    return text.split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language."""

    code: Language
    asking: Asking
    marks: frozenset[str]  # words that tell this language from the others
    filler: frozenset[str]  # words that change nothing
    help: frozenset[str]  # a text of these alone asks for help

    # numbers
    numbers: Mapping[str, int]  # two, thirty, hundred; not the articles
    joiner: str  # "one hundred AND twenty"
    one: str  # a, one, single
    some: Mapping[str, int]  # a pair of, dual
    half: str  # "half a billion"
    shares: Mapping[str, float]  # of a card: "a quarter of"
    thousand: str
    million: str
    billion: str
    trillion: str

    # things
    parameters: str
    active: str  # of the parameters of a mixture of experts
    bits: str
    bits_per_weight: str
    bytes_per_weight: str
    tokens: str
    context: str
    full_context: str  # as much as the model was made for
    shared_prefix: str
    input: str
    output: str
    users: str
    heads: str  # people who need not all ask at the same time
    requests: str  # what has a length of its own
    concurrent: str
    batch: str
    team: str
    each: str  # "8k each", "per user"
    per_time: str  # a rate is not a load
    memory: str  # of a card
    ram: str  # of the computer, which does not count
    cards: str
    node: str
    my: str
    on: str
    overhead: str
    without: str
    factor: str
    list_words: str  # between the things of a list
    versus: str  # says that a list is a comparison
    quantised_to: str

    # what is asked
    follow_up: str  # opens a question that changes the one before, whatever follows
    follow_up_alone: str  # the same where little more is said: "for qwen3 32b?"

    # tasks
    serve: str
    train: str
    pretrain: str
    checkpointing: str

    # names of number formats that no table has
    precisions: Mapping[str, str]  # said -> id of the row
