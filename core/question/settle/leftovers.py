"""What becomes of unclaimed words: a card or model we do not know, or words that are named."""

import re
from collections.abc import Mapping

from core.asked.question import Size
from core.catalog.gpu import GPU
from core.catalog.model import Model
from core.question.reading import CLAIMED, Reading
from core.question.settle.families import wanted_family
from core.question.settle.problem import problem
from core.question.settle.unclaimed import WORD, Unknown, unclaimed_words
from core.question.settle.unknown_names import (
    listed,
    outside_of_refused,
    refused_by_hub,
    unknown_model,
)
from core.question.words.languages import either
from core.question.words.regex import regex
from core.wording.say import say

_CARD_LIKE = regex(
    r"(?<![\w])(?:(?:geforce|nvidia|amd|radeon|tesla|quadro|instinct)[\s-]*)*(?:(?:rtx|gtx|rx"
    r"|tesla|quadro"
    r"|radeon|instinct|geforce|arc|titan)[\s-]?[a-z]{0,3}\d{2,5}[a-z]{0,4}"
    r"|(?:mi|gb|gh|tpu[\s-]?v)\d{1,4}[a-z]?|[abhlvptkr]\d{2,5}[a-z]?|m\d{1,2}[\s-](?:max|ultra"
    r"|pro)|cerebras(?:[\s-]wse[\s-]?\d?)?|groq(?:[\s-]lpus?)?|sambanova|graphcore|tenstorrent"
    r"|ascend(?:[\s-]\d{3}[a-z]?)?)(?![\w])"
)
_ON = regex(
    rf"(?<!\w)(?:on|onto|numa?|em uma?|na minha|no meu|inside)\s(?:(?:{either('one')}"
    rf"|{either('my')}|new|single|nova?)\s|\d{{1,5}}\s?x?\s)*$"
)
_KIND = regex(r"[^,;?!\0]{0,40}?[\s-]?(?:ti|super|xtx?)\b")
# "5070 ti super"; not "a 4090 super easily", "on a 3090 super tight"
_SUPER = regex(
    r"[\s-]?super\b(?![\s-](?:fast|slow|easy|easily|tight|long|short|big|small|large|cheap|quick\w*|\w+ly)\b)"
    r"(?:[\s,]{1,2}\d{1,3}\s?gb\b)?"
)
_VARIANT = regex(
    r"[\s-](?:large|medium|plus|ultra|nano|flash|air|lite)\b"
    r"(?!\s(?:\d|an?\b|the\b|my\b|one\b|two\b|some|lora|qlora|kv|context|ctx|batch|window|prompt|number|amount"
    r"|users?|seq\w*|another|overhead|headroom))"
)
_NO_CARDS = {"cpu", "cpus", "cpu only", "cpu-only"}
_OF_CARDS = regex(rf"[\s-]*(?:{either('cards')})\b")
_CHUNK = regex(r"(?<![\w-])[a-z]+(?:-[a-z0-9.]+){2,6}(?![\w-])")  # "totally-made-up-llm"
_SENTENCE = 5  # words beside the unknown one
_BESIDE_BEFORE = regex(r"\0[\s,-]*$")
_BESIDE_AFTER = regex(r"[\s,:-]*(?:(?:in|at|em|with|com|on|using|de)\s)?\0")


def settle_leftovers(reading: Reading, doubtful: Mapping[str, tuple[str, ...]]) -> None:
    """Raise what must be raised; put the rest under unused."""
    unknown = outside_of_refused(reading, unclaimed_words(reading))
    _refuse_made_up_kind(reading)
    _refuse_other_variant(reading, doubtful)
    _refuse_unknown_card(reading, unknown)
    _refuse_unknown_name(reading, unknown, doubtful)
    reading.unused += [(run.start, run.end) for run in unknown]


def require_model(reading: Reading, doubtful: Mapping[str, tuple[str, ...]]) -> None:
    """Neither a size nor a model: the name we do not know, the family's sizes, or the question."""
    family = wanted_family(reading)
    if family is not None:
        mention, row = family
        for run in unclaimed_words(reading):
            between = reading.plain[mention.end : run.start]
            if mention.end <= run.start and re.fullmatch(r"[\s-]{1,2}", between):
                raise unknown_model(
                    reading, Unknown(mention.start, run.end, run.words + 1), doubtful
                )
        sizes = [size.upper().replace("X", "x") for size in row.sizes]
        name = row.name
        error = problem(
            reading, "need_model", "which_size", (mention.start, mention.end),
            name=name, sizes=", ".join(sizes),
            instead=tuple(f"{name} {size}" for size in sizes[:3]),
        )  # fmt: skip
        error.family = name
        raise error
    unknown = [run for run in unclaimed_words(reading) if _may_be_a_name(reading, run)]
    if unknown:
        run = max(unknown, key=lambda run: _how_much_a_name(reading, run))
        raise unknown_model(reading, run, doubtful)
    chunk = _CHUNK.search(reading.plain)
    if chunk is not None:
        raise unknown_model(reading, Unknown(*chunk.span(), 1), doubtful)
    language = reading.language
    raw = reading.text.raw.strip()
    raise problem(
        reading,
        "need_model",
        "need_model",
        suggestions=(
            f"70B {raw}",
            f"Llama 3.1 8B {raw}",
            say(language, "example.size"),
            say(language, "example.model"),
            say(language, "example.fit"),
        ),
    )


def _may_be_a_name(reading: Reading, run: Unknown) -> bool:
    """One plain word in the middle of a sentence is rather a word than a model."""
    said = reading.plain[run.start : run.end]
    if run.words > 1 or not said.isalpha() or said in reading.index.opening:
        return True
    others = len(WORD.findall(reading.plain)) - 1
    before, after = reading.plain[: run.start], reading.plain[run.end :]
    beside = _BESIDE_BEFORE.search(before) or _BESIDE_AFTER.match(after)
    return others < _SENTENCE or beside is not None


def _how_much_a_name(reading: Reading, run: Unknown) -> tuple[bool, int, int]:
    """Figures and hyphens first, then length, then the earlier one."""
    said = reading.plain[run.start : run.end]
    return not said.replace(" ", "").isalpha(), run.end - run.start, -run.start


def _refuse_unknown_card(reading: Reading, unknown: list[Unknown]) -> None:
    for run in unknown:
        match = next(
            (m for m in _CARD_LIKE.finditer(reading.plain) if m.start() < run.end <= m.end()), None
        )
        known = _of_other_kind(reading, run) if match is None else None
        match = match or (None if known is None else known[0])
        after_on = _ON.search(reading.plain[max(0, run.start - 60) : run.start]) is not None
        of_cards = _OF_CARDS.match(reading.plain, run.end) is not None and not reading.cards
        named = any(isinstance(m.row, Model | Size) for m in reading.models)
        said = reading.plain[run.start : run.end]
        figures_only = match is None and not any(character.isalpha() for character in said)
        if said in _NO_CARDS or figures_only:
            continue
        if match is None and not (named and not reading.cards and (after_on or of_cards)):
            continue
        at = (run.start, run.end) if match is None else match.span()
        raise _unknown_card(reading, at, None if known is None else known[1])


def _refuse_made_up_kind(reading: Reading) -> None:
    """ "5070 Ti SUPER": "super" is a word like any other, but not behind a card."""
    for mention in reading.cards:
        after = _SUPER.match(reading.text.plain, mention.end)
        if after is not None and isinstance(mention.row, GPU) and not mention.nameless:
            first = reading.text.plain.rfind(mention.key.split(" ")[0], mention.start, mention.end)
            at = (max(mention.start, first), after.end())
            raise _unknown_card(reading, at, mention.row.name)


def _refuse_other_variant(reading: Reading, doubtful: Mapping[str, tuple[str, ...]]) -> None:
    """
    "pixtral large", "command a plus": a model of its own that we do not know; "bge-m3 plus llama
    3.1 8b" are two.
    """
    for mention in reading.models:
        after = _VARIANT.match(reading.text.plain, mention.end)
        if after is None or isinstance(mention.row, Size):
            continue
        joins = "plus" in after[0] and any(m.start == after.end() + 1 for m in reading.models)
        if not joins and CLAIMED not in reading.plain[after.start() : after.end()]:
            raise unknown_model(reading, Unknown(mention.start, after.end(), 2), doubtful)


def _unknown_card(reading: Reading, at: tuple[int, int], nearest: str | None = None) -> Exception:
    typed = reading.text.typed(*at)
    near = tuple(gpu.name for gpu in reading.index.nearest_cards(typed))
    near = (near if nearest is None else (nearest, *near)) or ("A100 80GB", "H100 80GB", "RTX 4090")
    near = tuple(dict.fromkeys(near))[:3]
    return problem(
        reading, "unknown_gpu", "unknown_gpu", at, names=listed(reading, near), instead=near
    )


def _of_other_kind(reading: Reading, run: Unknown) -> tuple[re.Match[str], str] | None:
    """ "4090 Ti": a card we know, of a kind that was never made."""
    for mention in reading.cards:
        match = _KIND.match(reading.text.plain, mention.start)
        if match is not None and mention.end <= run.start < match.end():
            return match, mention.row.name
    return None


def _refuse_unknown_name(
    reading: Reading, unknown: list[Unknown], doubtful: Mapping[str, tuple[str, ...]]
) -> None:
    """
    "wizardlm 13b": a name we do not know before a bare size is not a bare size, unless a hub was
    asked for it and had no better answer, which is said first.
    """
    if refused_by_hub(reading) is not None:
        return
    for run in unknown:
        for mention in reading.models:
            if not isinstance(mention.row, Size):
                continue
            between = reading.text.plain[run.end : mention.start]
            joined_after = reading.text.plain[mention.end : run.start]
            if not any(c.isalpha() for c in reading.plain[run.start : run.end]):
                continue
            if (run.end <= mention.start and re.fullmatch(r"[\s\-_:/]{1,3}", between)) or (
                run.start >= mention.end and re.fullmatch(r"[-_]", joined_after)
            ):
                start, end = min(run.start, mention.start), max(run.end, mention.end)
                raise unknown_model(
                    reading, Unknown(start, end, run.words), doubtful, size=mention.row
                )
