"""Alternatives side by side: one column for each model or precision."""

from bot.i18n import t
from bot.slack.block_kit.blocks import line, rich_text, shorten, table, words
from bot.views.part import Part
from bot.views.parts import known_names
from core.catalog.model import Model
from core.memory.estimate import Estimate
from core.planning.placement import Placement
from core.planning.result import Answer
from core.wording.amounts import both_units, figure, gib, number
from core.wording.say import say_format

MAX_COLUMNS = 19  # one fewer than Slack takes: the first names the rows
MAX_CARDS, MIN_CARDS = 6, 3
MAX_NAME = 80  # characters of the head of a column
FEW = 8  # where it does not fit at all, it ranks as if it took a whole machine


def compare_part(answer: Answer) -> Part:
    """Parts, total, and the smallest number of each card that holds it."""
    language = answer.question.language
    estimates = answer.estimates[:MAX_COLUMNS]
    title = t(language, "parts.title")
    rows = [
        [t(language, "compare.part"), *_names(answer, estimates, language)],
        *_part_rows(estimates, language),
        [t(language, "part.total"), *(figure(language, one.total) for one in estimates)],
        *_card_rows(answer, len(estimates), language),
    ]
    block = table(rows, ["left", *["right"] * len(estimates)])
    return Part(
        lines=(f"{title}:", *_lines(answer, estimates, language)),
        blocks=(rich_text(line(words(title, bold=True))), block),
        rank=1,
    )


def _names(answer: Answer, estimates: tuple[Estimate, ...], language: str) -> list[str]:
    """
    What tells the columns apart: as the answer labels them, or the model, the precision, or both.
    """
    if answer.labels:
        return [shorten(label, MAX_NAME) for label in answer.labels[: len(estimates)]]
    models = {estimate.model.name for estimate in estimates}
    precisions = {estimate.precision.id for estimate in estimates}
    if len(models) == 1:
        return [_form(estimate, language) for estimate in estimates]
    if len(precisions) == 1:
        return [estimate.model.name for estimate in estimates]
    return [f"{estimate.model.name}, {_form(estimate, language)}" for estimate in estimates]


def _form(estimate: Estimate, language: str) -> str:
    """A bare size was asked in bits, and is answered in bits."""
    if isinstance(estimate.model, Model):
        return say_format(language, estimate.precision.name)
    bits = f"{estimate.precision.plain_bits:g}"
    shown = bits.replace(".", ",") if language == "pt" else bits
    return t(language, "compare.bits", bits=shown)


def _part_rows(estimates: tuple[Estimate, ...], language: str) -> list[list[str]]:
    names = known_names(estimates)
    sizes = [estimate.sizes() for estimate in estimates]
    return [
        [
            t(language, f"part.{name}"),
            *(figure(language, size[name]) if name in size else "" for size in sizes),
        ]
        for name in names
    ]


def _card_rows(answer: Answer, columns: int, language: str) -> list[list[str]]:
    """One row for each card: the smallest count of it that each alternative can use."""
    return [
        [
            t(language, "compare.on", gpu=gpu),
            *(_said(_smallest(answer, column, gpu), language) for column in range(columns)),
        ]
        for gpu in _telling_cards(answer, columns)
    ]


def _telling_cards(answer: Answer, columns: int) -> list[str]:
    """
    Few cards: those that not all alternatives need the same number of, the smallest numbers first
    to stay; and whatever the verdict names.
    """
    names = list(dict.fromkeys(placement.gpu.name for placement in answer.placements))
    counts = {
        name: [_smallest(answer, column, name) for column in range(columns)] for name in names
    }
    telling = sorted(
        (name for name in names if len(set(counts[name])) > 1),
        key=lambda name: max(count or FEW for count in counts[name]),
    )[:MAX_CARDS]
    dull = [name for name in names if len(set(counts[name])) == 1]
    kept = {*telling, *dull[: max(0, MIN_CARDS - len(telling))]}
    kept |= {placement.gpu.name for placement in answer.verdict.placements}
    return [name for name in names if name in kept]


def _smallest(answer: Answer, column: int, gpu: str) -> int | None:
    """The fewest that hold it and that an engine can use."""
    fitting = [one for one in _of(answer, column) if one.gpu.name == gpu and one.fits]
    usable = [one.count for one in fitting if one.is_usable]
    return min(usable or [one.count for one in fitting], default=None)


def _said(count: int | None, language: str) -> str:
    return t(language, "compare.none") if count is None else f"{number(language, count)} ×"


def _of(answer: Answer, column: int) -> list[Placement]:
    return [placement for placement in answer.placements if placement.estimate == column]


def _lines(answer: Answer, estimates: tuple[Estimate, ...], language: str) -> list[str]:
    said: list[str] = []
    gpus = _telling_cards(answer, len(estimates))
    for column, (name, estimate) in enumerate(
        zip(_names(answer, estimates, language), estimates, strict=True)
    ):
        counts = [(gpu, _smallest(answer, column, gpu)) for gpu in gpus]
        on = ", ".join(f"{number(language, count)} × {gpu}" for gpu, count in counts if count)
        amounts = (both_units(language, estimate.total), _parts_line(estimate, language), on)
        said.append(f"{name}: {'; '.join(amount for amount in amounts if amount)}")
    return said


def _parts_line(estimate: Estimate, language: str) -> str:
    """The column of the table, as it would be read aloud."""
    return ", ".join(
        f"{t(language, f'part.{name}')} {gib(language, size)}"
        for name, size in estimate.sizes().items()
    )
