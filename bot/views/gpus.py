"""`/gpumem gpus`: the cards we know, with the memory that the driver reports."""

from bot.i18n import t
from bot.slack.block_kit.blocks import context, line, rich_text, table, words
from bot.slack.block_kit.reply import Reply
from bot.views.found import matching
from bot.views.part import Part, text_of
from core.asked.scenario import USUAL_CARDS
from core.catalog.catalog import Catalog
from core.catalog.gpu import GPU
from core.units import GIB_PER_GPU
from core.wording.amounts import number

MAX_ROWS = 60


def gpus_view(catalog: Catalog, wanted: str, language: str) -> Reply | None:
    """
    The cards that have all words of *wanted* in their names, None where there are none; the usual
    ones where nothing is wanted.
    """
    gpus = list(catalog.gpus.values())
    found = matching(wanted, gpus, _names) if wanted else [catalog.gpus[id] for id in USUAL_CARDS]
    if not found:
        return None
    shown = found[:MAX_ROWS]
    title = t(language, "gpus.title", count=len(found), all=len(gpus))
    more = t(language, "gpus.more")
    head = [t(language, f"gpus.{name}") for name in ("name", "memory", "label", "vendor")]
    rows = [_row(gpu, language) for gpu in shown]
    part = Part(
        lines=(title, *(": ".join(row[:2]) + " GiB" for row in rows), more),
        blocks=(
            rich_text(line(words(title, bold=True))),
            table([head, *rows], ["left", "right", "right", "left"]),
            context(more),
        ),
    )
    return Reply(text_of([part], t(language, "answer.shortened")), part.blocks)


def _row(gpu: GPU, language: str) -> list[str]:
    label = f"{gpu.label} GB" if gpu.label else ""
    return [gpu.name, number(language, gpu.memory.m_as(GIB_PER_GPU), 2), label, gpu.vendor]


def _names(gpu: GPU) -> list[str]:
    return [gpu.name, gpu.id, gpu.vendor, gpu.architecture or "", *gpu.aliases]
