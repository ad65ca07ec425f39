"""
What the log's own figures say would help: a shorter context, a share of the card that is free.

These come before what we reckon, for they are measured.
"""

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.logs.log import Log
from core.memory.engines.vllm import BLOCK_SIZE
from core.planning.flags_advice import MORE_OF_THE_CARD
from core.units import (
    BYTE_PER_GPU,
    DIMENSIONLESS,
    GIB,
    TOKEN,
    TOKEN_PER_SEQUENCE,
    Quantity,
    in_bytes,
    plain,
)
from core.wording.note import Note, note

ROUNDED = Quantity(in_bytes(0.005, GIB), BYTE_PER_GPU)
_HUNDREDTH = 100
_COMMAND = re.compile(r"\bserve\b|-m\s")


@dataclass(frozen=True, slots=True)
class Suggested:
    """A change as a flag; *question* and *command* are those of the log with it, or ""."""

    what: Note
    flag: str
    question: str = ""
    command: str = ""


def suggested(
    log: Log, asked: str, fits: Callable[[str], bool], *, each_token_alike: bool = False
) -> tuple[Suggested, ...]:
    """
    The smallest first. *asked* is the question of the log or "", *fits* says whether a changed
    one fits by our estimate: what is free on a card may be too little for the model.
    *each_token_alike*: the model is known, and has no windows and no states.
    """
    if log.failure is None or log.program != "vLLM":
        return ()
    if log.failure.kind == "kv_too_small":
        return tuple(_of_cache(log, asked, each_token_alike=each_token_alike))
    if log.failure.kind == "not_free":
        return tuple(one for one in _of_free(log, asked) if one.question and fits(one.question))
    return ()


def _of_cache(log: Log, asked: str, *, each_token_alike: bool) -> Iterator[Suggested]:
    share = _share_for_one(log)
    if share is not None:
        what = note("change.utilization", share=f"{share:.2f}")
        yield _changed(log, asked, what, "--gpu-memory-utilization", f"{share:.2f}")
    length = _length(log, each_token_alike=each_token_alike)
    if length is not None:
        what = note("change.context", tokens=length)
        yield _changed(log, asked, what, "--max-model-len", str(length))


def _length(log: Log, *, each_token_alike: bool) -> int | None:
    """
    The longest request that the cache of the log holds: token. Where the log does not say it, it is
    reckoned from two sizes that are rounded to a hundredth of a GiB.
    """
    length, held = log.most("max_model_len"), log.least("kv_tokens")
    if length is None:
        return None
    most = plain(length, TOKEN_PER_SEQUENCE)
    needed, there = log.most("kv_needed"), log.least("kv_cache")
    if held is not None:
        room = plain(held, TOKEN)
    elif each_token_alike and needed is not None and there is not None:
        room = most * plain((there - ROUNDED) / (needed + ROUNDED), DIMENSIONLESS)
    else:
        return None
    blocks = int(min(room, most - 1)) // BLOCK_SIZE
    return blocks * BLOCK_SIZE if blocks > 0 else None


def _share_for_one(log: Log) -> float | None:
    """The share of the card with which one request fits; None where it is more than we advise."""
    length, there, total = log.most("max_model_len"), log.least("kv_cache"), log.least("total")
    said = log.most("gpu_memory_utilization")
    share = plain(said, DIMENSIONLESS) if said is not None else _flag(log, "gpu-memory-utilization")
    if length is None or there is None or total is None or share is None:
        return None
    if total.magnitude <= 0:
        return None
    needed, held = log.most("kv_needed"), log.least("kv_tokens")
    if needed is None and held is not None and held.magnitude > 0:
        scale = plain(length, TOKEN_PER_SEQUENCE) / plain(held, TOKEN)
        needed = Quantity(plain(there, BYTE_PER_GPU) * scale, BYTE_PER_GPU)
    if needed is None:
        return None
    lacking = plain(needed, BYTE_PER_GPU) - plain(there, BYTE_PER_GPU)
    more = lacking / plain(total, BYTE_PER_GPU)
    larger = math.ceil((share + more) * _HUNDREDTH) / _HUNDREDTH
    return larger if share < larger <= MORE_OF_THE_CARD else None


def _of_free(log: Log, asked: str) -> Iterator[Suggested]:
    free, total = log.least("free"), log.most("total")
    if free is None or total is None or total.magnitude <= 0:
        return
    share = math.floor(plain(free / total, DIMENSIONLESS) * _HUNDREDTH) / _HUNDREDTH
    if share > 0:
        what = note("change.utilization", share=f"{share:.2f}")
        yield _changed(log, asked, what, "--gpu-memory-utilization", f"{share:.2f}")


def _flag(log: Log, name: str) -> float | None:
    written = log.settings.flags.get(name, "")
    found = re.search(rf"--{name}[ =](\d?\.\d+)", log.settings.command)
    return float(found[1] if found else written) if found or written else None


def _changed(log: Log, asked: str, what: Note, flag: str, value: str) -> Suggested:
    """
    The flag with another value, at the end of the command where it was not said. A model that only
    the asker names is in no command: nobody knows what its files are called there.
    """
    if not asked:
        return Suggested(what, f"{flag} {value}")
    question = with_flag(asked, flag, value)
    named = log.settings.command or "model" in log.settings.flags or log.name("model")
    command = next(line for line in question.split("\n") if _COMMAND.search(line)) if named else ""
    return Suggested(what, f"{flag} {value}", question, command)


def with_flag(asked: str, flag: str, value: str) -> str:
    """The question with the flag at another value, or at the end of its command."""
    lines = asked.split("\n")
    at = next(index for index, line in enumerate(lines) if _COMMAND.search(line))
    pattern = re.compile(rf"--{flag[2:].replace('-', '[-_]')}[ =]\S+")
    replaced, count = pattern.subn(f"{flag} {value}", lines[at], count=1)
    lines[at] = replaced if count else f"{lines[at]} {flag} {value}"
    return "\n".join(lines)
