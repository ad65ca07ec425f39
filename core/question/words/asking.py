"""What a language must say so that it is understood what is asked; parts of regular expressions."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.asked.question import Subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """
    The words of one language.

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
    topics: str  # what may be said not to matter
    dismissing: str
    dismissed: str

    fit: tuple[str, ...]
    amount: tuple[str, ...]  # how much, how many, which card: not whether it fits
    most_context: tuple[str, ...]
    most_users: tuple[str, ...]
    largest_model: tuple[str, ...]
