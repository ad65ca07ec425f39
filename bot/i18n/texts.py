"""Look a sentence up in the table of a language: `t("en", "button.share")`."""

from functools import cache
from importlib.resources import files

import rtoml

from core.asked.question import Language
from core.wording.amounts import number

LANGUAGES: tuple[Language, ...] = ("en", "pt")


def t(language: str, key: str, **values: object) -> str:
    """
    The sentence *key* with its braces filled; whole numbers are grouped as the language does.

    A key that a table lacks raises KeyError: a test keeps the tables in step.

    >>> t("en", "options.users", count=1200), t("pt", "options.users", count=1200)
    ('1,200 users', '1.200 usuários')
    """
    shown = {name: _shown(language, value) for name, value in values.items()}
    return table(language)[key].format(**shown)


@cache
def table(language: str) -> dict[str, str]:
    """Section.key -> sentence. A language that we do not speak reads English."""
    name = language if language in LANGUAGES else "en"
    rows = rtoml.loads((files("bot.i18n") / f"{name}.toml").read_text("utf-8"))
    return {
        f"{section}.{key}": text for section, group in rows.items() for key, text in group.items()
    }


def _shown(language: str, value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int):
        return value
    return number(language, value)
