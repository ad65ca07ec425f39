"""What a language must say so that it is understood what is asked; parts of regular expressions."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.asked.question import ComponentName, Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """
    The words of one language. In a text that is searched for them names stand as signs: a card is
    \\1, a model \\2, a family \\3, a number format \\4 (see `steps/outline.py`).

    *subjects* ask about what we do not answer. *dismissing* stands before a topic that is only
    mentioned ("I don't care about ..."), *dismissed* after it ("... is not important").
    """

    subjects: Mapping[Subject, tuple[str, ...]]
    how_long: str  # "how long does it take"
    per_second: str  # tokens per second
    reaching: str  # "will I GET 20 tokens per second"
    question_of_number: str  # "IS 64 GB of RAM enough": the number is asked about, not told
    ram: str  # of the computer, in so many words
    disk: str
    not_this: str  # before what is taken back: "NOT 70b"
    said_before: str  # "I SAID 3 GPUs, it's 2"
    rather: str  # between that and what is meant: "70b, NO WAIT, 8b"
    gone: str  # of cards: "one of them DIED"
    topics: str  # what may be said not to matter
    dismissing: str
    dismissed: str

    fit: tuple[str, ...]
    may_fit: str  # words of a yes or no, where no amount is asked for
    amount: tuple[str, ...]  # how much, how many, which card: not whether it fits
    difference: tuple[str, ...]  # what something costs beside the rest, or how far two lie apart
    most_context: tuple[str, ...]
    most_users: tuple[str, ...]
    largest_model: tuple[str, ...]
    largest: str  # of a family: "the BIGGEST qwen3"
    which_of_family: str  # "WHICH SIZE OF llama 3"
    count: str  # how many cards; "{cards}" stands for a card by any name
    formats: tuple[str, ...]  # which number format
    parts: Mapping[ComponentName, str]
    only: str  # before a part: "ONLY THE kv cache"
    alone: str  # after it: "the kv cache ALONE"
    amount_of: str  # before it: "HOW BIG IS THE kv cache"
    per_gpu: tuple[str, ...]  # the figure of one card; "{cards}" as above
