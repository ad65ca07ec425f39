"""
No number changes an answer without a word, and none is dropped without one.

Numbers about something else are put into questions that are understood: the bytes stay what they
were, or the reply says what was done with the number.
"""

import re
from functools import partial

import rtoml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.answer import answer, answer_question
from core.asked.question import Question
from core.errors import QuestionError
from core.question.candidate import Candidate
from core.question.parser import parse
from core.question.read_text import read_text
from core.question.steps.sizes import Parameters
from core.question.steps.widths import nominal_bits
from core.units import BIT_PER_ELEMENT, BYTE, DIMENSIONLESS, PARAMETER
from tests.core.question.phrases import FOLDER, phrases
from tests.core.question.test_threads import OPEN, TURNS, plain
from tests.examples import examples
from tests.rows import every

_ROWS = rtoml.loads((FOLDER.parent / "questions.toml").read_text("utf-8"))["question"]
TEXTS = sorted(
    {row["text"] for row in _ROWS if "error" not in row}
    | {text for text, wanted in phrases("understood.txt") if "error" not in wanted}
)
FOLLOWING = [
    (plain(said), previous)
    for said, _, previous in TURNS
    if previous is not None and previous.models and not said.startswith(OPEN)
]
TOKEN = re.compile(r"(?<![\w.,-])\d[\w.,]*\b|(?<!\S)--[a-z][\w-]*")
OF_THE_CACHE = "kv"
# "57 of them" is about what stands before it: behind a card it counts that card
COUNTED = (
    "{} colleagues", "{} employees", "{} giraffes", "{} chairs", "{} dogs", "{} years", "{} km",
    "{} pages", "{} meetings", "{} offices", "{} monitors", "{} percent", "{}%", "{} colegas",
    "{} reais", "${}", "{} watts", "{} attempts", "{} min", "{} tabs", "{} coffees", "{} interns",
    "{} invoices", "{} pull requests", "{} sensors", "{} story points", "{} seats in the office",
    "{} bilhetes", "{} lojas", "{} andares", "{} cafés", "{} dias", "{} stars", "{}:30", "{} racks",
    "{} degrees", "{} votes", "€{}", "R$ {}", "{}th floor", "{} bugs", "{} slides", "{} cities",
)  # fmt: skip
NUMBERED = (
    "room {}", "page {}", "floor {}", "issue #{}", "PR {}", "ticket {}", "day {}", "CUDA {}",
    "driver {}", "line {}", "version {}", "sala {}", "python {}", "chapter {}", "gate {}",
    "building {}", "bldg {}", "desk {}", "sprint {}", "step {}", "option {}", "week {}", "JIRA-{}",
    "order #{}", "ramal {}", "andar {}", "chamado {}", "semana {}", "fase {}", "lab {}", "#{}",
)  # fmt: skip
# After the question, or in brackets
BESIDE = ("{} ({})", "{}? we have {}.", "{}? I am in {}.", "{}\n{}")


def total(text: str) -> tuple[float, ...] | None:
    """Bytes of each estimate, None where there is no answer."""
    try:
        return tuple(one.total.m_as(BYTE) for one in answer(text).estimates)
    except QuestionError:
        return None


def is_said(question: Question, number: str) -> bool:
    """The number stands among the words that were not used, or in a remark on how it was read."""
    remarks = [str(note.values) for note in question.assumed]
    return any(number in said for said in (*question.unused, *remarks))


@st.composite
def somewhere(draw, text: str) -> int:
    """A place between two things of the text, where a person could put something in."""
    chosen = read_text(text).chosen
    inside = {place for one in chosen for place in range(one.start + 1, one.end)}
    ends = [0, len(text)]
    places = [place for place in range(len(text)) if text[place] in ",;" and place not in inside]
    return draw(st.sampled_from(ends + places))


@st.composite
def changed_texts(draw) -> tuple[str, str, str]:
    """A question, the same with a number about something else, and that number."""
    text = draw(st.sampled_from(TEXTS))
    number = str(draw(st.integers(2, 400)))
    words = draw(st.sampled_from(COUNTED + NUMBERED)).format(number)
    if draw(st.booleans()):
        return text, draw(st.sampled_from(BESIDE)).format(text.rstrip(" ?"), words), number
    at = draw(somewhere(text)) if text.isascii() else len(text)
    before, after = text[:at].rstrip(" ?"), text[at:].lstrip(" ,;")
    return text, ", ".join(filter(None, (before, words, after))), number


@settings(max_examples=examples(100), deadline=None)
@given(changed_texts())
@example(("llama 3.1 8b fp16 8k", "llama 3.1 8b fp16 8k, 42 colleagues", "42"))
@example(("llama 3.1 8b fp16 8k", "room 12, llama 3.1 8b fp16 8k", "12"))
@example(("llama 3.1 8b bf16", "llama 3.1 8b bf16 (64 bilhetes)", "64"))
@example(("70B em fp16 sem folga", "70B em fp16 sem folga, step 3", "3"))
@example(("32-bit float 1.3b", "bldg 3, 32-bit float 1.3b", "3"))
@example(("llama 3.1 8b users 4", "llama 3.1 8b users 4 (building 44)", "44"))
@example(("phi-4 1k concurrent users", "phi-4 1k concurrent users (16 stars)", "16"))
@example(("16 vs 32 bits for 70B", "room 2, 16 vs 32 bits for 70B", "2"))
def test_a_number_about_something_else_changes_no_bytes_without_a_word(texts):
    text, changed, number = texts
    before, after = total(text), total(changed)

    if after is not None and before is not None and after != before:
        assert is_said(answer(changed).question, number), changed


@st.composite
def changed_turns(draw) -> tuple[str, str, str, Question]:
    """A turn of a conversation, the same beside a number about something else, and before it."""
    text, previous = draw(st.sampled_from(FOLLOWING))
    number = str(draw(st.integers(2, 400)))
    words = draw(st.sampled_from(COUNTED + NUMBERED)).format(number)
    changed = draw(st.sampled_from(BESIDE)).format(text.rstrip(" ?"), words)
    return text, changed, number, previous


@settings(max_examples=examples(100), deadline=None)
@given(changed_turns())
def test_a_number_about_something_else_changes_no_turn_without_a_word(turn):
    text, changed, number, previous = turn
    before, after = after_it(text, previous), after_it(changed, previous)

    if before is not None and after is not None and is_changed(before, after):
        assert is_said(after, number), changed


def is_changed(before: Question, after: Question) -> bool:
    """Whether other bytes are answered; whoever is asked back is told of the number."""
    try:
        return total_of(before) != total_of(after)
    except QuestionError:
        return False


def after_it(text: str, previous: Question) -> Question | None:
    """None where it is no question."""
    try:
        return parse(text, previous)
    except QuestionError:
        return None


def total_of(question: Question) -> tuple[float, ...]:
    return tuple(one.total.m_as(BYTE) for one in answer_question(question).estimates)


@every(TEXTS)
def test_every_number_and_flag_is_in_the_question_or_named(text):
    """What is said twice, or added up, is in there too."""
    seen, question = read_text(text), parse(text)
    taken = {place for one in seen.chosen for place in range(one.start, one.end)}
    held = carried(question)

    for one in seen.chosen:
        typed = seen.text.typed(one.start, one.end)
        for number in numbers_of(one):
            assert any(map(partial(is_near, number), held)) or is_named(question, typed), typed
    for match in TOKEN.finditer(seen.text.plain):
        if not taken & set(range(*match.span())):
            typed = seen.text.typed(*match.span())
            assert is_named(question, typed) or match[0].startswith(OF_THE_CACHE), typed


def test_the_numbers_of_the_questions_have_all_usual_roles():
    roles = {one.role for text in TEXTS for one in read_text(text).chosen if numbers_of(one)}

    assert roles >= {
        "parameters", "bits", "context_length", "sequences", "overhead", "overhead_percent",
        "input_length", "output_length", "shared_prefix", "context_total", "slots", "card_count",
        "training.sequence_tokens", "training.batch", "training.lora_rank", "training.zero_stage",
        "engine.max_num_seqs", "engine.tensor_parallel_size", "engine.gpu_memory_utilization",
    }  # fmt: skip


def numbers_of(one: Candidate) -> tuple[float, ...]:
    """What the candidate says in numbers."""
    match one.value:
        case Parameters() as said:
            return (round(said.number),)
        case tuple() as widths:
            return tuple(one if isinstance(one, int) else one.bits for one in widths)
        case bool():
            return ()
        case int() | float() as number:
            return (number,)
        case _:
            return ()


def carried(question: Question) -> set[float]:
    """Every number that the question holds, and what it compares."""
    found: set[float] = set().union(*(carried(each) for each in question.compare))
    for amount in (question.context_length, question.shared_prefix, question.sequences):
        if amount is not None:
            found.add(amount.magnitude)
    if question.context_length is not None and question.sequences is not None:
        found.add(question.context_length.magnitude * question.sequences.magnitude)
    found |= {
        value
        for note in question.assumed
        for value in note.values.values()
        if isinstance(value, int | float)
    }
    for row in question.models:
        found.add(round(row.parameters.m_as(PARAMETER)))
        if row.active_parameters is not None:
            found.add(round(row.active_parameters.m_as(PARAMETER)))
    found |= {row.bits.m_as(BIT_PER_ELEMENT) for row in question.precisions}
    found |= {nominal_bits(row) for row in question.precisions}
    found |= {cards.count for cards in question.gpus if cards.count is not None}
    if question.overhead is not None:
        factor = question.overhead.m_as(DIMENSIONLESS)
        found |= {factor, round((factor - 1) * 100, 6)}
    for settings_of in (question.engine, question.training):
        if settings_of is not None:
            fields = (getattr(settings_of, name) for name in settings_of.__dataclass_fields__)
            found |= {value for value in fields if isinstance(value, int | float)}
    return found


def is_near(number: float, other: float) -> bool:
    """A label is near its count: an 8B has 8.03 billion."""
    return abs(number - other) <= 0.12 * number if number > 10**6 else number == other


def is_named(question: Question, typed: str) -> bool:
    """Its words stand among those that were not used, or in a remark on how they were read."""
    said = " ".join((*question.unused, *(str(note.values) for note in question.assumed)))
    return typed.lower() in said.lower()
