"""Memory of each GPU against the context, with the card's line; the same numbers in text."""

from bot.i18n import t
from bot.slack.block_kit.blocks import context
from bot.slack.block_kit.limits_blocks import CHART_LABEL, CHART_TITLE
from bot.views.options import cards
from bot.views.part import Part
from core.planning.placement import Placement
from core.planning.result import Answer
from core.units import GIB_PER_GPU, Quantity
from core.wording.amounts import gib, number

CONTEXTS = tuple(2**power for power in range(12, 18))  # 4,096 to 131,072 tokens


def chart_part(answers: list[tuple[int, Answer]], like: Answer) -> Part:
    """
    Needed per GPU at each of the contexts, on the cards of the first line of *like*.

    A line for the need and a line for what may be planned with; nothing where fewer than two
    contexts can be placed on those cards.
    """
    language, card = like.question.language, like.headline
    found = [(tokens, _same(answer, card)) for tokens, answer in answers]
    points = [(tokens, placement) for tokens, placement in found if placement]
    if card is None or len(points) < 2:
        return Part()
    title = t(language, "chart.title", cards=cards(card, language))
    said = "; ".join(
        t(language, "chart.point", count=tokens, amount=gib(language, placement.needed))
        for tokens, placement in points
    )
    said = t(language, "chart.line", points=said, amount=gib(language, card.budget))
    labels = [number(language, tokens) for tokens, _ in points]
    chart = {
        "type": "line",
        "series": [
            _series(t(language, "chart.needed"), labels, [one.needed for _, one in points]),
            _series(t(language, "chart.card"), labels, [one.budget for _, one in points]),
        ],
        "axis_config": {
            "categories": labels,
            "x_label": t(language, "chart.x"),
            "y_label": t(language, "chart.y"),
        },
    }
    block = {"type": "data_visualization", "title": title[:CHART_TITLE], "chart": chart}
    return Part(lines=(f"{title}:", said), blocks=(block, context(said)), rank=6)


def _same(answer: Answer, card: Placement | None) -> Placement | None:
    """The placement on the same cards, split in the same way."""
    wanted = card and (card.gpu.id, card.count, card.tensor_parallel)
    for placement in answer.placements:
        if (placement.gpu.id, placement.count, placement.tensor_parallel) == wanted:
            return placement
    return None


def _series(name: str, labels: list[str], sizes: list[Quantity]) -> dict[str, object]:
    points = [
        {"label": label, "value": round(size.m_as(GIB_PER_GPU), 1)}
        for label, size in zip(labels, sizes, strict=True)
    ]
    return {"name": name[:CHART_LABEL], "data": points}
