"""What is asked: the memory and how many cards, whether it fits, the most that fits, ..."""

import re

from core.asked.question import Cards, Intent
from core.catalog.families import Family
from core.catalog.model import Model
from core.question.candidate import FLAG
from core.question.reading import CardMention, Reading
from core.question.steps.outline import CARD, FAMILY, MODEL, outline
from core.question.steps.parts import component, is_per_gpu, named_part
from core.question.words.languages import either
from core.question.words.regex import regex

_CARDS = rf"{either('cards')}|{either('node')}|{CARD}+"
# "how many H100s", "fewest gpus", "quantas placas"
_COUNT = regex(rf"\b{either('asking.count')}(?!\w)".replace("{cards}", _CARDS))
# "biggest qwen3", "which size of llama 3"
_FAMILY = regex(
    rf"\b(?:{either('asking.largest')}(?: \w+)?|{either('asking.which_of_family')}) {FAMILY}+"
    rf"|\b{either('asking.largest')}(?: (?:one|model|models|member|size|version|modelo|tamanho))?"
    rf" (?:of|in|from|among|d[aeo]s?|entre)(?: (?:the|os|as))?(?: (?:family|familia))? {FAMILY}+"
    rf"|\b(?:which|what|qual)(?: one)? (?:of|d[aeo]s?)(?: the)? {FAMILY}+[^?.!]{{0,40}}"
    rf"\b{either('asking.largest')}\b"
)
# "largest llama 3.3", which is the name of a model as well
_LARGEST = regex(rf"\b{either('asking.largest')} {MODEL}+(?! {either('context')})")
_FORMAT = regex(rf"\b{either('asking.formats')}")
_MOST: tuple[tuple[Intent, re.Pattern[str]], ...] = (
    ("max_sequences", regex(rf"\b{either('asking.most_users')}\b")),
    ("max_context", regex(rf"\b{either('asking.most_context')}\b")),
    ("max_model", regex(rf"\b{either('asking.largest_model')}\b")),
)
# "llama 3.3 70b fp8 on 2xH100?" asks whether it fits; "more than one H100?" the reverse
_ASKS = regex(r"(?s)^(?!.*\b(?:more|fewer|less) than\b).*\?\W*$")
# "...\nL4?", "...: A10G?": a card by itself, asked about
_ALONE_BEFORE = regex(r"(?:^|[\n.,;:!>]|--)[ \t]*(?:(?:an?|one|on|uma|e)[ \t])?$")
_ALONE_AFTER = regex(r"\s*\?\W*$")
# "on my 4090?? vllm, 16k", "on rtx 6000 ada in bf16?"
_ON = regex(r"\b(?:on|n[ao]s?|numa?s?|em)\s(?:the\s|our\s|my\s|minha\s)?$")
_ENDS_IN_QUESTION = regex(r"[^.?!;\n]{0,40}\?")
_FIT = regex(rf"\b{either('asking.fit')}(?!\w)")
_MAY_FIT = regex(rf"\b{either('asking.may_fit')}")
_DIFFERENCE = regex(rf"\b{either('asking.difference')}(?!\w)")
_AMOUNT = regex(rf"\b{either('asking.amount')}\b")


def find_asked(reading: Reading) -> None:
    """From the words alone; `settle_intent` weighs it against the things that were named."""
    said = outline(reading)
    _find_part(reading, said)
    reading.per_gpu = is_per_gpu(said)
    if reading.component in ("optimizer", "gradients"):
        reading.task = reading.task or "full"
    reading.asks_count = _COUNT.search(said) is not None
    reading.asks_difference = _DIFFERENCE.search(said) is not None
    reading.asks_amount = reading.asks_count or _AMOUNT.search(said) is not None
    reading.intent = _largest_of_family(reading, said) or _intent(reading, said)


def _find_part(reading: Reading, said: str) -> None:
    """The words of the cache are left for its format: "fp8 kv cache alone"."""
    reading.named_part = named_part(said)
    found = component(said)
    if found is None:
        return
    reading.component, at = found
    if reading.component != "kv_cache":
        reading.claim(*at)


def _largest_of_family(reading: Reading, said: str) -> Intent | None:
    """
    The largest of a family: the family is asked in, and no size of it is missing. "Llama 3.3" is
    the name of a model as well: there "which" alone does not ask for the largest.
    """
    if len(reading.models) != 1:
        return None
    [mention] = reading.models
    is_model = isinstance(mention.row, Model)
    family = reading.index.family(mention.key) if is_model else mention.row
    asks = (_LARGEST if is_model else _FAMILY).search(said)
    if not isinstance(family, Family) or not asks:
        return None
    reading.family = family.name
    reading.models.clear()
    return "max_model"


def _intent(reading: Reading, said: str) -> Intent | None:
    for intent, pattern in _MOST:
        if pattern.search(said) and not _is_given(reading, intent):
            return intent
    if _FORMAT.search(said) and not reading.precisions:
        return "format"
    asks = _FIT.search(said) is not None
    reading.card_alone = not asks and _is_card_alone(reading)
    fits = asks or reading.card_alone or (not reading.asks_amount and _MAY_FIT.search(said))
    return "fit" if fits else None


def _is_card_alone(reading: Reading) -> bool:
    """Behind a colon or a full stop, or behind a command that was pasted."""
    cards = [one for one in reading.chosen if one.role == "cards"]
    if not cards or "?" not in reading.text.raw:
        return False
    raw = reading.text.raw
    start, end = reading.text.span(cards[-1].start, cards[-1].end)
    before = _ALONE_BEFORE.search(raw, max(0, start - 12), start)
    pasted = any(one.evidence is FLAG for one in reading.chosen)
    return (before is not None or pasted) and _ALONE_AFTER.match(raw, end) is not None


def _is_given(reading: Reading, intent: Intent) -> bool:
    """Nobody asks for what they say; what was pasted says what is now."""
    training = reading.training
    if intent not in _ASKED_FOR:
        return bool(reading.models)
    if _is_of_now(reading, intent):
        _let_go(reading, intent)
        return False
    if intent == "max_context":
        return reading.context is not None or "sequence_tokens" in training
    return reading.sequences is not None or "batch" in training


_ASKED_FOR = {
    "max_context": ("context_length", "context_total", "training.sequence_tokens"),
    "max_sequences": ("sequences", "slots", "engine.max_num_seqs", "training.batch"),
}


def _is_of_now(reading: Reading, intent: Intent) -> bool:
    """A flag, a key or a line of output says it, and nobody else."""
    said = [one for one in reading.chosen if one.role in _ASKED_FOR[intent]]
    plain = reading.text.plain
    return bool(said) and all(
        one.evidence is FLAG or _SETTING.match(plain, one.start) for one in said
    )


_SETTING = regex(r"(?:max|num|n|ctx|context)_\w+\W")  # "max_model_len 65536"


def _let_go(reading: Reading, intent: Intent) -> None:
    """The most is asked for: the value of now is no limit."""
    if intent == "max_context":
        reading.context = None
        reading.training.pop("sequence_tokens", None)
    else:
        reading.sequences = None
        reading.training.pop("batch", None)
        reading.engine_settings.pop("max_num_seqs", None)


def settle_intent(
    reading: Reading, *, models: int, precisions: int, cards: tuple[Cards, ...]
) -> Intent:
    """
    Several models, formats or cards are a comparison. Whether it fits needs something to fit
    into: a count, a machine or a card known by its memory; "how many" asks for the count.
    """
    if reading.intent in ("max_context", "max_sequences", "max_model"):
        return reading.intent
    if models > 1 or precisions > 1 or len(cards) > 1:
        return "compare"
    if reading.intent == "format" and not precisions:
        return "format"
    if not cards:
        return "memory"
    if reading.intent == "fit" and (cards[0].count is not None or not reading.asks_amount):
        return "fit"
    into = _is_to_fit_into(reading, cards[0]) or _is_run_on(reading)
    return "fit" if not reading.asks_amount and into else "memory"


def _is_asked_on(reading: Reading, *, counted: bool) -> bool:
    """ "phi-4 int8 on an L4?? vllm, 8k": the question ends with the card, the text does not."""
    raw = reading.text.raw
    for one in reading.chosen:
        if one.role == "cards" and "?" in raw:
            start, end = reading.text.span(one.start, one.end)
            sized = isinstance(one.value, CardMention) and one.value.label is not None
            if sized and not one.start and reading.precisions and _ASKS.search(raw):
                return True  # "4070 12gb: gemma 3 12b 8k?"
            on = counted or (sized and _ON.search(raw.lower(), max(0, start - 12), start))
            if on and _ENDS_IN_QUESTION.match(raw, end):
                return True
    return False


def _is_run_on(reading: Reading) -> bool:
    """A command or settings and a card: "vllm serve ... -> A10G?" asks whether that will run."""
    pasted = any(one.evidence is FLAG and (one.end - one.start) > 1 for one in reading.chosen)
    return pasted and _ASKS.search(reading.text.raw) is not None


def _is_to_fit_into(reading: Reading, cards: Cards) -> bool:
    """So many of a card, a machine, or a card by its memory; the usual card was not asked for."""
    if any(key.key == "reading.usual_card" for key in reading.notes):
        return False
    if cards.instance is not None:
        return True
    if cards.count is not None and _ASKS.search(reading.text.raw):
        return True
    if _is_asked_on(reading, counted=cards.count is not None):
        return True
    own = cards.gpu.kind == "apu" or cards.gpu.part_of is not None
    return own or any(card.nameless for card in reading.cards)
