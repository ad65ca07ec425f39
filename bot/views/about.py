"""`/gpumem about`: which version answers, and how old its tables are."""

from importlib.metadata import PackageNotFoundError, version

from bot.i18n import t
from bot.slack.block_kit.blocks import actions, bullets, line, rich_text, words
from bot.slack.block_kit.reply import Reply
from bot.views.help import calculator_button, help_button, scope, tables
from bot.views.part import Part, text_of
from core.catalog.catalog import Catalog


def about_view(catalog: Catalog, language: str) -> Reply:
    """Version, the newest day a row was checked, how many rows there are, what it answers."""
    title = t(language, "about.title", version=running_version())
    said = [
        tables(language, catalog),
        t(language, "about.models", count=len(catalog.models)),
        t(language, "about.gpus", count=len(catalog.gpus), instances=len(catalog.instances)),
        t(language, "about.precisions", count=len(catalog.precisions)),
        *scope(language)[1:],
        t(language, "home.privacy"),
    ]
    part = Part(
        lines=(title, *said),
        blocks=(
            rich_text(line(words(title, bold=True)), bullets(said)),
            actions(help_button(language), calculator_button(language)),
        ),
    )
    return Reply(text_of([part], ""), part.blocks)


def running_version() -> str:
    """The version that is installed; "development" in a checkout that is not."""
    try:
        return version("gpumem")
    except PackageNotFoundError:
        return "development"
