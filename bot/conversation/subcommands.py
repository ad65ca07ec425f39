"""`/gpumem gpus`, `models llama`, `formulas`, `about`: words that are no question."""

from bot.slack.block_kit.reply import Reply
from bot.views.about import about_view
from bot.views.formulas import formulas_view
from bot.views.gpus import gpus_view
from bot.views.models import models_view
from core.catalog.catalog import Catalog

MAX_WANTED = 100


def subcommand(text: str, catalog: Catalog, language: str) -> Reply | None:
    """
    The reply to a subcommand; None where *text* is none, and so is a question.

    A subcommand is its word alone, or `gpus` and `models` with a name to look for: "models llama".
    Where no name has those words it was a question: "gpus for llama 70b?".
    """
    name, _, wanted = text.strip().rstrip("?").lower().partition(" ")
    wanted = wanted.strip()[:MAX_WANTED]
    if name in {"gpus", "placas"}:
        return gpus_view(catalog, wanted, language)
    if name in {"models", "modelos"}:
        return models_view(catalog, wanted, language)
    if wanted:
        return None
    if name in {"formulas", "fórmulas"}:
        return formulas_view(language)
    if name in {"about", "sobre", "version"}:
        return about_view(catalog, language)
    return None
