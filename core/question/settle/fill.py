"""From the chosen candidates to a `Reading`: each goes where its role belongs."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import cast

from core.asked.question import Fact, Reported, Size, Subject, Task
from core.catalog.families import Family
from core.catalog.gpu import GPU
from core.catalog.model import Model
from core.catalog.precision import Precision
from core.question.candidate import Candidate, Evidence
from core.question.reading import (
    Amount,
    CardMention,
    EngineSaid,
    ModelMention,
    PrecisionMention,
    Reading,
    Setting,
)
from core.question.roles import FIRST_LINE, RANGES, SILENT, is_uncounted
from core.question.settle.alternatives import compares
from core.question.settle.kv_format import set_kv
from core.question.settle.problem import check, problem
from core.question.steps.counts import LARGEST_CARD, MOST, SMALLEST_CARD
from core.question.steps.own_cards import CARDS
from core.question.steps.sizes import LARGEST, MIXTRALS, SMALLEST, Parameters
from core.question.steps.widths import NARROWEST, WIDEST, Width, format_of
from core.units import GIB_PER_GPU, PARAMETER, Quantity

# Roles that only what is about us has
_OURS = frozenset(("model", "precision", "bits", "cards", "slice", "engine", "kv_precision"))


def fill(reading: Reading, chosen: Iterable[Candidate]) -> None:
    """Claim all first, so that a problem with one of them knows what the others are."""
    chosen = reading.chosen = tuple(chosen)
    for candidate in chosen:
        reading.claim(candidate.start, candidate.end)
        reading.evidence += _is_ours(candidate)
    for candidate in chosen:
        _take(reading, candidate)
        for said in candidate.notes:
            if candidate.role not in ("context_length", "sequences"):  # said where one counts
                reading.note(said.key, **said.values)


def _is_ours(candidate: Candidate) -> bool:
    if isinstance(candidate.value, ModelMention):  # a family's name may be a word like any other
        return not isinstance(candidate.value.row, Family)
    if candidate.role == "context_length":
        return candidate.evidence >= Evidence.NAMED
    if candidate.value == "other_model":
        return True
    if candidate.role == "own_cards":  # there may be room for anything
        return candidate.value == CARDS
    return candidate.role in _OURS


def _take(reading: Reading, candidate: Candidate) -> None:
    role = candidate.role
    _check_range(reading, candidate)
    if role in SILENT:
        return
    if candidate.is_decoy:
        reading.unused.append((candidate.start, candidate.end))
        if role not in FIRST_LINE:
            reading.decoys.add((candidate.start, candidate.end))
    elif role.startswith("engine."):
        reading.also_said(role, _setting(candidate))
        reading.engine_settings[role.removeprefix("engine.")] = _setting(candidate)
    elif role.startswith("output."):
        fact = cast("Fact", role.removeprefix("output."))
        reading.reported.append(Reported(fact, cast("Quantity", candidate.value)))
    elif role.startswith("training."):
        _plainest(reading, role, candidate)
    else:
        _TAKE[role](reading, candidate)
    if is_uncounted(role, candidate.value):
        reading.unused.append(candidate.whole or (candidate.start, candidate.end))


def _plainest(reading: Reading, role: str, candidate: Candidate) -> None:
    """Of several words for one thing the plainest counts, of equals the first."""
    reading.also_said(role, _setting(candidate))
    if candidate.evidence > reading.said.get(role, 0):
        reading.said[role] = candidate.evidence
        reading.training[role.removeprefix("training.")] = _setting(candidate)


def _check_range(reading: Reading, candidate: Candidate) -> None:
    allowed = RANGES.get(candidate.role)
    if allowed is not None:
        check(
            reading,
            allowed.what,
            cast("float", candidate.value),
            (candidate.start, candidate.end),
            lowest=allowed.lowest,
            highest=allowed.highest,
            whole=allowed.whole,
        )


def _setting(candidate: Candidate) -> Setting:
    """A number that must be whole is an int."""
    allowed = RANGES.get(candidate.role)
    if allowed is not None and allowed.whole:
        return int(cast("float", candidate.value))
    return cast("Setting", candidate.value)


def _amount(candidate: Candidate) -> Amount:
    number = int(cast("float", candidate.value))
    at = (candidate.start, candidate.end)
    return Amount(number, at, candidate.evidence, candidate.notes)


# ── one function a role ──────────────────────────────────────────────────────────────────────


def _model(reading: Reading, candidate: Candidate) -> None:
    reading.models.append(replace(cast("ModelMention", candidate.value)))


def _parameters(reading: Reading, candidate: Candidate) -> None:
    said = cast("Parameters", candidate.value)
    at = (candidate.start, candidate.end)
    key = f"{said.experts}x{said.each:g}b"
    if said.experts is not None:
        row = reading.index.exact(f"mixtral {key}") if key in MIXTRALS else None
        if isinstance(row, Model):
            reading.note("reading.mixtral", typed=said.name, name=row.name)
            reading.models.append(ModelMention(*at, row, f"mixtral {key}"))
            return
    check(reading, "parameters", said.number, at, lowest=SMALLEST, highest=LARGEST, whole=False)
    if said.experts is not None:
        reading.note("reading.experts", typed=said.name)
    if said.active:
        check(reading, "active", said.active, at, lowest=SMALLEST, highest=said.number, whole=False)
    active = Quantity(round(said.active), PARAMETER) if said.active else None
    size = Size(said.name, Quantity(round(said.number), PARAMETER), active)
    reading.models.append(ModelMention(*at, size, said.name.split("-")[0].lower()))


def _precision(reading: Reading, candidate: Candidate) -> None:
    reading.precisions.append(replace(cast("PrecisionMention", candidate.value)))


def _bits(reading: Reading, candidate: Candidate) -> None:
    for width in cast("tuple[Width, ...]", candidate.value):
        at = (width.start, width.end)
        check(reading, "bits", width.bits, at, lowest=NARROWEST, highest=WIDEST, whole=False)
        reading.precisions.append(format_of(width, reading.index))


def _kv_precision(reading: Reading, candidate: Candidate) -> None:
    if isinstance(candidate.value, Precision):
        set_kv(reading, candidate.value, (candidate.start, candidate.end))


def _dtype(reading: Reading, candidate: Candidate) -> None:
    reading.dtype = cast("Precision", candidate.value)


def _cards(reading: Reading, candidate: Candidate) -> None:
    mention = replace(cast("CardMention", candidate.value))
    at = (candidate.start, candidate.end)
    gigabytes = mention.label
    if mention.nameless and isinstance(mention.row, GPU):
        gigabytes = mention.row.memory.m_as(GIB_PER_GPU)
    if gigabytes is not None:
        check(
            reading, "card_memory", gigabytes, at,
            lowest=SMALLEST_CARD, highest=LARGEST_CARD, whole=False,
        )  # fmt: skip
    for count in mention.counts:
        check(reading, "gpus", count, at, highest=MOST)
    reading.cards.append(mention)


def _several_sequences(reading: Reading, candidate: Candidate) -> None:
    several = cast("tuple[int, ...]", candidate.value)
    first, second = several[0], several[-1]
    if compares(reading):
        at = (candidate.start, candidate.end)
        reading.loads += [Amount(number, at, candidate.evidence) for number in several]
        return
    raise problem(
        reading,
        "conflict",
        "two_loads",
        (candidate.start, candidate.end),
        instead=(f"{first} users", f"{second} users"),
        first=first,
        second=second,
    )


def _task(reading: Reading, candidate: Candidate) -> None:
    order = ("qlora", "lora", "pretrain", "full")
    task = cast("Task", candidate.value)
    if task not in reading.tasks:
        reading.tasks.append(task)
    if reading.task is None or order.index(task) < order.index(reading.task):
        reading.task = task


def _alignment(reading: Reading, candidate: Candidate) -> None:
    reading.aligns = True
    method = str(candidate.value).lower()
    reading.also_said("training.method", method)
    reading.training["method"] = method


def _dora(reading: Reading, candidate: Candidate) -> None:
    reading.training["dora"] = True
    _task(reading, candidate._replace(value="lora"))


def _not_answered(reading: Reading, candidate: Candidate) -> None:
    subject = cast("Subject", candidate.value)
    if subject not in reading.subjects:
        reading.subjects.append(subject)


def _engine(reading: Reading, candidate: Candidate) -> None:
    reading.engines.append((cast("EngineSaid", candidate.value), (candidate.start, candidate.end)))


def _prompt(reading: Reading, candidate: Candidate) -> None:
    reading.prompt = reading.prompt or _amount(candidate)


def _own(reading: Reading, candidate: Candidate) -> None:
    reading.own = reading.own or _amount(candidate)


def _answer(reading: Reading, candidate: Candidate) -> None:
    reading.answer = reading.answer or _amount(candidate)


def _global_batch(reading: Reading, candidate: Candidate) -> None:
    reading.global_batch = reading.global_batch or _amount(candidate)


def _set(name: str) -> Callable[[Reading, Candidate], None]:
    def take(reading: Reading, candidate: Candidate) -> None:
        setattr(reading, name, _setting(candidate))

    return take


def _at(name: str) -> Callable[[Reading, Candidate], None]:
    def take(reading: Reading, candidate: Candidate) -> None:
        setattr(reading, name, getattr(reading, name) or (candidate.start, candidate.end))

    return take


def _own_cards(reading: Reading, _: Candidate) -> None:
    reading.own_cards = True


def _percent(reading: Reading, candidate: Candidate) -> None:
    reading.overhead = round(1 + cast("float", candidate.value) / 100, 6)


_TAKE: dict[str, Callable[[Reading, Candidate], None]] = {
    "model": _model,
    "parameters": _parameters,
    "precision": _precision,
    "bits": _bits,
    "kv_precision": _kv_precision,
    "dtype": _dtype,
    "cards": _cards,
    "card_count": lambda reading, one: reading.card_counts.append(_amount(one)),
    "one_card": _at("one_card"),
    "own_cards": _own_cards,
    "slice": lambda reading, one: reading.slices.append(
        (cast("str", one.value), (one.start, one.end))
    ),
    "context_length": lambda reading, one: reading.contexts.append(_amount(one)),
    "own_length": _own,
    "input_length": _prompt,
    "output_length": _answer,
    "context_total": _set("total"),
    "slots": _set("slots"),
    "parts_length": _set("parts_length"),
    "shared_prefix": _set("shared_prefix"),
    "full_context": _set("full_context"),
    "sequences": lambda reading, one: reading.loads.append(_amount(one)),
    "several_sequences": _several_sequences,
    "global_batch": _global_batch,
    "overhead": _set("overhead"),
    "overhead_percent": _percent,
    "task": _task,
    "alignment": _alignment,
    "dora": _dora,
    "deepspeed": _at("deepspeed"),
    "engine": _engine,
    "not_answered": _not_answered,
}
