"""Every phrase of the tests, restated, is the same question: no button asks for less."""

from contextlib import suppress

from core.asked.question import Question
from core.errors import QuestionError
from core.question.parser import parse
from core.question.restate import restate
from tests.core.question.phrases import phrases
from tests.core.question.said import said_by
from tests.core.question.test_questions import ROWS
from tests.core.question.test_threads import TURNS, plain
from tests.rows import every

FILES = ("understood.txt", "beforehand.txt", "beforehand2.txt", "classes.txt", "open.txt")


def understood() -> list[Question]:
    """What has an answer, and with it buttons; turns of conversations after one another."""
    texts = [text for name in FILES for text, _ in phrases(name)] + [row["text"] for row in ROWS]
    found = [parsed(text, None) for text in texts]
    found += [parsed(plain(said), previous) for said, _, previous in TURNS]
    return [one for one in found if one and (one.models or one.intent == "max_model")]


def parsed(text: str, previous: Question | None) -> Question | None:
    with suppress(QuestionError):
        return parse(text, previous)
    return None


@every(understood)
def test_every_phrase_can_be_restated(question):
    assert said_by(parse(restate(question))) == said_by(question)
