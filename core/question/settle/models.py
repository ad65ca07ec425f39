"""Which model is meant: names, families with their sizes, bare sizes, lists of them."""

import re

from core.asked.question import Size
from core.catalog.families import Family
from core.catalog.model import Model
from core.errors import QuestionError
from core.question.reading import ModelMention, Reading
from core.question.settle.contradictions import refuse_training_of_four_bits, refuse_two_sizes
from core.question.settle.families import (
    bare_size,
    family_of,
    no_such_size,
    sibling_beside,
    size_key,
    size_of_family,
)
from core.question.settle.problem import problem
from core.question.settle.steps_of_work import without_steps
from core.question.settle.unclaimed import Unknown
from core.question.settle.unknown_names import unknown_model
from core.question.words.regex import regex
from core.units import PARAMETER, whole

_NEAR = 0.12  # a label may differ from the count: "8B" has 8.03, "7B" 7.6
_VERSION = regex(r"[\s-]?v?\d{1,2}(?:\.\d{1,2})?[\s-]")
_BESIDE = regex(r"[\s\-_(:/,]{0,3}(?:the\s|a\s|o\s|de\s|with\s|com\s|at\s|in\s|version\s|size\s)?")
_LIST = regex(
    r"[\s\-_]*(?:,|/|and|or|vs\.?|versus|to|e|ou|contra|x|com|against|than|&|\+|or the|and the"
    r"|vs the)+[\s\-_]*(?:the\s|an?\s|o\s)?"
)


def settle_models(reading: Reading) -> tuple[Model | Size, ...]:
    """In the order they were said, each once."""
    mentions = without_steps(reading)
    _take_only_size(reading, mentions)
    refuse_two_sizes(reading, mentions)
    refuse_training_of_four_bits(reading)
    mentions = _join_families_and_sizes(reading, mentions)
    mentions = _absorb_sizes(reading, mentions)
    rows: list[Model | Size] = []
    for mention in mentions:
        if isinstance(mention.row, Family):
            continue
        row = mention.row
        if isinstance(row, Model):
            row = _longer_context(reading, row, mention.key)
        if row not in rows:
            rows.append(row)
            _note_choice(reading, mention)
    return tuple(rows)


def _take_only_size(reading: Reading, mentions: list[ModelMention]) -> None:
    """ "nemo fp8": a family of one model needs no size, where it is all that is named."""
    if len(mentions) != 1 or not isinstance(mentions[0].row, Family):
        return
    alone = mentions[0].end - mentions[0].start >= len(reading.text.plain.strip(" ?!."))
    if not (reading.evidence or alone):  # "zephyr is a light wind"
        return
    alike = reading.index.families_like(mentions[0].key)  # "phi" is Phi 3 and Phi 4
    models = {id(model): model for _, family in alike for model in family.sizes.values()}
    if len(models) == 1:
        mentions[0].row = next(iter(models.values()))


def _refuse_another_version(reading: Reading, named: ModelMention, size: ModelMention) -> None:
    """ "llama 3.5 70b": a version that nobody made, or that we do not know; never another one."""
    between = reading.text.plain[named.end : size.start]
    if _VERSION.fullmatch(between):
        raise unknown_model(reading, Unknown(named.start, size.end, 2), {})


def _join_families_and_sizes(reading: Reading, mentions: list[ModelMention]) -> list[ModelMention]:
    """ "70B Llama 3.1", "Llama 3.1 in 8B and 70B": each size goes to the family nearest to it."""
    families = [m for m in mentions if isinstance(m.row, Family)]
    sizes = [m for m in mentions if isinstance(m.row, Size)]
    if not families or not sizes:
        return mentions
    joined: list[ModelMention] = [m for m in mentions if m not in families and m not in sizes]
    used: set[int] = set()
    for size in sizes:
        nearest = min(
            families,
            key=lambda f: (
                min(abs(f.start - size.end), abs(size.start - f.end)),
                f.start > size.start,
            ),
        )
        used.add(id(nearest))
        family = nearest.row
        if not isinstance(family, Family):
            continue
        _refuse_another_version(reading, nearest, size)
        row = size_of_family(reading, family, size, nearest.key)
        key = f"{nearest.key} {size_key(size)}"
        joined.append(
            ModelMention(min(size.start, nearest.start), max(size.end, nearest.end), row, key)
        )
    reading.models = [*joined, *(f for f in families if id(f) not in used)]
    return sorted(reading.models, key=lambda mention: mention.start)


def _absorb_sizes(reading: Reading, mentions: list[ModelMention]) -> list[ModelMention]:
    """
    A size beside a name repeats it ("DeepSeek R1 671B") or contradicts it; in a list it is a
    sibling ("Llama 3.1 8B or 70B").
    """
    kept: list[ModelMention] = []
    plain = reading.text.plain
    for mention in mentions:
        before = kept[-1] if kept else None
        if before is not None and isinstance(mention.row, Size) and isinstance(before.row, Model):
            between = plain[before.end : mention.start]
            if _repeats(before.row, mention.row):
                before.end = mention.end
                continue
            if _LIST.fullmatch(between):
                sibling = sibling_beside(reading, before, mention)
                kept.append(sibling or mention)
                continue
            if _BESIDE.fullmatch(between):
                _take_size(reading, before, mention)
                continue
        if before is not None and isinstance(before.row, Size) and isinstance(mention.row, Model):
            between = plain[before.end : mention.start]
            if _repeats(mention.row, before.row):
                mention.start = before.start
                kept[-1] = mention
                continue
            if _LIST.fullmatch(between):
                sibling = sibling_beside(reading, mention, before)
                kept[-1] = sibling or before
            elif re.fullmatch(r"[\s\-]*", between):
                _take_size(reading, mention, before)
                kept[-1] = mention
                continue
        kept.append(mention)
    return kept


def _repeats(model: Model, size: Size) -> bool:
    """The size names the model's own count, or its active one."""
    if abs(model.elements - size.elements) <= _NEAR * model.elements:
        return True
    label = re.search(r"(\d+(?:\.\d+)?)\s?([bmt])\b", model.name.lower())
    if label is not None and size.name.lower() == label[1] + label[2]:
        return True
    if model.active_parameters is None:
        return False
    active = whole(model.active_parameters, PARAMETER)
    return abs(active - size.elements) <= _NEAR * active


def _take_size(reading: Reading, named: ModelMention, size: ModelMention) -> None:
    """ "BLOOM 7.1B": a name that is a model by itself, and a family with that size too."""
    family = reading.index.family(named.key)
    row = None if family is None else family.sizes.get(size_key(size))
    if row is None:
        raise _contradiction(reading, named, size)
    named.row, named.key = row, f"{named.key} {size_key(size)}"
    named.start, named.end = min(named.start, size.start), max(named.end, size.end)


def _contradiction(reading: Reading, named: ModelMention, size: ModelMention) -> QuestionError:
    bare = bare_size(size)
    family = family_of(reading, named)
    if family is not None and size_key(size) not in family.sizes:
        return no_such_size(reading, family, size)
    near = [
        model.name
        for model in reading.index.nearest_models(f"{named.key} {size_key(size)}")
        if abs(model.elements - bare.elements) <= _NEAR * bare.elements
    ]
    return problem(
        reading,
        "unknown_model",
        "no_such_size_of_model",
        (named.start, size.end) if named.start < size.start else (size.start, named.end),
        name=named.row.name,
        size=bare.name,
        instead=(named.row.name, *near)[:3],
    )


def _longer_context(reading: Reading, row: Model, key: str) -> Model:
    """ "phi-3 mini with 128k context" means the variant that is made for it."""
    longer = reading.index.key(f"{key} 128 k")
    made_for = row.max_position_embeddings
    if isinstance(longer, Model) and reading.context is not None and made_for is not None:
        return longer if reading.context > made_for else row
    return row


def _note_choice(reading: Reading, mention: ModelMention) -> None:
    """A name without a version, of which there are several: say which was taken."""
    if not isinstance(mention.row, Model):
        return
    key = mention.key
    match = re.fullmatch(r"([a-z ]+?) ((?:\d+ x )?[\d.]+ ?[bmt])", key)
    if match is None:
        return
    size = match[2].replace(" ", "")
    others = [
        family
        for _, family in reading.index.families_like(match[1])
        if size in family.sizes
        and family.sizes[size] is not mention.row
        and re.search(r"\d", family.name)
    ]
    if others:
        reading.note(
            "reading.model",
            typed=reading.text.typed(mention.start, mention.end),
            name=mention.row.name,
        )
