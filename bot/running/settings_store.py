"""The settings of a store, and of many workspaces; checked like the rest."""

import binascii
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from urllib.parse import urlsplit

from bot.running.settings_error import SettingsError

Given = Mapping[str, str]

CLIENT = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET")
DEFAULT_DATABASE = "sqlite:///gpumem.sqlite3"
KEY_LENGTH = 32  # bytes
_WHERE = "as shown under Basic Information, App Credentials, on the app's page"


def is_for_many(given: Given) -> bool:
    """Whether the app is installed by OAuth, in as many workspaces as like it."""
    return any(name in given for name in CLIENT)


def check_many(given: Given) -> None:
    """Many workspaces have no bot token of their own, and are installed over HTTP."""
    if not is_for_many(given):
        return
    for name in CLIENT:
        if name not in given:
            raise SettingsError(name, f"is missing: set it {_WHERE}.")
    if "SLACK_BOT_TOKEN" in given:
        raise SettingsError(
            "SLACK_BOT_TOKEN",
            "is set together with SLACK_CLIENT_ID: with a bot token this bot serves the one"
            " workspace of that token, with a client id every workspace that installs it by OAuth."
            " Unset the one that you do not want.",
        )
    if given.get("GPUMEM_MODE", "").lower() != "http":
        raise SettingsError(
            "GPUMEM_MODE",
            "has to be http where SLACK_CLIENT_ID is set: installing by OAuth needs a web server.",
        )
    if not _is_address(given.get("GPUMEM_PUBLIC_URL", "")):
        raise SettingsError(
            "GPUMEM_PUBLIC_URL",
            f"is {given.get('GPUMEM_PUBLIC_URL', '')!r}: set it to the address at which browsers"
            " reach this bot, such as https://gpumem.example.com.",
        )


def database_url(given: Given) -> str | None:
    """Where things are kept; nowhere in one workspace, unless it is said."""
    default = DEFAULT_DATABASE if is_for_many(given) else ""
    url = given.get("GPUMEM_DATABASE_URL", default)
    if not url:
        return None
    scheme, separator, rest = url.partition("://")
    driver = {"sqlite": "sqlite+aiosqlite", "postgres": _ASYNCPG, "postgresql": _ASYNCPG}
    if scheme not in driver or not separator or not rest.strip("/"):
        raise SettingsError(
            "GPUMEM_DATABASE_URL",
            "has to be an address like postgresql://user:password@host/database or"
            " sqlite:///path/to/a/file.",
        )
    return f"{driver[scheme]}://{rest}"


_ASYNCPG = "postgresql+asyncpg"


def redis_url(given: Given) -> str | None:
    url = given.get("GPUMEM_REDIS_URL")
    if url and url.partition("://")[0] not in {"redis", "rediss", "unix"}:
        raise SettingsError(
            "GPUMEM_REDIS_URL", "has to be an address like redis://host:6379/0 or rediss://..."
        )
    return url


def team_settings(given: Given) -> str | None:
    """A file of the one workspace; many have the database, and cards of their own."""
    where = given.get("GPUMEM_TEAM_SETTINGS")
    if where and is_for_many(given):
        raise SettingsError(
            "GPUMEM_TEAM_SETTINGS",
            "is set together with SLACK_CLIENT_ID: each of many workspaces would be answered with"
            " the same cards and prices. Unset it; teams set their own in the home tab.",
        )
    return where


def secret_keys(given: Given) -> str | None:
    """Needed where there is a database: what stands in it is encrypted."""
    text = given.get("GPUMEM_SECRET_KEYS")
    if text is None:
        if database_url(given):
            raise SettingsError(
                "GPUMEM_SECRET_KEYS",
                "is missing, and what is stored is encrypted: `python -m bot new-key` prints a key"
                " to set.",
            )
        return None
    if not all(_is_key(key) for key in keys_of(text)):
        raise SettingsError(
            "GPUMEM_SECRET_KEYS",
            "holds something that is no key: set it to keys that `python -m bot new-key` printed,"
            " with commas between them and the newest first.",
        )
    return text


def keys_of(text: str) -> tuple[str, ...]:
    """
    The keys in a setting, the newest first.

    >>> keys_of("new, old")
    ('new', 'old')
    """
    return tuple(key.strip() for key in text.split(",") if key.strip())


def _is_key(text: str) -> bool:
    try:
        return len(urlsafe_b64decode(text.encode())) == KEY_LENGTH
    except (binascii.Error, ValueError):
        return False


def _is_address(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https"} and bool(parts.netloc)
