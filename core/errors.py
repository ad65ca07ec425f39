"""
What can go wrong.

    GpumemError
    ├── QuestionError       the asker can mend it; `code` is part of the JSON contract
    │     help              not a question of ours, or no text
    │     need_model        neither a size nor a model
    │     unknown_model     a name we do not know
    │     unknown_gpu       a card we do not know
    │     bad_value         a number outside its range
    │     conflict          two things that cannot both be meant
    └── CatalogError        we must mend it: a row of our tables is wrong, found when it is loaded
"""

from typing import Literal

ErrorCode = Literal["help", "need_model", "unknown_model", "unknown_gpu", "bad_value", "conflict"]


class GpumemError(Exception):
    """The root, so that one `except` separates our errors from accidents."""


class QuestionError(GpumemError):
    """
    The question cannot be answered as it was asked.

    *message* says what, *hint* how to mend it, both full sentences in the asker's language;
    *span* is where, as [start, end) in the text as it was given; *suggestions* are up to three
    questions that can be answered.
    """

    def __init__(
        self,
        code: ErrorCode,
        message: str,
        *,
        hint: str = "",
        span: tuple[int, int] | None = None,
        suggestions: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.code: ErrorCode = code
        self.message = message
        self.hint = hint
        self.span = span
        self.suggestions = suggestions
        # of a question that lacks its model alone, what was understood: a `Question` with cards
        self.understood: object | None = None
        self.family: str | None = None  # whose size is missing, or does not exist
        self.leans = False  # it is about the question before: "half of that"
        self.is_courtesy = False  # "thanks!": nothing was asked, and no help is wanted


class CatalogError(GpumemError):
    """A row of our tables, or a config.json, is wrong; the message names the row and the key."""
