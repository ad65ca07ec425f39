"""Which number formats the weights have: one, several to compare, or a contradiction."""

import re

from core.catalog.precision import Precision
from core.catalog.spelling import name_key
from core.question.reading import PrecisionMention, Reading
from core.question.settle.kv_format import KV, KV_BESIDE, KV_NUMBER, can_hold, give_to_kv, set_kv
from core.question.settle.problem import problem
from core.question.steps.widths import nominal_bits, width_row
from core.question.words.languages import either
from core.question.words.regex import regex

_ACTIVATIONS = regex(
    r"[\s,-]*(?:activations?|act|compute|ativac(?:ao|oes)|computacao)\b"
    r"(?![\s_-]?(?:offload|checkpoint|recomp|ckpt))"
)
_ACTIVATIONS_BEFORE = regex(
    r"\b(?:activations?|compute(?:[ _]dtype)?|ativac(?:ao|oes)|computacao)\s?(?:in|em|at|=|:"
    r"|is)?\s?$"
)
_CHOICE = regex(r"/|\b(?:or|and|vs\.?|versus|to|e|ou|contra|than|do que)\b")
_OF_MODEL = regex(r"[\s(,-]*")
_KINDS = {"bnb", "bitsandbytes", "mlx", "exl 2", "exl 3"}
_QUANTISED_TO = regex(rf"(?:{either('quantised_to')})\s*(?:a\s|the\s|about\s)?$")


def assign_formats(reading: Reading) -> tuple[Precision, ...]:
    """Take the KV cache's format out; what is left is the weights', in the order it was said."""
    for match in reading.take(KV_NUMBER, "kv"):
        row = width_row(reading.index, float(match["number"]))
        set_kv(reading, row, match.span())
    for match in reading.take(KV, "kv", "cache"):
        reading.evidence += 1
        give_to_kv(reading, match)
    beside = KV_BESIDE.finditer(reading.text.plain) if "cache" in reading.plain else ()
    for match in beside:
        if reading.plain[match.start() : match.end()] == match[0]:
            reading.claim(*match.span())
            give_to_kv(reading, match)
    reading.precisions.sort(key=lambda mention: mention.start)
    _drop_activations(reading)
    _give_to_asked_cache(reading)
    return _weights(reading)


def _give_to_asked_cache(reading: Reading) -> None:
    """
    "How big is the kv cache of llama 3.1 8b at 128k in fp8": of the part that is asked for. Right
    behind the model's name it is the format of the weights; 16 bits are the cache's anyway.
    """
    if reading.component != "kv_cache" or reading.kv_precision or len(reading.precisions) != 1:
        return
    [one] = reading.precisions
    before = reading.text.plain[: one.start]
    if (
        can_hold(one.row)
        and nominal_bits(one.row) < 16
        and not any(_OF_MODEL.fullmatch(before, mention.end) for mention in reading.models)
    ):
        reading.precisions.clear()
        set_kv(reading, one.row, (one.start, one.end))


def _drop_activations(reading: Reading) -> None:
    """ "4-bit weights, 16-bit activations": the second is no format of weights."""
    if len(reading.precisions) < 2:
        return
    for mention in list(reading.precisions):
        after = _ACTIVATIONS.match(reading.plain, mention.end)
        before = _ACTIVATIONS_BEFORE.search(
            reading.plain[max(0, mention.start - 40) : mention.start]
        )
        if (after or before) and len(reading.precisions) > 1:
            reading.precisions.remove(mention)
            start = mention.start - (len(before[0]) if before else 0)
            end = after.end() if after else mention.end
            reading.set_aside(start, end)


def _weights(reading: Reading) -> tuple[Precision, ...]:
    mentions = _without_repetitions(reading, _of_their_kind(reading, reading.precisions))
    if len(mentions) > 1 and not _is_list(reading, mentions):
        last = mentions[-1]
        if _QUANTISED_TO.search(_before(reading, last)):
            for other in mentions[:-1]:
                reading.unused.append((other.start, other.end))
            mentions = [last]
        else:
            raise problem(
                reading,
                "conflict",
                "two_precisions",
                (mentions[0].start, mentions[-1].end)
                if _adjacent(reading, mentions)
                else (last.start, last.end),
                first=mentions[0].row.name,
                second=mentions[1].row.name,
                instead=tuple(f"{m.row.name}" for m in mentions[:2])
                if _adjacent(reading, mentions)
                else (),
            )
    elif len(mentions) == 2 and _QUANTISED_TO.search(_before(reading, mentions[1])):
        reading.unused.append((mentions[0].start, mentions[0].end))
        mentions = mentions[1:]
    for mention in mentions:
        _note_choice(reading, mention)
    return tuple(mention.row for mention in mentions)


def _of_their_kind(reading: Reading, mentions: list[PrecisionMention]) -> list[PrecisionMention]:
    """ "int8 (bnb)": a maker of formats beside a width is that maker's format of the width."""
    kinds = [m for m in mentions if m.key in _KINDS]
    others = [m for m in mentions if m.key not in _KINDS]
    if len(kinds) != 1 or len(others) != 1:
        return mentions
    first, last = sorted(mentions, key=lambda mention: mention.start)
    if _CHOICE.search(reading.text.plain[first.end : last.start]):
        return mentions
    named = reading.index.exact(f"{kinds[0].key} {nominal_bits(others[0].row)}bit")
    if isinstance(named, Precision):
        return [PrecisionMention(others[0].start, others[0].end, named, named.id, False)]
    return others


def _without_repetitions(
    reading: Reading, mentions: list[PrecisionMention]
) -> list[PrecisionMention]:
    """ "4-bit AWQ" is one format said twice; the narrower word stays."""
    kept: list[PrecisionMention] = []
    for mention in mentions:
        twin = next((k for k in kept if _same(reading, k, mention)), None)
        if twin is None:
            kept.append(mention)
        elif _vague(twin) and not _vague(mention):
            kept[kept.index(twin)] = mention
    return kept


def _same(reading: Reading, one: PrecisionMention, other: PrecisionMention) -> bool:
    if one.row is other.row or one.row.id == other.row.id:
        return True
    if _CHOICE.search(reading.text.plain[one.end : other.start]):
        return False
    close = nominal_bits(one.row) == nominal_bits(other.row)
    return close and (_vague(one) or _vague(other))


def _vague(mention: PrecisionMention) -> bool:
    return mention.generic or mention.row.id in {"int4", "int8", "w4a16"} or mention.key in {
        "w 8 a 8", "w 4 a 16", "mlx", "exl 2", "exl 3", "bnb", "bitsandbytes"}  # fmt: skip


def _is_list(reading: Reading, mentions: list[PrecisionMention]) -> bool:
    """A word or sign of a list stands between the first and the last, or "compare" anywhere."""
    between = reading.text.plain[mentions[0].end : mentions[-1].start]
    if re.search(
        r"[,/;|&+>→]|\b(?:or|and|vs\.?|versus|to|against|e|ou|contra|than|para|que)\b", between
    ):
        return True
    return re.search(rf"\b{either('versus')}(?![a-z])", reading.text.plain) is not None


def _before(reading: Reading, mention: PrecisionMention) -> str:
    return reading.text.plain[max(0, mention.start - 60) : mention.start]


def _adjacent(reading: Reading, mentions: list[PrecisionMention]) -> bool:
    return not reading.text.plain[mentions[0].end : mentions[-1].start].strip(" -")


def _note_choice(reading: Reading, mention: PrecisionMention) -> None:
    row = mention.row
    if mention.generic and row.plain_bits == 4:
        reading.note("reading.four_bits", name=row.name)
    elif row.kind == "gguf" and mention.key.count(" ") == 1 and name_key(row.id) != mention.key:
        reading.note("reading.precision", typed=mention.key.replace(" ", "").upper(), name=row.name)
