"""`/gpumem models llama`: the models whose architecture we know."""

from bot.i18n import t
from bot.slack.block_kit.blocks import context, line, paragraph, rich_text, shorten, table, words
from bot.slack.block_kit.reply import Reply
from bot.views.found import matching
from bot.views.part import Part, text_of
from core.catalog.catalog import Catalog
from core.catalog.model import Model
from core.units import BILLION, Quantity
from core.wording.amounts import number

MAX_ROWS = 50


def models_view(catalog: Catalog, wanted: str, language: str) -> Reply | None:
    """
    The models that have all words of *wanted* in their names, None where there are none; the
    families where nothing is wanted.
    """
    models = list(catalog.models.values())
    if not wanted:
        return _families(models, language)
    found = matching(wanted, models, _names)
    if not found:
        return None
    shown = sorted(found, key=lambda model: (model.family, model.elements))[:MAX_ROWS]
    title = t(language, "models.title", count=len(found), all=len(models))
    head = [t(language, f"models.{name}") for name in ("name", "parameters", "active", "context")]
    rows = [_row(model, language) for model in shown]
    more = [t(language, "models.cut", count=MAX_ROWS)] if len(found) > len(shown) else []
    part = Part(
        lines=(title, *(f"{row[0]}: {row[1]}" for row in rows), *more),
        blocks=(
            rich_text(line(words(title, bold=True))),
            table([head, *rows], ["left", "right", "right", "right"]),
            *(context(said) for said in more),
        ),
    )
    return Reply(text_of([part], t(language, "answer.shortened")), part.blocks)


def _families(models: list[Model], language: str) -> Reply:
    families = sorted({model.family for model in models}, key=str.lower)
    title = t(language, "models.families", count=len(models), families=len(families))
    names = ", ".join(families)
    how = t(language, "models.how")
    part = Part(
        lines=(title, shorten(names, 2800), how),
        blocks=(
            rich_text(line(words(title, bold=True))),
            paragraph(words(shorten(names, 2800))),
            context(how),
        ),
    )
    return Reply(text_of([part], ""), part.blocks)


def _row(model: Model, language: str) -> list[str]:
    active, most = model.active_parameters, model.max_position_embeddings
    return [
        model.name,
        _billions(model.parameters, language),
        _billions(active, language) if active else "",
        number(language, most) if most else "",
    ]


def _billions(parameters: Quantity, language: str) -> str:
    """
    >>> _billions(Quantity(70_553_706_496, "parameter"), "en")
    '70.55B'
    """
    return f"{number(language, parameters.m_as(BILLION), 2)}B"


def _names(model: Model) -> list[str]:
    return [model.name, model.id or "", model.family, *model.aliases, *model.same_as]
