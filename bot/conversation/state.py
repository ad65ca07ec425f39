"""
What a button or a form remembers: the question, written so that it can be asked again.

It travels inside our own messages, so that any replica can answer a click after any restart. Slack
signs what it sends back, but an old message may carry an old form, and whatever is decoded here
only ever becomes a question's text: nothing is trusted.

    [1, "en", "llama 3.1 70b fp8 32k context", "llama 3.1 70b bf16 32k context"]
     |   |     the question                     the one before, where it was refined
     |   language of the asker
     version

    [2, "en", "how much memory: 70B, 16 bits", "", "will a 70B fit our box?"]
     with the asker's own words, for whom it is shared with
"""

import json
from dataclasses import dataclass
from typing import Any, get_args

from core.asked.question import Language

VERSION, WITH_WORDS = 1, 2
EVENT_TYPE = "gpumem_answer"  # of the metadata that carries the question
BUTTON = 2000  # what Slack lets a button carry
BLOCK_ID = 255
MAX_QUESTION = 900  # two of them, escaped, still fit a button in the usual case


class StateError(Exception):
    """
    What came back cannot be read; *old* where another version of us wrote it.

    *language* is that of the asker as far as it can still be made out.
    """

    def __init__(self, message: str, *, old: bool = False, language: Language = "en") -> None:
        super().__init__(message)
        self.old = old
        self.language: Language = language


@dataclass(frozen=True, slots=True)
class State:
    """
    *before* is the question of the answer that this one replaced, for the difference; *words* is
    what the asker wrote, as long as nothing of it was changed.
    """

    question: str
    language: Language = "en"
    before: str | None = None
    words: str = ""


def encode(state: State) -> str | None:
    """
    As short text; None where the question is too long to be carried. Words that leave no room, or
    that are the question, are left out.

    >>> encode(State("70b 16 bits"))
    '[1,"en","70b 16 bits"]'
    """
    fields: list[object] = [VERSION, state.language, state.question]
    if state.before is not None and len(state.before) <= MAX_QUESTION:
        fields.append(state.before)
    if len(state.question) > MAX_QUESTION:
        return None
    if state.words and state.words != state.question:
        before = fields[3:] or [""]
        worded = _written([WITH_WORDS, *fields[1:3], *before, state.words[:MAX_QUESTION]])
        if len(worded) <= BUTTON:
            return worded
    text = _written(fields)
    return text if len(text) <= BUTTON else None


def _written(fields: list[object]) -> str:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def metadata(carried: str | None) -> dict[str, object] | None:
    """What `chat.postMessage` stores beside the message, for a follow-up in its thread."""
    return {"event_type": EVENT_TYPE, "event_payload": {"state": carried}} if carried else None


def decode(text: str | None) -> State:
    """
    The state that *text* carries, or StateError: anything that `encode` would not write is refused.

    >>> decode('[1,"en","70b 16 bits"]')
    State(question='70b 16 bits', language='en', before=None, words='')
    """
    fields = read_fields(text, most=BUTTON)
    if fields[0] not in (VERSION, WITH_WORDS):
        language = "pt" if fields[1:2] == ["pt"] else "en"
        raise StateError(f"version {fields[0]}", old=True, language=language)
    wanted = {3, 4} if fields[0] == VERSION else {5}
    if len(fields) not in wanted or not all(isinstance(field, str) for field in fields[1:]):
        raise StateError("not the fields of this version")
    language, question, *more = fields[1:]
    if language not in get_args(Language):
        raise StateError("a language that we do not speak")
    words = more.pop() if fields[0] == WITH_WORDS else ""
    before = [one for one in more if one or fields[0] == VERSION]
    said = (question, *before, words or question)
    if not all(0 < len(one) <= MAX_QUESTION for one in said):
        raise StateError("a question of a length that we do not write")
    if fields[0] == WITH_WORDS and words in ("", question):
        raise StateError("words that we do not write")
    return State(question, language, before[0] if before else None, words)


def read_fields(text: str | None, *, most: int) -> list[Any]:
    """A list of fields, the first of them a version: a whole number. Otherwise StateError."""
    if not text or len(text) > most:
        raise StateError("no state, or too long to be ours")
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise StateError("not written by us") from error
    if not isinstance(fields, list) or not fields or type(fields[0]) is not int:
        raise StateError("not written by us")
    return fields
