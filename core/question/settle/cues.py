"""
Whether a text is about the question before it.

Nothing is inherited without a cue: a word that leans on what was said ("and", "what about", "e em",
"instead"), a lone attribute ("fp8?", "40 users"), or a lone size ("the 8B"). A text that names a
model, or asks what can be run, and has none of these starts afresh.
"""

from core.asked.question import Question, Size
from core.catalog.model import Model
from core.question.reading import Reading
from core.question.settle.unclaimed import WORD, unclaimed_words
from core.question.words.languages import either
from core.question.words.regex import regex

# "ok, and ...": what is said first is no part of the question
_COURTESY = (
    r"(?:(?:ok(?:ay)?|thanks|thx|great|cool|nice|fine|perfect|right|alright|hm+|ah|oh|yes|yeah"
    r"|certo|beleza|valeu|obrigad[oa]|perfeito|boa|sim)\b[\s,.!:;-]*)*"
)
_OPENS = regex(rf"\W*{_COURTESY}(?P<cue>{either('follow_up')})(?![\w-])")
_OPENS_ALONE = regex(rf"\W*{_COURTESY}{either('follow_up_alone')}(?![\w-])")
# "... instead", "... then?"
_ENDS = regex(
    r"\b(?:instead|as well|too|then|again|as before|like before|em vez(?: disso)?|tambem|entao)"
    r"\s*[?!.]*\s*$"
)
_SHORT = 10  # words: what is longer stands on its own, however it ends
_FRESH = regex(
    r"\b(?:(?:new|another|different|next|separate|unrelated|one more) (?:question|topic)"
    r"|unrelated|other topic|changing (?:the )?(?:topic|subject)|on another note|something else"
    r"|(?:a )?different one|(?:nova|outra) (?:pergunta|duvida)|pergunta diferente"
    r"|outr[oa] (?:assunto|coisa|tema)|mudando de assunto)\b"
)
_MEMORY = regex(rf"\b(?:{either('memory')})\b")
_FRESH_HINTS = ("question", "topic", "unrelated", "subject", "note", "else", "different",
                "pergunta", "duvida", "outr", "mudando")  # fmt: skip
# "qwen3 8b awq there", "phi-4 on it?", "... nessa placa"; not "hi there", "is there a card"
_THERE = regex(
    r"(?<!hi )(?<!hey )(?<!hello )(?<!is )(?<!are )\bthere(?=\s*(?:$|[,;.?!)]))"
    r"|\bhere(?=\s*(?:$|[,;.?!)]))"
    r"|\bon (?:it|that|those|them|these|this"
    r"|(?:the same|those|these|that|this) (?:\d |two |three )?"
    r"(?:cards?|gpus?|machines?|box|ones?|setup)"
    r"|those (?:two|three|four|\d))(?! (?:is|are)\b)"
    r"|\b(?:nel[ae]s?|ali|ai mesmo|nela mesma|aqui"
    r"|ness[ae]s?(?: (?:mesm[ao]s? )?(?:placas?|maquinas?|gpus?))?)(?=\s*(?:$|[,;.?!)]|com\b))"
)

# "back to the first one", "the original setup", "voltando a primeira"
_EARLIER = regex(
    r"\b(?:back to|as in|like|undo|return to)\s(?:the |my |our )?(?:very )?"
    r"(?:first|original|initial|previous|earlier|start|beginning)"
    r"(?:\s(?:one|question|setup|set-?up|config|version|model|card))?\b"
    r"|\b(?:volta(?:ndo|r)?|como) (?:a|na|ao|para [ao]) "
    r"(?:primeir[ao]|original|inicial|anterior)\b"
)
# "and on the other one?", "na outra"
_OTHER = regex(
    r"\bthe other (?:one|card|gpu|model|setup|machine|box)\b(?! (?:died|broke|is|was))"
    r"|\bn?[oa] outr[oa](?: (?:placa|modelo|maquina|gpu))?(?=\s*(?:$|[?!.,]))"
)


def asks_for_earlier(reading: Reading) -> bool:
    """ "back to the first one": only the question just before is remembered."""
    plain = reading.text.plain
    other = len(WORD.findall(plain)) <= _SHORT and _OTHER.search(plain) is not None
    return not reading.models and (other or _EARLIER.search(plain) is not None)


def take_fresh_start(reading: Reading) -> None:
    """ "new question:" says nothing of the question itself."""
    for _ in reading.take(_FRESH, *_FRESH_HINTS):
        pass


def starts_afresh(reading: Reading) -> bool:
    """Said in so many words."""
    return _FRESH.search(reading.text.plain) is not None


def on_the_same_cards(reading: Reading) -> bool:
    """ "qwen3 32b awq on it": a question of its own, for the cards of the one before."""
    return _THERE.search(reading.text.plain) is not None


def leans_on_previous(reading: Reading) -> bool:
    """Whether this text changes the question before, and is none of its own."""
    if starts_afresh(reading):
        return False
    if reading.intent == "max_model" and (reading.cards or not _opens(reading)):
        return False
    if not any(isinstance(mention.row, Model | Size) for mention in reading.models):
        return True
    if reading.picked or _opens(reading) or _is_another_size(reading):
        return True
    plain = reading.text.plain
    short = len(WORD.findall(plain)) <= _SHORT
    alone = _is_alone(reading) and _OPENS_ALONE.match(plain) is not None
    return short and (alone or _ENDS.search(plain) is not None)


def is_awaited(reading: Reading, previous: Question) -> bool:
    """ "llama 3.1 8b" after "I need a model": it is of the question that lacked it."""
    asked = previous.intent == "max_model" or previous.not_answered  # "sdxl on a 3070?"
    waits = not (previous.models or asked)
    return waits and _is_alone(reading) and not starts_afresh(reading)


def asks_of_found(reading: Reading, previous: Question) -> bool:
    """ "llama 3.1 8b?" after "what can I run on a 3090": whether that one fits there."""
    lone = _is_alone(reading) and not reading.precisions and not unclaimed_words(reading)
    return previous.intent == "max_model" and lone and reading.text.plain.rstrip().endswith("?")


def _opens(reading: Reading) -> bool:
    """In Portuguese "é" is no "e"; nor does a word open that stands behind what was taken back."""
    text = reading.text
    match = _OPENS.match(text.plain)
    if match is None or text.typed(*match.span("cue")).lower() == "é":
        return False
    start = match.start("cue")
    typed = sum(map(str.isalnum, text.raw[: text.places[start]]))
    return typed <= sum(map(str.isalnum, text.plain[:start]))


def _is_alone(reading: Reading) -> bool:
    """A model, and nothing of a question besides but its format."""
    return not (
        reading.cards or reading.own_cards or reading.context or reading.sequences
        or reading.task or reading.intent
        or reading.engine or reading.asks_amount or reading.component or reading.subjects
        or reading.several_contexts or reading.several_loads
    )  # fmt: skip


def _is_another_size(reading: Reading) -> bool:
    """ "8b?": a size of the model before; "vram for a 70B" and "70B 16 bits" are whole."""
    if _MEMORY.search(reading.text.plain):
        return False
    sizes = all(isinstance(mention.row, Size) for mention in reading.models)
    alone = _is_alone(reading) and not reading.precisions
    return sizes and alone and not unclaimed_words(reading)
