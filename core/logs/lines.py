"""
Lines of a log as facts, by the tables ``core/data/output/*.toml``.

    >>> line = "(Worker_TP1 pid=7) INFO 08-01 Model loading took 33.88 GiB and 9.1 seconds"
    >>> [(fact.what, fact.rank, f"{fact.value:~P}") for fact in facts_of(line, 1)]
    [('weights', 'TP1', '36378372997 B/GPU')]
"""

import re
from collections.abc import Iterator
from typing import cast

from core.logs.fact import NAMES, UNITS, Fact, Program
from core.question.pasted.output.parts import amount, in_binary
from core.question.pasted.output.sentences import DEVICE, Sentence, sentences
from core.units import BYTE, GIB, Quantity, in_bytes

LONGEST_LINE = 20_000  # characters: server_args of SGLang have 12,000
_COLOURS = re.compile(r"\x1b\[[0-9;]*m|\[\d{1,2}m(?=\d|\w|\s|\[)")
_RANK = re.compile(
    r"\((?:VllmWorker(?:Process)?|Worker|WorkerProc|RayWorkerWrapper)"
    r"(?:[ _](?P<worker>(?:[DTPE]P\d+_?)+)"
    r"|\s?rank=(?P<number>\d+))?\s?pid=(?P<pid>\d+)"
    r"|\[[\d: -]{8,24}\s(?P<sglang>(?:[DTPE]P\d+\s?)+)\]"
    r"|\[rank(?P<torch>\d+)\]"
    r"|\[RANK (?P<trt>\d+)\]"
)
_OTHERS = {
    "context_length": "max_model_len",
    "engine.gpu_memory_utilization": "gpu_memory_utilization",
    "free_gib": "free",
}


def plain(line: str) -> str:
    """Without colours, and without what is too long to be read."""
    return _COLOURS.sub("", line[:LONGEST_LINE])


def facts_of(line: str, number: int) -> Iterator[Fact]:
    """All that one line says; a stretch of it is read once, by the longest sentence."""
    taken: list[tuple[int, int]] = []
    for sentence in sentences():
        if not sentence.roles or sentence.hint not in line:
            continue
        for match in sentence.pattern.finditer(line):
            if not any(match.start() < end and start < match.end() for start, end in taken):
                taken.append(match.span())
                yield from _of_sentence(sentence, match, number, rank_of(line))


def rank_of(line: str) -> str:
    """
    >>> rank_of("[2025-11-04 05:27:13 DP0 TP3 EP3] Load weight end."), rank_of("x")
    ('DP0 TP3 EP3', '')
    """
    match = _RANK.search(line)
    if match is None:
        return ""
    names = match.groupdict()
    number = names["number"] or names["torch"] or names["trt"]
    worker = names["worker"] or names["sglang"] or (f"TP{number}" if number else "")
    return worker.strip("_ ") or (f"pid {names['pid']}" if names["pid"] else "")


def _of_sentence(
    sentence: Sentence, match: re.Match[str], number: int, rank: str
) -> Iterator[Fact]:
    groups = {role: group for group, role in sentence.roles.items()}
    device = match[groups[DEVICE]] if DEVICE in groups else rank
    for role, group in groups.items():
        if role == DEVICE or match[group] is None:
            continue
        short = role.removeprefix("log.").removeprefix("output.")
        what = _OTHERS.get(role, _OTHERS.get(short, short))
        value = _value(match, group, what, short, sentence)
        if value is not None:
            yield Fact(what, value, number, cast("Program", sentence.of), device)


def _value(
    match: re.Match[str], group: str, what: str, short: str, sentence: Sentence
) -> Quantity | str | None:
    written = match[group]
    if what in NAMES:
        return written.strip().strip("'\"").rstrip(".")
    unit = UNITS[what]
    if sentence.kinds[group] == "size":
        said = match[f"{group}_unit"]
        bytes_ = amount(written, in_binary(said) if sentence.binary else said).m_as(BYTE)
        return Quantity(bytes_, unit)
    if short == "free_gib":
        return Quantity(round(in_bytes(float(written), GIB)), unit)
    try:
        return Quantity(float(written.replace(",", "")), unit)
    except ValueError:  # a comma alone
        return None
