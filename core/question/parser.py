"""
From a text to a `Question`.

    >>> parse("70B at 16 bits?").models[0].name
    '70B'

`read_text` reads, without a decision on what is asked: every recogniser offers what the text may
mean, and the best set of that is chosen. `question_of` settles: one question, or a problem.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from core.asked.question import Doubt, Language, Question, Size
from core.catalog.catalog import Catalog
from core.errors import QuestionError
from core.question.quoted import END_OF_QUOTE, as_one, parts
from core.question.read_text import LONGEST_TEXT, ReadText, read_text, usual_catalog
from core.question.reading import Reading
from core.question.rows import sentences
from core.question.settle.amounts import settle_amounts
from core.question.settle.cards import settle_counts
from core.question.settle.courtesy import courtesy_for, is_courtesy
from core.question.settle.doubts import Rival, rivals
from core.question.settle.engine import settle_engine, settle_task
from core.question.settle.fill import fill
from core.question.settle.follow_up import several
from core.question.settle.problem import MOST_SUGGESTIONS, problem
from core.question.settle.question import settle
from core.question.settle.subject import help_for, is_about_us
from core.question.settle.unclaimed import unclaimed_words
from core.question.steps.intents import find_asked
from core.question.two_questions import are_two, as_a_comparison, in_two, run_and_server
from core.wording.note import Note, note
from core.wording.say import say


def parse(text: str, previous: Question | None = None, catalog: Catalog | None = None) -> Question:
    """
    The question in *text*; with *previous*, what it changes of that one.

    Raises QuestionError and nothing else, whatever the text.
    """
    language = previous.language if previous else "en"
    return question_of(read_text(text, catalog, language), previous)


def question_of(seen: ReadText, previous: Question | None = None) -> Question:
    """
    The question in a text that is already read; as `parse`.

    A text whose words are in no language is in that of the question before, and is read again where
    it was taken to be in another: numbers are written differently.
    """
    if END_OF_QUOTE in seen.asked:
        return _below_a_quote(seen, previous)
    if previous is not None and not seen.told and seen.language != previous.language:
        seen = read_text(seen.asked, seen.index.catalog, previous.language)
    try:
        return _several(seen, previous) or _with_doubts(seen, previous)
    except QuestionError as error:
        error.suggestions = _valid(error.suggestions, previous, seen.index.catalog)
        if previous is None and error.family is not None:
            error.understood = _without_size(error, seen)
        elif previous is None and error.code == "need_model":
            error.understood = _without_model(seen)
        raise


def _several(seen: ReadText, previous: Question | None) -> Question | None:
    """Several questions as a comparison; none where the text is one, or compares by itself."""
    rows = sentences(seen.asked)
    if rows and (table := _rows(rows, seen)) is not None:
        return table  # whatever came before: each row names its model
    found = in_two(seen.asked)
    run = run_and_server(seen.asked) if found is None else None
    if run is None and (found is None or previous is not None):
        return None  # a run and its server name their model, whatever came before
    catalog = seen.index.catalog
    texts = found or run or ("", "")
    with suppress(QuestionError):
        first = _with_doubts(read_text(texts[0], catalog, seen.language), None)
        second = _with_doubts(read_text(texts[1], catalog, seen.language), first)
        if run is not None and (first.task == "serve") == (second.task == "serve"):
            return None
        if are_two(first, second):
            unused = tuple(dict.fromkeys((*first.unused, *second.unused)))
            pair = (replace(first, text=seen.asked), replace(second, text=seen.asked))
            both = as_a_comparison(*pair) or several(pair)
            return replace(both, unused=unused) if both.intent == "compare" else None
    return None


def _rows(rows: tuple[str, ...], seen: ReadText) -> Question | None:
    """Each row of a table; None where one is no question by itself."""
    with suppress(QuestionError):
        read = (read_text(row, seen.index.catalog, seen.language) for row in rows)
        each = tuple(replace(_with_doubts(one, None), text=seen.asked) for one in read)
        return several(each)
    return None


def _without_size(error: QuestionError, seen: ReadText) -> Question | None:
    """ "llama 3.1 on 2xH100": all but the size, for the "70b" after it."""
    for text in error.suggestions:
        with suppress(QuestionError):
            question = _question(read_text(text, seen.index.catalog, seen.language), None)
            return replace(question, text=seen.asked, models=(), family=error.family)
    return None


def _without_model(seen: ReadText) -> Question | None:
    """ "we have 4x A10G": the cards, for the question after it."""
    reading = _reading(seen)
    reading.lacks_model = True
    with suppress(QuestionError):
        question = _question(seen, None, reading)
        return question if question.gpus and not question.models else None
    return None


def _below_a_quote(seen: ReadText, previous: Question | None) -> Question:
    """The quoted question stands for the one before."""
    catalog = seen.index.catalog
    found = parts(seen.asked)
    with suppress(QuestionError):
        if found is not None:
            before = question_of(read_text(found[0], catalog, seen.language), previous)
            return question_of(read_text(found[1], catalog, before.language), before)
    return question_of(read_text(as_one(seen.asked), catalog, seen.language), previous)


def _with_doubts(seen: ReadText, previous: Question | None) -> Question:
    """The question, and those that it could have been."""
    reading = _reading(seen)
    question = _question(seen, previous, reading)
    found = rivals(reading, seen.knots, unclaimed_words(reading))
    doubts = tuple(_doubts(found, seen, previous))
    if not doubts:
        return question
    notes = (_said(doubt, seen.language) for doubt in doubts if doubt.role)
    return replace(question, doubts=doubts, assumed=(*question.assumed, *notes))


def _doubts(found: Iterator[Rival], seen: ReadText, previous: Question | None) -> Iterator[Doubt]:
    """Only where both wordings are questions, and not the same one."""
    for rival in found:
        with suppress(QuestionError):
            taken, other = (
                _question(read_text(text, seen.index.catalog, seen.language), previous)
                for text in (rival.plain, rival.text)
            )
            if _bare(taken) != _bare(other):
                yield Doubt(
                    typed=rival.typed,
                    span=rival.span,
                    role=rival.role,
                    other=rival.other,
                    plain=rival.plain,
                    text=rival.text,
                    question=other,
                    asks=rival.asks,
                )


def _bare(question: Question) -> Question:
    return replace(question, text="", unused=(), assumed=())


def _said(doubt: Doubt, language: Language) -> Note:
    role, other = (say(language, f"role.{name}") for name in (doubt.role, doubt.other))
    return note("reading.doubt", typed=doubt.typed, role=role, other=other)


def _reading(seen: ReadText) -> Reading:
    return Reading(seen.text, seen.language, seen.index, notes=list(seen.notes))


def _question(
    seen: ReadText, previous: Question | None, reading: Reading | None = None
) -> Question:
    reading = reading or _reading(seen)
    if len(seen.asked) > LONGEST_TEXT:
        raise problem(
            reading, "bad_value", "too_long", length=len(seen.asked), longest=LONGEST_TEXT
        )
    is_empty = not any(character.isalnum() for character in seen.text.plain)
    if is_empty and not (previous is not None and seen.withdrawn):
        raise help_for(reading)
    if is_courtesy(reading):
        raise courtesy_for(reading)
    if previous is not None:
        reading.withdrawn = seen.withdrawn
        for one in seen.negated:
            reading.claim(*(one.whole or (one.start, one.end)))
    try:
        fill(reading, seen.chosen if previous is None else seen.kept)
        settle_task(reading)
        settle_amounts(reading)
        settle_counts(reading)
    except QuestionError:
        if is_about_us(reading):
            raise
        raise help_for(reading) from None
    settle_engine(reading)
    find_asked(reading)
    return settle(reading, previous, seen.doubtful)


def _valid(
    suggestions: tuple[str, ...], previous: Question | None, catalog: Catalog
) -> tuple[str, ...]:
    """Only questions that have an answer are offered."""
    valid: list[str] = []
    for suggestion in dict.fromkeys(suggestions):
        if len(valid) == MOST_SUGGESTIONS:
            break
        with suppress(QuestionError):
            language = previous.language if previous else "en"
            _question(read_text(suggestion, catalog, language), previous)
            valid.append(suggestion)
    return tuple(valid)


__all__ = [
    "LONGEST_TEXT",
    "Language",
    "ReadText",
    "Size",
    "parse",
    "question_of",
    "read_text",
    "usual_catalog",
]
