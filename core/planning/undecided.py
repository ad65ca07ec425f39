"""Where a number may mean two things that need different memory, the asker is asked which."""

from collections.abc import Callable
from contextlib import suppress

from core.asked.question import Doubt, Question
from core.errors import QuestionError
from core.planning.result import Answer
from core.units import BYTE
from core.wording.say import say

MATTERS = 0.1  # of the total


def ask_where_it_matters(
    question: Question, found: Answer, answered: Callable[[Question], Answer]
) -> None:
    """QuestionError with a suggestion for each reading, if they differ by more than a tenth."""
    for doubt in question.doubts:
        if doubt.asks and _differ(found, doubt, answered):
            raise _which(question, doubt)


def _differ(found: Answer, doubt: Doubt, answered: Callable[[Question], Answer]) -> bool:
    with suppress(QuestionError):
        one, other = _total(found), _total(answered(doubt.question))
        return abs(one - other) > MATTERS * min(one, other)
    return False


def _total(answer: Answer) -> float:
    """Bytes of the largest estimate; 0 where nothing was estimated."""
    return max((estimate.total.m_as(BYTE) for estimate in answer.estimates), default=0)


def _which(question: Question, doubt: Doubt) -> QuestionError:
    language = question.language
    role, other = (say(language, f"role.{name or 'none'}") for name in (doubt.role, doubt.other))
    return QuestionError(
        "conflict",
        say(language, "problem.unclear", typed=doubt.typed, role=role, other=other),
        hint=say(language, "hint.unclear"),
        span=doubt.span,
        suggestions=(doubt.plain, doubt.text),
    )
