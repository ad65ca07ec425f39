"""Conversations: what each turn means after those before it."""

from collections.abc import Iterator

from core.asked.question import Question
from core.errors import QuestionError
from core.question.parser import parse
from tests.core.question.phrases import FOLDER, missed, split
from tests.rows import every

FILES = ("threads.txt", "threads2.txt", "classes_of_turns.txt")
OPEN = "~ "
NONE = {
    "model": "models", "params": "models", "gpu": "gpus", "gpumem": "gpus", "bits": "precisions",
    "prec": "precisions", "kvbits": "kv_precision", "ctx": "context_length", "conc": "sequences",
    "component": "component", "family": "family", "seq": "training.sequence_tokens",
    "batch": "training.batch", "rank": "training.lora_rank", "train": "training",
}  # fmt: skip


def turns() -> Iterator[tuple[str, str, Question | None]]:
    """Each turn with the question before it; one that is not understood leaves it as it was."""
    text = "\n\n".join((FOLDER / name).read_text("utf-8") for name in FILES)
    for conversation in text.split("\n\n"):
        previous: Question | None = None
        for line in conversation.splitlines():
            if line.startswith("#") or not line.strip():
                continue
            said, wanted = split(line)
            yield said, wanted, previous
            try:
                previous = parse(plain(said), previous)
            except QuestionError as error:  # cards without a model are kept, as in the bot
                understood = error.understood
                previous = understood if isinstance(understood, Question) else previous


def plain(said: str) -> str:
    return said.removeprefix(OPEN).replace("\\n", "\n")


def wrong(said: str, wanted: str, previous: Question | None) -> list[str]:
    """What is not as it was expected."""
    want = dict(part.strip().split("=", 1) for part in wanted.split(";"))
    text = plain(said)
    if want.pop("silent", None):
        try:
            question = parse(text, previous)
        except QuestionError as error:
            return [] if error.code == "help" else [f"error {error.code}"]
        return [f"understood as {question}"]
    if want.pop("asks", None) and _asks(text, previous):
        return []
    absent = [key.strip() for key in want.pop("none", "").split(",") if key.strip()]
    known = "; ".join(f"{key}={value}" for key, value in want.items())
    found = missed(text, known, previous) if known else []
    if found or not absent or "error" in want:
        return found
    question = parse(text, previous)
    return [key for key in absent if key in NONE and _has(question, NONE[key])]


def _has(question: Question, name: str) -> bool:
    """ "training.batch" is a field of the run, where there is one."""
    run, _, field = name.partition(".")
    found = getattr(question, run)
    return bool(getattr(found, field, None) if field else found)


def _asks(text: str, previous: Question | None) -> bool:
    """Whether the asker is asked back, or told of the other reading."""
    try:
        return bool(parse(text, previous).doubts)
    except QuestionError:
        return True


TURNS = list(turns())


@every(turn for turn in TURNS if not turn[0].startswith(OPEN))
def test_a_turn_is_understood(turn):
    assert wrong(*turn) == []


@every(turn for turn in TURNS if turn[0].startswith(OPEN))
def test_a_turn_that_is_understood_is_not_open(turn):
    assert wrong(*turn), "it is understood: take its ~ away"
