"""One context length and one number of sequences, where several numbers may say them."""

from dataclasses import replace

from core.question.candidate import Evidence
from core.question.reading import Amount, Reading
from core.question.roles import RANGES
from core.question.settle.alternatives import compares
from core.question.settle.problem import check, problem
from core.question.words.regex import regex

_PLUS = regex(r"\s?(?:\+|plus|mais)\s(?:(?:another|an?|up to|ate)\s)?")
_SAME = 0.03  # "4k" is 4,000 and 4,096


def settle_amounts(reading: Reading) -> None:
    """One context and one number of sequences; two that differ are refused."""
    _settle_total(reading)
    _settle_prompt(reading)
    _settle_own(reading)
    contexts = _plainest(reading, reading.contexts, Evidence.BARE, given=reading.full_context)
    reading.context = _one(reading, contexts, "two_contexts", reading.several_contexts)
    loads = _plainest(reading, reading.loads, Evidence.NEAR, given=reading.task is not None)
    reading.sequences = _one(reading, loads, "two_loads", reading.several_loads)
    if reading.sequences is None:
        reading.sequences = reading.slots


def _settle_total(reading: Reading) -> None:
    """llama.cpp shares -c among its slots."""
    if reading.total is not None:
        share = max(1, reading.total // max(1, reading.slots or 1))
        reading.contexts.insert(0, Amount(share, (0, 0), Evidence.FLAG))


def _settle_prompt(reading: Reading) -> None:
    """Prompt and answer are together one sequence; of the answer alone nothing follows."""
    prompt, answer = reading.prompt, reading.answer
    if prompt is not None:
        total = prompt.number + (answer.number if answer else 0)
        check(reading, "context", total, prompt.at, highest=RANGES["context_length"].highest)
        reading.contexts.insert(0, Amount(total, prompt.at))
        if answer is not None:
            reading.note("reading.prompt_and_answer", prompt=prompt.number, answer=answer.number)
    elif answer is not None and not _added_to_context(reading, answer):
        reading.unused.append(answer.at)


def _added_to_context(reading: Reading, answer: Amount) -> bool:
    """ "context 4k + 1k answer" is five thousand."""
    for place, one in enumerate(reading.contexts):
        first, last = sorted((one.at, answer.at))
        if _PLUS.fullmatch(reading.text.plain, first[1], last[0]):
            reading.contexts[place] = replace(one, number=one.number + answer.number)
            reading.note("reading.prompt_and_answer", prompt=one.number, answer=answer.number)
            return True
    return False


def _settle_own(reading: Reading) -> None:
    """A shared prefix and what each has beside it are together one sequence."""
    if reading.own is not None and reading.shared_prefix is not None:
        total = reading.shared_prefix + reading.own.number
        check(reading, "context", total, reading.own.at, highest=RANGES["context_length"].highest)
        reading.contexts.insert(0, Amount(total, reading.own.at))
        reading.note("reading.prefix_and_own", prefix=reading.shared_prefix, own=reading.own.number)


def _plainest(
    reading: Reading, amounts: list[Amount], weak: Evidence, *, given: bool
) -> list[Amount]:
    """
    A number by itself ("4096") counts only where nothing says the length, and once; so many heads
    ("300 employees") only where nothing says how many ask at once, and in no training run.
    """
    weaker = [one for one in amounts if one.evidence <= weak]
    others = [one for one in amounts if one.evidence > weak]
    kept = others if others or given else weaker[:1]
    reading.unused += [one.at for one in weaker if one not in kept]
    for one in kept:
        for said in one.notes:
            reading.note(said.key, **said.values)
    return kept


def _one(reading: Reading, amounts: list[Amount], key: str, several: list[int]) -> int | None:
    """Once; twice the same is once, and several that are compared are *several*."""
    if not amounts:
        return None
    first = amounts[0]
    different = list(dict.fromkeys(amount.number for amount in amounts))
    if len(different) > 1 and compares(reading):
        several += different
        return first.number
    for other in amounts[1:]:
        if abs(other.number - first.number) > _SAME * first.number:
            raise problem(
                reading,
                "conflict",
                key,
                other.at,
                leaving_out=(other.at, first.at),
                first=min(first.number, other.number),
                second=max(first.number, other.number),
            )
    return first.number
