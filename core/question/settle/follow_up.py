"""
A question that changes the one before: "and fp8?", "what about 40 users", "on H200 instead".

Only what is named changes. A text that names a model and more besides, without a word that leans
on the question before, stands on its own.
"""

from dataclasses import replace

from core.asked.question import Cards, Engine, Intent, Question, Size, Training
from core.catalog.model import Model
from core.question.reading import ModelMention, Reading
from core.question.settle.leaning import starts_afresh
from core.question.settle.models import sibling_of
from core.question.words.languages import either
from core.question.words.regex import regex
from core.units import SEQUENCE, TOKEN_PER_SEQUENCE, whole
from core.wording.note import Note, note
from core.wording.say import say

_OPENS = regex(rf"\W*(?:{either('follow_up')})\b")
_LEANS = regex(r"\b(?:instead|as well|too|em vez(?: disso)?|tambem|as before|like before|same)\b")
_AGAINST = regex(
    r"\W*(?:(?:and|e|what about|compare[d]?|comparad[oa])\s)?(?:vs\.?|versus|against"
    r"|compare(?:d)? (?:to|with)|contra|comparado (?:a|com))\b"
)
_FIELD_OF_NOTE = {
    "reading.card_size": "gpus",
    "reading.one_of_a_card": "gpus",
    "reading.usual_card": "gpus",
    "reading.four_bits": "precisions",
    "reading.precision": "precisions",
    "reading.model": "models",
    "reading.mixtral": "models",
    "reading.experts": "models",
    "reading.bare_context": "context_length",
    "reading.prompt_and_answer": "context_length",
    "reading.heads": "sequences",
    "reading.share": "sequences",
    "reading.later": "sequences",
    "reading.engine": "engine",
}


def leans_on_previous(reading: Reading) -> bool:
    """Whether this text is about the question before."""
    if starts_afresh(reading) or (reading.intent == "max_model" and reading.cards):
        return False
    if not any(isinstance(m.row, Model | Size) for m in reading.models):
        return True
    plain = reading.text.plain
    if _OPENS.match(plain) or _LEANS.search(plain):
        return True
    if any(isinstance(m.row, Model) for m in reading.models):
        return False
    return not (
        reading.precisions or reading.cards or reading.context or reading.sequences
        or reading.task or reading.intent or reading.engine
    )  # fmt: skip


def changed(previous: Question, new: Question, reading: Reading) -> Question:
    """*previous* with what *new* names."""
    against = _AGAINST.match(reading.text.plain) is not None
    models = _models(previous, new, reading)
    precisions = new.precisions
    gpus = _cards(previous, new)
    if against:
        models = (*previous.models, *models) if models else ()
        precisions = (*previous.precisions, *precisions) if precisions else ()
        gpus = (*previous.gpus, *gpus) if gpus else ()
    merged = replace(
        previous,
        text=new.text,
        language=new.language,
        models=models or previous.models,
        precisions=precisions or previous.precisions,
        gpus=gpus or previous.gpus,
        together=new.together if gpus else previous.together,
        kv_precision=new.kv_precision or previous.kv_precision,
        context_length=new.context_length or previous.context_length,
        shared_prefix=new.shared_prefix or previous.shared_prefix,
        sequences=new.sequences or previous.sequences,
        overhead=previous.overhead if new.overhead is None else new.overhead,
        task=new.task if reading.task or reading.serves else previous.task,
        engine=_engine(_before(previous, new), new.engine),
        training=_training(previous.training, _trained(previous, new)),
        component=new.component,
        per_gpu=new.per_gpu,
        family=new.family,
        not_answered=new.not_answered,
        compare=(),
        reported=new.reported,
        unused=new.unused,
        without_role=new.without_role,
        doubts=(),
        assumed=(*_kept(previous, new), *_notes(previous, new)),
    )
    if merged.task == "serve":
        merged = replace(merged, training=None)
    else:
        merged = replace(merged, context_length=None, shared_prefix=None, sequences=None)
    merged = replace(merged, intent=_intent(previous, new, merged, reading))
    match merged.intent:  # what is asked for is not given
        case "max_context":
            return replace(merged, context_length=None)
        case "max_sequences":
            return replace(merged, sequences=None)
        case "max_model":
            return replace(merged, models=())
        case _:
            return merged


def on_cards_of(previous: Question, new: Question) -> Question:
    """*new* on the cards of *previous*, and nothing else of it."""
    intent: Intent = "fit" if new.intent == "memory" and previous.gpus else new.intent
    return replace(new, gpus=previous.gpus, together=previous.together, intent=intent)


def _models(previous: Question, new: Question, reading: Reading) -> tuple[Model | Size, ...]:
    """ "and 8B?" after Llama 3.1 70B is Llama 3.1 8B."""
    if len(previous.models) != 1 or not isinstance(previous.models[0], Model):
        return new.models
    rows: list[Model | Size] = []
    for row in new.models:
        if isinstance(row, Size):
            mention = ModelMention(0, 0, row, row.name.lower())
            row = sibling_of(reading, previous.models[0], mention) or row
        rows.append(row)
    return tuple(rows)


def _cards(previous: Question, new: Question) -> tuple[Cards, ...]:
    """Another card keeps the count that was said before."""
    if len(new.gpus) == len(previous.gpus) == 1:
        card, before = new.gpus[0], previous.gpus[0]
        if any(note.key == "reading.usual_card" for note in new.assumed):
            return (Cards(before.gpu, card.count),)  # "on 4 GPUs": of the same kind
        if card.count is None and before.instance is None:
            return (replace(card, count=before.count),)
    return new.gpus


def _before(previous: Question, new: Question) -> Engine | None:
    """The engine that was said; another cache has one format for keys and values again."""
    if previous.engine is None or new.kv_precision is None:
        return previous.engine
    return replace(previous.engine, cache_type_k=None, cache_type_v=None)


def _engine(previous: Engine | None, new: Engine | None) -> Engine | None:
    if previous is None or new is None or previous.name != new.name:
        return new or previous
    said = {
        name: value
        for name in Engine.__dataclass_fields__
        if (value := getattr(new, name)) is not None
    }
    return replace(previous, **said)


def _trained(previous: Question, new: Question) -> Training | None:
    """After a training run a length is that of its sequences, a number of them its batch."""
    context, batch = new.context_length, new.sequences
    if previous.task == "serve" or new.training is not None or not (context or batch):
        return new.training
    return Training(
        sequence_tokens=None if context is None else whole(context, TOKEN_PER_SEQUENCE),
        batch=None if batch is None else whole(batch, SEQUENCE),
    )


def _training(previous: Training | None, new: Training | None) -> Training | None:
    if previous is None or new is None:
        return new or previous
    said = {
        name: value
        for name in Training.__dataclass_fields__
        if (value := getattr(new, name)) is not None
    }
    return replace(previous, **said)


def _notes(previous: Question, new: Question) -> tuple[Note, ...]:
    """Readings of what has not changed are still readings."""
    kept = tuple(
        note
        for note in previous.assumed
        if note.key in _FIELD_OF_NOTE and not getattr(new, _FIELD_OF_NOTE[note.key])
    )
    same_kind = bool(previous.gpus)
    added = tuple(n for n in new.assumed if n.key != "reading.usual_card" or not same_kind)
    return (*kept, *added)


def _kept(previous: Question, new: Question) -> tuple[Note, ...]:
    """What the question before said and this one did not: told in one line."""
    names = [model.name for model in previous.models if not new.models]
    names += [precision.name for precision in previous.precisions if not new.precisions]
    names += [cards.gpu.counted(cards.count or 1) for cards in previous.gpus if not new.gpus]
    load: list[tuple[str, int]] = []
    if previous.context_length and not new.context_length:
        load.append(("tokens", whole(previous.context_length, TOKEN_PER_SEQUENCE)))
    if previous.sequences and not new.sequences:
        load.append(("sequences", whole(previous.sequences, SEQUENCE)))
    names += [say(new.language, f"reading.kept_{what}", **{what: n}) for what, n in load]
    return (note("reading.kept", what=", ".join(names)),) if names else ()


def _intent(previous: Question, new: Question, merged: Question, reading: Reading) -> Intent:
    """What the words ask; otherwise what was asked before, as far as it still makes sense."""
    if reading.intent is not None and reading.intent.startswith("max_"):
        return reading.intent
    if previous.intent == "max_model" and new.models:
        return "fit" if merged.gpus else "memory"
    if previous.intent.startswith("max_"):
        return previous.intent
    if max(len(merged.models), len(merged.precisions), len(merged.gpus)) > 1:
        return "compare"
    if reading.intent == "fit" or new.intent == "fit":
        return "fit" if merged.gpus else "memory"
    return "memory" if previous.intent == "compare" else previous.intent
