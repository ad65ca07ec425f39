"""The parts of one estimate: what takes the memory, how much, and how that is known."""

from collections.abc import Sequence

from bot.i18n import t
from bot.slack.block_kit.blocks import line, preformatted, rich_text, words
from bot.views.part import Part
from core.memory.estimate import Component, Estimate
from core.units import GB, GIB, Quantity
from core.wording.amounts import both_units, figure, gib


def parts_part(estimate: Estimate, language: str) -> Part:
    """
    The parts in columns, the total with its range below.

    Columns in a code block, not a table block: Slack takes one table a message, and the GPUs
    need it more.
    """
    return Part(
        lines=(
            f"{t(language, 'parts.title')}:",
            *(_line(part, language) for part in estimate.components),
            _total_line(estimate, language),
        ),
        blocks=(
            rich_text(
                line(words(t(language, "parts.title"), bold=True)),
                preformatted(columns(_rows(estimate, language))),
                line(words(_range(estimate, language))),
            ),
        ),
        rank=1,
    )


def columns(rows: list[tuple[str, ...]]) -> str:
    """
    Rows of text under each other: the first and the last column to the left, the others right.

    >>> print(columns([("", "GB", "known"), ("Weights", "141.1", "exact")]))
                GB  known
    Weights  141.1  exact
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            [
                row[0].ljust(widths[0]),
                *(cell.rjust(width) for cell, width in zip(row[1:-1], widths[1:-1], strict=True)),
                row[-1],
            ]
        ).rstrip()
        for row in rows
    )


def _rows(estimate: Estimate, language: str) -> list[tuple[str, ...]]:
    head = ("", "GB", "GiB", t(language, "parts.known"))
    body = [
        (
            t(language, f"part.{part.name}"),
            *_in_both(part.size, language),
            t(language, f"known.{part.known}"),
        )
        for part in estimate.components
    ]
    return [head, *body, (t(language, "part.total"), *_in_both(estimate.total, language), "")]


def _in_both(size: Quantity, language: str) -> tuple[str, str]:
    return figure(language, size, GB), figure(language, size, GIB)


def _line(part: Component, language: str) -> str:
    return t(
        language,
        "parts.line",
        name=t(language, f"part.{part.name}"),
        amount=both_units(language, part.size),
        known=t(language, f"known.{part.known}"),
    )


def _total_line(estimate: Estimate, language: str) -> str:
    return t(
        language,
        "parts.total",
        amount=both_units(language, estimate.total),
        low=gib(language, estimate.low),
        high=gib(language, estimate.high),
    )


def _range(estimate: Estimate, language: str) -> str:
    return t(
        language,
        "parts.range",
        low=gib(language, estimate.low),
        high=gib(language, estimate.high),
    )


def known_names(estimates: Sequence[Estimate]) -> list[str]:
    """Names of the parts that any of *estimates* has, in the usual order."""
    names = (part.name for estimate in estimates for part in estimate.components)
    return list(dict.fromkeys(names))
