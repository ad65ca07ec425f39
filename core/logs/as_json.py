"""A log's answer for programs; the keys are a contract: add, never rename."""

from typing import Any

from core.as_json import answer_as_json
from core.logs.answer import LogAnswer
from core.logs.fact import bytes_of
from core.units import BYTE_PER_GPU, SEQUENCE, TOKEN, Quantity, plain
from core.wording.say import say_note

Json = dict[str, Any]


def log_as_json(found: LogAnswer) -> Json:
    """Amounts are whole bytes, tokens or sequences: `unit` says which, and whether of one GPU."""
    language, log = found.language, found.log
    failure = log.failure
    return {
        "program": log.program,
        "happened": say_note(language, found.happened),
        "failure": {"kind": failure.kind, "line": failure.line, "during": failure.during}
        if failure
        else None,
        "facts": [
            {
                "what": fact.what,
                "value": fact.value if isinstance(fact.value, str) else fact.value.magnitude,
                "unit": "" if isinstance(fact.value, str) else str(fact.value.units),
                "line": fact.line,
                "rank": fact.rank,
            }
            for fact in log.facts
        ],
        "parts": [
            {
                "part": part.what,
                "unit": _unit(part.measured),
                "measured": _number(part.measured),
                "estimate": None if part.ours is None else _number(part.ours),
            }
            for part in found.parts
        ],
        "question": found.asked,
        "unsure": say_note(language, found.unsure) if found.unsure else None,
        "by_the_log": [
            {
                "what": say_note(language, change.what),
                "flag": change.flag,
                "command": change.command or None,
            }
            for change in found.by_the_log
        ],
        "answer": answer_as_json(found.answered) if found.answered else None,
    }


def _unit(amount: Quantity) -> str:
    if amount.is_compatible_with(TOKEN):
        return "token"
    if amount.is_compatible_with(SEQUENCE):
        return "sequence"
    return "byte/gpu" if amount.is_compatible_with(BYTE_PER_GPU) else "byte"


def _number(amount: Quantity) -> float:
    match _unit(amount):
        case "token":
            return round(plain(amount, TOKEN))
        case "sequence":
            return round(plain(amount, SEQUENCE), 2)
        case _:
            return bytes_of(amount)
