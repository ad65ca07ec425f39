"""A core for tests of the frame: answers by itself, so that a failure here is the frame's."""

from bot.conversation.asking import Core
from core.asked.question import Language, Question
from core.catalog.load import load_catalog
from core.errors import QuestionError
from core.planning.result import Answer, Verdict
from core.question.read_text import ReadText, read_text


def read(text: str) -> Question:
    """Everything is a question but nothing (help), `nosuch` (a problem), `unreadable` (a bug)."""
    if "unreadable" in text:
        raise RuntimeError(f"cannot read {text!r}")
    if not text or text == "help":
        raise QuestionError("help", "Ask me how much memory a model needs.")
    if "nosuch" in text:
        start = text.index("nosuch")
        raise QuestionError(
            "unknown_model",
            "I know no model 'nosuch'.",
            hint="Did you mean Llama 3.1 8B?",
            span=(start, start + len("nosuch")),
            suggestions=("llama 3.1 8b in bf16",),
        )
    return Question(text)


def answer(question: Question) -> Answer:
    """Says the question back; `crash` breaks."""
    if "crash" in question.text:
        raise KeyError(f"no row for {question.text!r}, token xoxb-1-secret")
    verdict = Verdict(None, None, f"You asked: {question.text}")
    return Answer(question, (), (), None, (), (), verdict)


def _seen(text: str, otherwise: Language) -> ReadText:
    return read_text(text, otherwise=otherwise)


def core() -> Core:
    return Core(_seen, lambda seen, _: read(seen.asked), answer, load_catalog())
