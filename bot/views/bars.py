"""
What each GPU of an option holds, part by part, as Slack's own chart, and the same in text.

Slack groups bars of several series by their label and stacks none (decisions/0082), so what is
left free is a bar of its own and the text says what may be planned with.
"""

from collections.abc import Mapping

from bot.i18n import t
from bot.slack.block_kit.blocks import context, shorten
from bot.slack.block_kit.limits_blocks import CHART_LABEL, CHART_SERIES, CHART_TITLE
from bot.slack.block_kit.reply import Block
from bot.views.options import cards
from bot.views.part import Part
from core.planning.options import options
from core.planning.placement import Placement
from core.planning.result import Answer
from core.units import GIB_PER_GPU, Quantity
from core.wording.amounts import figure, gib

OTHER = "other"
FREE = "free"


def bars_part(answer: Answer) -> Part:
    """
    A group of bars for each option of the first screen; nothing where there is none.

    Amounts are GiB of each GPU.
    """
    language = answer.question.language
    found = {
        shorten(cards(one.placement, language), CHART_LABEL): one.placement
        for one in options(answer)
    }
    if not found:
        return Part()
    shown = _names(list(found.values()))
    held = {label: _held(placement, shown) for label, placement in found.items()}
    title = t(language, "bars.title")
    said = [_line(placement, held[label], language) for label, placement in found.items()]
    return Part(
        lines=(f"{title}:", *said),
        blocks=(_chart(title, held, (*shown, FREE), language), context("\n".join(said))),
        rank=6,
    )


def _names(placements: list[Placement]) -> tuple[str, ...]:
    """The parts that have a bar, in their order; the smallest together where they are many."""
    most: dict[str, int] = {}
    for placement in placements:
        for name, size in placement.share.parts.items():
            most[name] = max(size, most.get(name, 0))
    names = [name for name, size in most.items() if size > 0]
    room = CHART_SERIES - 1  # beside what is free
    if len(names) <= room:
        return tuple(names)
    largest = sorted(names, key=lambda name: -most[name])[: room - 1]
    return (*(name for name in names if name in largest), OTHER)


def _held(placement: Placement, shown: tuple[str, ...]) -> Mapping[str, Quantity]:
    """Name of a bar -> GiB per GPU; nothing is free where it does not fit."""
    none = Quantity(0, GIB_PER_GPU)
    parts = placement.parts
    held = {name: parts.get(name, none) for name in shown}  # type: ignore[call-overload]
    if OTHER in shown:
        held[OTHER] = placement.needed - sum(held.values(), none)
    free = placement.headroom
    return {**held, FREE: free if free > none else none}


def _chart(
    title: str,
    held: Mapping[str, Mapping[str, Quantity]],
    names: tuple[str, ...],
    language: str,
) -> Block:
    series = [
        {
            "name": _called(name, language)[:CHART_LABEL],
            "data": [
                {"label": label, "value": round(sizes[name].m_as(GIB_PER_GPU), 1)}
                for label, sizes in held.items()
            ],
        }
        for name in names
    ]
    axes = {"categories": list(held), "y_label": t(language, "chart.y")}
    chart = {"type": "bar", "series": series, "axis_config": axes}
    return {"type": "data_visualization", "title": title[:CHART_TITLE], "chart": chart}


def _line(placement: Placement, held: Mapping[str, Quantity], language: str) -> str:
    parts = "; ".join(
        f"{_called(name, language)} {figure(language, size)}"
        for name, size in held.items()
        if size.magnitude > 0
    )
    budget = gib(language, placement.budget)
    return t(language, "bars.line", cards=cards(placement, language), parts=parts, budget=budget)


def _called(name: str, language: str) -> str:
    return t(language, f"bars.{name}" if name in (OTHER, FREE) else f"part.{name}")
