"""What of a question changes its answer, for tests that compare two."""

from dataclasses import replace

from core.asked.question import Question


def said_by(question: Question) -> Question:
    """
    Without its text, what was noted on the way, and what is told once and not again at every
    click: what we do not answer, and the figures of output that was pasted.
    """
    return replace(
        question,
        text="",
        assumed=(),
        unused=(),
        doubts=(),
        reported=(),
        not_answered=(),
        compare=tuple(said_by(one) for one in question.compare),
    )
