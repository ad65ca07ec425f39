"""
Memory of each GPU against the context, or the users where they were asked: a line for each option
that works, and what may be planned with on its card; the same numbers in text.
"""

from collections.abc import Sequence
from typing import Literal

from bot.i18n import t
from bot.slack.block_kit.blocks import context, shorten
from bot.slack.block_kit.limits_blocks import CHART_LABEL, CHART_TITLE
from bot.views.options import cards
from bot.views.part import Part
from bot.views.refine import CONTEXT, USERS
from core.planning.options import options
from core.planning.placement import Placement
from core.planning.result import Answer
from core.units import GIB_PER_GPU, SEQUENCE, Quantity, whole
from core.wording.amounts import gib, number

Axis = Literal["context", "users"]  # action ids of the menus that change them
CONTEXTS = tuple(2**power for power in range(12, 18))  # 4,096 to 131,072 tokens
USER_COUNTS = tuple(2**power for power in range(7))  # 1 to 64

Curve = tuple[Placement, Sequence[Placement | None]]  # an option, and the same cards at each value


def axis_of(answer: Answer) -> tuple[Axis, tuple[int, ...]]:
    """What is drawn along, and its values: users where they were asked, else the context."""
    asked = answer.question.sequences
    if asked is None:
        return CONTEXT, CONTEXTS
    return USERS, tuple(sorted({*USER_COUNTS, whole(asked, SEQUENCE)}))


def working(answer: Answer) -> list[Placement]:
    """The options of the first screen that work; all of them where none does."""
    offered = [one.placement for one in options(answer)]
    return [one for one in offered if one.fits] or offered


def chart_part(curves: Sequence[Curve], axis: Axis, values: Sequence[int], language: str) -> Part:
    """
    Needed per GPU (GiB) of each option at each of *values*.

    A value at which one of them cannot be placed is left out; nothing where fewer than two remain.
    """
    kept = [at for at, _ in enumerate(values) if all(held[at] is not None for _, held in curves)]
    if not curves or len(kept) < 2:
        return Part()
    labels = [number(language, values[at]) for at in kept]
    series: dict[str, list[Quantity]] = {}
    budgets: dict[str, list[Quantity]] = {}
    said: list[str] = []
    for option, held in curves:
        points = [placed for at in kept if (placed := held[at]) is not None]
        name = cards(option, language)
        series[shorten(name, CHART_LABEL)] = [placed.needed for placed in points]
        usable = t(language, "chart.card", gpu=option.gpu.name)
        budgets[shorten(usable, CHART_LABEL)] = [placed.budget for placed in points]
        amounts = [gib(language, placed.needed) for placed in points]
        shown = "; ".join(map(": ".join, zip(labels, amounts, strict=True)))
        budget = gib(language, option.budget)
        said.append(t(language, "chart.line", cards=name, points=shown, budget=budget))
    title = t(language, f"chart.by_{axis}")
    chart = {
        "type": "line",
        "series": [_series(name, labels, sizes) for name, sizes in {**series, **budgets}.items()],
        "axis_config": {
            "categories": labels,
            "x_label": t(language, f"chart.{axis}"),
            "y_label": t(language, "chart.y"),
        },
    }
    block = {"type": "data_visualization", "title": title[:CHART_TITLE], "chart": chart}
    return Part(lines=(f"{title}:", *said), blocks=(block, context("\n".join(said))), rank=6)


def _series(name: str, labels: list[str], sizes: list[Quantity]) -> dict[str, object]:
    points = [
        {"label": label, "value": round(size.m_as(GIB_PER_GPU), 1)}
        for label, size in zip(labels, sizes, strict=True)
    ]
    return {"name": name, "data": points}
