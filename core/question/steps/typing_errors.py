"""
Typing errors, mended word by word before anything is read.

A word of four letters or more that no list knows becomes the known word next to it, if one alone
is nearest: "lama 3.1" is Llama 3.1, "contxt" is context. Every mended word is named in the answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from core.catalog.names import NameIndex
from core.question.normalise import Text
from core.question.steps.decoys import DECOY_WORDS
from core.question.words.languages import FILLER, LANGUAGES, literals
from core.question.words.regex import regex
from core.question.words.words import words_of
from core.wording.note import Note, note

# Words of the grammar that are worth mending; short ones are too easily mistaken.
_KEYWORDS = words_of(
    """
    context tokens users overhead precision parameters billion memory compare training
    finetune batch concurrent requests sequence quantized largest longest biggest inference
    cache contexto memoria usuarios bilhoes parametros precisao comparar treinar simultaneos
    requisicoes
    """
)
_WORD = regex(r"(?<![\w'])(?:[a-z]{4,20}|[a-z]{3}(?=[0-9]))(?![a-z'])")
_ADDRESS = regex(r"(?<![\w.-])[\w.-]{1,96}/[\w./-]{1,200}")
_MOST = 12  # unknown words that are looked at


def _grammar_words() -> frozenset[str]:
    words: set[str] = set(FILLER | _KEYWORDS)
    for language in LANGUAGES:
        for name in language.__dataclass_fields__:
            field: object = getattr(language, name)
            if isinstance(field, str):
                words.update(literals(field))
            elif isinstance(field, tuple):
                for part in field:  # pyright: ignore[reportUnknownVariableType]
                    words.update(literals(str(part)))  # pyright: ignore[reportUnknownArgumentType]
            elif isinstance(field, (frozenset, dict)):
                words.update(str(part) for part in field)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return frozenset(words)


_TERMS = words_of(
    """
    vllm sglang llama ollama kobold koboldcpp transformers tensorrt trtllm lmstudio exllama
    lora qlora dora peft adam adamw adafactor muon deepspeed fsdp zero rank alpha dropout
    epochs epoch warmup stage optimizer optimiser optim checkpointing checkpoint flash
    attention attn half bnb bitsandbytes awq gptq gguf float bfloat bits bytes sxm pcie nvlink
    flag flags node nodes eager graphs tensor pipeline expert parallel parallelism data utilization
    utilisation util activations huggingface hugging face finetuned finetuning tuned trained
    pretrained instruct chat base offload offloading stack distill distilled merge merged
    """
)
_KNOWN = _grammar_words() | _TERMS | DECOY_WORDS


# Names of their own that lie one letter beside one of ours
_OTHERS = words_of(
    "llava alpaca vicuna gamma mistrallite koala camel orca polar solaris quen groq bilhete"
    " bilhetes"
)


def known_word(index: NameIndex, word: str) -> bool:
    """Some list, name or pattern has this word."""
    return word in _OTHERS or word in _KNOWN or word in index.letters or word.rstrip("s") in _KNOWN


@dataclass(frozen=True, slots=True)
class Mended:
    """*text* with the words that were clearly misspelt; *doubtful*, what could be several names."""

    text: Text
    notes: tuple[Note, ...]
    doubtful: Mapping[str, tuple[str, ...]]


def mend(text: Text, index: NameIndex) -> Mended:
    """Replace the words that are clearly misspelt."""
    parts: list[tuple[int, int, str]] = []
    notes: list[Note] = []
    doubtful: dict[str, tuple[str, ...]] = {}
    slash = "/" in text.plain
    addresses = [m.span() for m in _ADDRESS.finditer(text.plain)] if slash else []
    looked_at = 0
    for match in _WORD.finditer(text.plain):
        word = match[0]
        if known_word(index, word) or looked_at >= _MOST:
            continue
        if any(start <= match.start() < end for start, end in addresses):
            continue
        looked_at += 1
        choices = tuple(c for c in index.correct(word, _KEYWORDS) if c[0] == word[0])
        if len(choices) == 1:
            parts.append((*match.span(), choices[0]))
            typed = text.typed(*match.span())
            notes.append(note("reading.typing_error", typed=typed, name=choices[0]))
        elif choices:
            doubtful[word] = choices
    return Mended(text.replace(parts) if parts else text, tuple(notes), doubtful)
