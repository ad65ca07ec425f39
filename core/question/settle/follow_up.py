"""
A question that changes the one before: "and fp8?", "what about 40 users", "on H200 instead".

Only what is named changes; whether a text is about the question before at all says `cues`.
"""

from dataclasses import replace

from core.asked.question import ComponentName, Intent, Question, Size
from core.catalog.model import Model
from core.catalog.precision import Precision
from core.question.reading import ModelMention, Reading
from core.question.settle.families import member_of, sibling_of
from core.question.settle.inherited import (
    cards_after,
    engine_of,
    notes_after,
    training_after,
    without_amounts,
    without_withdrawn,
)
from core.question.settle.picks import picked
from core.question.words.regex import regex

_AGAINST = regex(
    r"\W*(?:(?:and|e|what about|compare[d]?|comparad[oa])\s)?(?:vs\.?|versus|against"
    r"|compare(?:d)? (?:to|with)|contra|comparad[oa] (?:a|com)|comparar? com)\b"
)
_ASKS = regex(r"\?\W*$")


def changed(previous: Question, new: Question, reading: Reading) -> Question:
    """
    *previous* with what *new* names. A comparison stays one: each of its alternatives changes, as
    far as they still differ. What is held against the question before is its alternative.
    """
    if reading.place is not None:
        previous = picked(previous, reading.place)
    if new.compare:
        return several(tuple(_changed(previous, one, reading) for one in new.compare))
    if previous.compare and new.intent not in ("max_context", "max_sequences", "max_model"):
        return several(tuple(_changed(one, new, reading) for one in previous.compare))
    one = _changed(previous, new, reading)
    if _is_against(reading) and not (new.models or new.precisions or new.gpus):
        return several((previous, one))
    return one


def on_cards_of(previous: Question, new: Question) -> Question:
    """*new* on the cards of *previous*, and nothing else of it but what waited for a model."""
    waits = not previous.models and previous.intent in ("max_context", "max_sequences", "format")
    intent: Intent = "fit" if new.intent == "memory" else new.intent
    if waits and new.models:
        intent = previous.intent
    return replace(
        new,
        gpus=previous.gpus,
        own_cards=previous.own_cards,
        together=previous.together,
        intent=intent,
    )


def several(questions: tuple[Question, ...]) -> Question:
    """A comparison of those that differ; one that is left is a question by itself."""
    each: list[Question] = []
    for one in questions:
        asked = replace(one, intent="fit" if one.gpus else "memory", compare=())
        if not any(_is_same(asked, other) for other in each):
            each.append(asked)
    if len(each) < 2:
        return questions[-1]
    last = questions[-1]
    return replace(
        each[0],
        text=last.text,
        language=last.language,
        intent="compare",
        compare=tuple(each),
        assumed=last.assumed,
        unused=last.unused,
    )


def _is_same(one: Question, other: Question) -> bool:
    """Whatever was noted on the way."""
    like = replace(other, text=one.text, language=one.language, unused=one.unused)
    return one == replace(like, assumed=one.assumed, not_answered=one.not_answered)


def _is_against(reading: Reading) -> bool:
    return _AGAINST.match(reading.text.plain) is not None


def _changed(previous: Question, new: Question, reading: Reading) -> Question:
    before = previous
    previous = without_amounts(without_withdrawn(previous, reading.withdrawn), reading.dropped)
    models = _models(previous, new, reading)
    precisions, kv_precision = _formats(previous, new, reading)
    gpus, together = (
        ((), new.together)
        if new.own_cards
        else cards_after(before if new.gpus else previous, new, reading)
    )
    own_cards = new.own_cards or (previous.own_cards and not gpus)
    if _is_against(reading):
        models = (*previous.models, *models) if models else ()
        precisions = (*previous.precisions, *precisions) if precisions else ()
        gpus = (*previous.gpus, *gpus) if new.gpus else gpus
    merged = replace(
        previous,
        text=new.text,
        language=new.language,
        models=models or previous.models,
        precisions=precisions or previous.precisions,
        gpus=gpus,
        own_cards=own_cards,
        together=together,
        kv_precision=kv_precision or previous.kv_precision,
        context_length=new.context_length or previous.context_length,
        shared_prefix=new.shared_prefix or previous.shared_prefix,
        sequences=new.sequences or previous.sequences,
        overhead=previous.overhead if new.overhead is None else new.overhead,
        task=new.task if reading.task or reading.serves else previous.task,
        engine=engine_of(previous, new, reading.engine),
        training=training_after(previous, new),
        component=_component(previous, new, reading),
        per_gpu=new.per_gpu or (previous.per_gpu and not _is_whole(new, reading)),
        family=new.family or previous.family,
        not_answered=new.not_answered,
        compare=(),
        reported=new.reported,
        unused=new.unused,
        without_role=new.without_role,
        doubts=(),
        at_most=new.at_most or (previous.at_most and new.sequences is None),
        servers=max(new.servers, previous.servers),
        difference=new.difference,
        counts=new.counts or (previous.counts and all(one.count is None for one in new.gpus)),
        assumed=notes_after(previous, new),
    )
    return _as_asked(replace(merged, intent=_intent(previous, new, merged, reading)))


def _as_asked(merged: Question) -> Question:
    """A training run has no context of its own; and what is asked for is not given."""
    if merged.task == "serve":
        merged = replace(merged, training=None)
    else:
        merged = replace(merged, context_length=None, shared_prefix=None, sequences=None)
    if merged.intent != "max_model":
        merged = replace(merged, family=None)
    match merged.intent:
        case "max_context":
            return replace(merged, context_length=None)
        case "max_sequences":
            return replace(merged, sequences=None)
        case "max_model":
            return replace(merged, models=())
        case "format":
            return replace(merged, precisions=())
        case _:
            return merged


def _component(previous: Question, new: Question, reading: Reading) -> ComponentName | None:
    """The part that was asked for is asked for still, until the whole is."""
    if new.component is not None:
        return new.component
    if reading.named_part is not None and (previous.component or _is_all(reading)):
        return reading.named_part
    if previous.component is None:
        return None
    of_run = previous.component in ("optimizer", "gradients") and reading.serves
    return None if of_run or _is_whole(new, reading) else previous.component


def _formats(
    previous: Question, new: Question, reading: Reading
) -> tuple[tuple[Precision, ...], Precision | None]:
    """ "and in 8 bit?" after the size of a cache is of the cache: weights do not change it."""
    of_cache = previous.component == _component(previous, new, reading) == "kv_cache"
    if of_cache and len(new.precisions) == 1 and new.precisions[0].for_kv_cache:
        return (), new.kv_precision or new.precisions[0]
    return new.precisions, new.kv_precision


def _is_all(reading: Reading) -> bool:
    """ "and the weights?": nothing but the name of a part."""
    return not (
        reading.precisions or reading.kv_precision or reading.cards or reading.context
        or reading.sequences or reading.models or reading.task or reading.intent
        or reading.withdrawn
    )  # fmt: skip


def _is_whole(new: Question, reading: Reading) -> bool:
    """ "all together", "does it fit", "how many H100s", "max context"."""
    asks = reading.asks_whole or reading.asks_count or reading.intent is not None
    return asks or new.intent == "fit"


def _models(previous: Question, new: Question, reading: Reading) -> tuple[Model | Size, ...]:
    """ "and 8B?" after Llama 3.1 70B is Llama 3.1 8B."""
    if not previous.models and previous.family is not None:
        return tuple(
            (isinstance(row, Size) and member_of(reading, previous.family, row)) or row
            for row in new.models
        )
    if len(previous.models) != 1 or not isinstance(previous.models[0], Model):
        return new.models
    rows: list[Model | Size] = []
    for row in new.models:
        if isinstance(row, Size):
            mention = ModelMention(0, 0, row, row.name.lower())
            row = sibling_of(reading, previous.models[0], mention) or row
        rows.append(row)
    return tuple(rows)


def _intent(previous: Question, new: Question, merged: Question, reading: Reading) -> Intent:
    """What the words ask; otherwise what was asked before, as far as it still makes sense."""
    if reading.intent is not None and reading.intent.startswith("max_"):
        return reading.intent
    if reading.intent == "format" and not new.precisions:
        return "format"
    if max(len(merged.models), len(merged.precisions)) > 1:
        return "compare"
    if len(merged.gpus) > 1 and not merged.together:
        return "compare"
    asks = "fit" if merged.gpus or merged.own_cards else "memory"
    if reading.asks_count:
        return "memory"
    lone = reading.card_alone or reading.intent is None
    if previous.counts and new.gpus and lone and all(one.count is None for one in merged.gpus):
        return previous.intent  # "and H100?" after "how many L40S"
    looks_for = previous.intent.startswith("max_") or previous.intent == "format"
    if _is_found(previous, new) or (reading.intent == "fit" and previous.intent != "max_model"):
        return asks
    if looks_for:
        return previous.intent
    if new.intent == "fit" or (reading.counts_again and _ASKS.search(reading.text.plain)):
        return asks
    if previous.intent == "compare" or not merged.gpus:
        return "memory"
    return previous.intent


def _is_found(previous: Question, new: Question) -> bool:
    """What was looked for is named now."""
    match previous.intent:
        case "max_model":
            return bool(new.models)
        case "max_context":
            return new.context_length is not None
        case "max_sequences":
            return new.sequences is not None
        case "format":
            return bool(new.precisions)
        case _:
            return False
