"""What a follow-up keeps of the question before it, field by field."""

from collections.abc import Iterable
from dataclasses import replace

from core.asked.question import Cards, Engine, Question, Training
from core.catalog.gpu import GPU
from core.catalog.precision import Precision
from core.question.candidate import Candidate
from core.question.reading import CardMention, PrecisionMention, Reading
from core.question.words.regex import regex
from core.units import SEQUENCE, TOKEN_PER_SEQUENCE, whole
from core.wording.note import Note, note
from core.wording.say import say

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
_ADAPTERS = ("lora", "qlora")
_MINE = (
    r"(?:the|our|my|that|those|n?[oa]s?|d[oa]s?|noss[oa]s?|minhas?)\s(?:nvidia\s|machine with\s"
    r"|(?:maquina|servidor|caixa)\s(?:de|da|das|com)\s)?"
)
_THAT_BEFORE = regex(rf"(?<!\w){_MINE}$")
_THAT_FIRST = regex(_MINE)


def without_withdrawn(question: Question, withdrawn: Iterable[Candidate]) -> Question:
    """ "drop the lora", "anything but an L4": what is taken back is no longer kept."""
    for one in withdrawn:
        question = _without(question, one)
    return question


def _without(question: Question, one: Candidate) -> Question:
    match one.role:
        case "task" if question.task == one.value or {question.task, one.value} <= {*_ADAPTERS}:
            return replace(question, task="serve", training=_without_adapter(question.training))
        case "cards":
            kept = tuple(cards for cards in question.gpus if not _is_card(cards, one.value))
            return replace(question, gpus=kept, together=question.together and len(kept) > 1)
        case "precision":
            kept = tuple(row for row in question.precisions if not _is_format(row, one.value))
            return replace(question, precisions=kept)
        case "context_length" if _number(question, "context_length") == one.value:
            return replace(question, context_length=None)
        case "sequences" if _number(question, "sequences") == one.value:
            return replace(question, sequences=None)
        case _:
            return question


def without_amounts(question: Question, dropped: Iterable[str]) -> Question:
    """ "forget the context": as if it had not been said."""
    training = question.training
    for field in dropped:
        match field:
            case "cards":
                question = replace(question, gpus=(), together=False)
            case "context":
                question = replace(question, context_length=None)
                training = training and replace(training, sequence_tokens=None)
            case "sequences" | "batch":
                question = replace(question, sequences=None)
                training = training and replace(training, batch=None)
            case _:
                training = training and replace(training, lora_rank=None)
    return replace(question, training=training)


def _without_adapter(training: Training | None) -> Training | None:
    return training and replace(training, lora_rank=None, lora_targets=None)


def _is_card(cards: Cards, value: object) -> bool:
    row = value.row if isinstance(value, CardMention) else None
    return isinstance(row, GPU) and row.id == cards.gpu.id


def _is_format(row: Precision, value: object) -> bool:
    return isinstance(value, PrecisionMention) and value.row.id == row.id


def _number(question: Question, field: str) -> float | None:
    amount = getattr(question, field)
    return None if amount is None else float(amount.magnitude)


def cards_after(
    previous: Question, new: Question, reading: Reading
) -> tuple[tuple[Cards, ...], bool]:
    """The cards, and whether they stand together."""
    if reading.more_cards and previous.gpus:
        return _with_more(previous, new.gpus, reading.more_cards)
    if new.gpus:
        return _other_cards(previous, new, reading), new.together
    if reading.asks_count and len(previous.gpus) == 1 and previous.gpus[0].instance is None:
        return (replace(previous.gpus[0], count=None),), False
    return _for_ranks(previous, new), previous.together


def _with_more(
    previous: Question, new: tuple[Cards, ...], more: int
) -> tuple[tuple[Cards, ...], bool]:
    """ "a second 3090": one more of the same, or another beside it."""
    gpu = new[0].gpu if new else previous.gpus[-1].gpu
    cards = [
        replace(one, count=(one.count or 1) + more) if one.gpu.id == gpu.id else one
        for one in previous.gpus
    ]
    if all(one.gpu.id != gpu.id for one in previous.gpus):
        cards = [replace(one, count=one.count or 1) for one in cards] + [Cards(gpu, more)]
    return tuple(cards), len(cards) > 1


def _other_cards(previous: Question, new: Question, reading: Reading) -> tuple[Cards, ...]:
    """Another card keeps the count that was said before."""
    if len(new.gpus) == len(previous.gpus) == 1:
        card, before = new.gpus[0], previous.gpus[0]
        if any(note.key == "reading.usual_card" for note in new.assumed):
            return (Cards(before.gpu, card.count),)  # "on 4 GPUs": of the same kind
        uncounted = card.count is None or (before.count is not None and _is_that_box(reading))
        if uncounted and before.instance is None and not reading.asks_count:
            return (replace(card, count=before.count),)
    return tuple(_as_before(previous, card) for card in new.gpus)


def _is_that_box(reading: Reading) -> bool:
    """ "the L40S box": of how many cards nobody said,
    but of as many as before; "a box" is whole."""
    cards = [card for card in reading.cards if card.per_node is not None]
    if not cards:
        return False
    plain, start = reading.text.plain, cards[0].start
    return bool(_THAT_BEFORE.search(plain[:start]) or _THAT_FIRST.match(plain, start))


def _as_before(previous: Question, card: Cards) -> Cards:
    """ "the H100s then" of "4x A100 or 2x H100" are two."""
    counts = [one.count for one in previous.gpus if one.gpu.id == card.gpu.id]
    return card if card.count is not None or len(counts) != 1 else replace(card, count=counts[0])


def _for_ranks(previous: Question, new: Question) -> tuple[Cards, ...]:
    """ "what if tp 4": as many cards as there are ranks."""
    ranks = _ranks(engine_after(previous.engine, new.engine))
    if ranks == _ranks(previous.engine) or len(previous.gpus) != 1:
        return previous.gpus
    card = previous.gpus[0]
    return previous.gpus if card.instance is not None else (replace(card, count=ranks),)


def _ranks(engine: Engine | None) -> int:
    if engine is None:
        return 1
    sizes = (engine.tensor_parallel_size, engine.pipeline_parallel_size)
    within = engine.enable_dp_attention
    tensor, pipeline = (size or 1 for size in sizes)
    return tensor * pipeline * (1 if within else engine.data_parallel_size or 1)


def engine_of(previous: Question, new: Question, named: str | None) -> Engine | None:
    """The same; another cache has one format for keys and values again."""
    before = previous.engine
    if before is not None and new.kv_precision is not None:
        before = replace(before, cache_type_k=None, cache_type_v=None)
    return engine_after(before, new.engine, named)


def engine_after(
    previous: Engine | None, new: Engine | None, named: str | None = None
) -> Engine | None:
    """The settings of both, where the new ones are of the same engine or of none by name."""
    if previous is None or new is None or named not in (None, previous.name):
        return new or previous
    said = {
        name: value
        for name in Engine.__dataclass_fields__
        if name != "name" and (value := getattr(new, name)) is not None
    }
    return replace(previous, **said)


def training_after(previous: Question, new: Question) -> Training | None:
    """The settings of both runs; those of an adapter end with it."""
    before, now = previous.training, _trained(previous, new)
    if new.task in ("full", "pretrain") and previous.task in _ADAPTERS:
        before = _without_adapter(before)
    if before is None or now is None:
        return now or before
    said = {
        name: value
        for name in Training.__dataclass_fields__
        if (value := getattr(now, name)) is not None
    }
    return replace(before, **said)


def _trained(previous: Question, new: Question) -> Training | None:
    """After a training run a length is that of its sequences, a number of them its batch."""
    context, batch = new.context_length, new.sequences
    if previous.task == "serve" or new.training is not None or not (context or batch):
        return new.training
    return Training(
        sequence_tokens=None if context is None else whole(context, TOKEN_PER_SEQUENCE),
        batch=None if batch is None else whole(batch, SEQUENCE),
    )


def notes_after(previous: Question, new: Question) -> tuple[Note, ...]:
    """What is kept, in one line; and readings of what has not changed are still readings."""
    kept = tuple(
        note
        for note in previous.assumed
        if note.key in _FIELD_OF_NOTE and not getattr(new, _FIELD_OF_NOTE[note.key])
    )
    same_kind = bool(previous.gpus)
    added = tuple(n for n in new.assumed if n.key != "reading.usual_card" or not same_kind)
    return (*_kept(previous, new), *kept, *added)


def _kept(previous: Question, new: Question) -> tuple[Note, ...]:
    """What the question before said and this one did not."""
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
