"""`/gpumem about`: which version answers, and how old its tables are."""

from importlib.metadata import PackageNotFoundError, version

from bot.i18n import t
from bot.slack.block_kit.blocks import bullets, line, rich_text, words
from bot.slack.block_kit.reply import Reply
from bot.views.part import Part, text_of
from core.catalog.catalog import Catalog


def about_view(catalog: Catalog, language: str) -> Reply:
    """Version, the newest day a row was checked, how many rows there are."""
    title = t(language, "about.title", version=running_version())
    said = [
        t(language, "about.data", checked=newest_day(catalog)),
        t(language, "about.models", count=len(catalog.models)),
        t(language, "about.gpus", count=len(catalog.gpus), instances=len(catalog.instances)),
        t(language, "about.precisions", count=len(catalog.precisions)),
        t(language, "home.privacy"),
    ]
    part = Part(
        lines=(title, *said),
        blocks=(rich_text(line(words(title, bold=True)), bullets(said)),),
    )
    return Reply(text_of([part], ""), part.blocks)


def newest_day(catalog: Catalog) -> str:
    """On which a row of the tables was last looked at, YYYY-MM-DD."""
    return max(row.checked for row in (*catalog.models.values(), *catalog.gpus.values()))


def running_version() -> str:
    """The version that is installed; "development" in a checkout that is not."""
    try:
        return version("gpumem")
    except PackageNotFoundError:
        return "development"
