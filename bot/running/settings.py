"""
What a person sets in the environment or in `.env`, read once into a frozen `Settings`.

    >>> Settings.from_env({}).mode
    'local'
    >>> Settings.from_env({"SLACK_BOT_TOKEN": "xoxb-1"})  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    bot.running.settings_error.SettingsError: SLACK_APP_TOKEN is missing: set it to the ...

Which mode runs is decided here, and why is kept in `Settings.reason`, because it is the first line
the bot prints.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from bot.running import settings_limits as limits
from bot.running import settings_store as store
from bot.running.settings_error import SettingsError

__all__ = ["Settings", "SettingsError", "variables"]

Mode = Literal["local", "socket", "http"]
LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]

SLACK_API_URL = "https://slack.com/api/"
PORTS: Mapping[Mode, int] = {"local": 8765, "socket": 0, "http": 3000}
FINISH = 5.0  # seconds for what is on its way at a stop; `docker stop` kills after ten
MOST_FINISH = 600.0


class Settings(BaseModel):
    """
    The settings, checked together. The alias of a field is the name of its variable.

    *reason* says in words why this *mode* runs.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    mode: Mode = Field(alias="GPUMEM_MODE")
    bot_token: SecretStr | None = Field(None, alias="SLACK_BOT_TOKEN")
    app_token: SecretStr | None = Field(None, alias="SLACK_APP_TOKEN")
    signing_secret: SecretStr | None = Field(None, alias="SLACK_SIGNING_SECRET")
    api_url: str = Field(SLACK_API_URL, alias="SLACK_API_URL")
    host: str = Field("127.0.0.1", alias="GPUMEM_HOST")
    port: int = Field(alias="GPUMEM_PORT", ge=0, le=65_535)
    log_level: LogLevel = Field("INFO", alias="GPUMEM_LOG_LEVEL")
    finish: float = Field(FINISH, alias="GPUMEM_FINISH_SECONDS", ge=0, le=MOST_FINISH)
    client_id: str | None = Field(None, alias="SLACK_CLIENT_ID")
    client_secret: SecretStr | None = Field(None, alias="SLACK_CLIENT_SECRET")
    public_url: str | None = Field(None, alias="GPUMEM_PUBLIC_URL")
    database_url: SecretStr | None = Field(None, alias="GPUMEM_DATABASE_URL")
    redis_url: SecretStr | None = Field(None, alias="GPUMEM_REDIS_URL")
    secret_keys: SecretStr | None = Field(None, alias="GPUMEM_SECRET_KEYS")
    person_a_minute: int = Field(limits.PERSON, alias="GPUMEM_PERSON_PER_MINUTE", ge=0)
    team_a_minute: int = Field(limits.TEAM, alias="GPUMEM_TEAM_PER_MINUTE", ge=0)
    metrics_port: int | None = Field(None, alias="GPUMEM_METRICS_PORT", ge=0, le=65_535)
    log_format: limits.LogFormat = Field("text", alias="GPUMEM_LOG_FORMAT")
    hub: limits.Switch = Field("off", alias="GPUMEM_HUB")
    hub_endpoint: str | None = Field(None, alias="HF_ENDPOINT")
    hub_token: SecretStr | None = Field(None, alias="HF_TOKEN")
    mcp_port: int | None = Field(None, alias="GPUMEM_MCP_PORT", ge=0, le=65_535)
    mcp_token: SecretStr | None = Field(None, alias="GPUMEM_MCP_TOKEN")
    api_port: int | None = Field(None, alias="GPUMEM_API_PORT", ge=0, le=65_535)
    api_token: SecretStr | None = Field(None, alias="GPUMEM_API_TOKEN")
    cache: Path | None = Field(None, alias="GPUMEM_CACHE")
    team_settings: str | None = Field(None, alias="GPUMEM_TEAM_SETTINGS")
    otel_endpoint: str | None = Field(None, alias="OTEL_EXPORTER_OTLP_ENDPOINT")
    otel_service: str = Field("gpumem", alias="OTEL_SERVICE_NAME")
    reason: str = Field(exclude=True)

    @property
    def is_for_many(self) -> bool:
        """Whether workspaces install it by OAuth; otherwise it serves the one of its bot token."""
        return self.client_id is not None

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "Settings":
        """
        The settings in *env*; an empty value counts as not set.

        Raises SettingsError for the first thing that is missing, unreadable or contradictory.
        """
        given = {name: value.strip() for name, value in env.items() if value.strip()}
        store.check_many(given)
        _check_tokens(given)
        mode, reason = _mode(given)
        _check_needs(mode, given)
        return cls(
            GPUMEM_MODE=mode,
            SLACK_BOT_TOKEN=_secret(given, "SLACK_BOT_TOKEN"),
            SLACK_APP_TOKEN=_secret(given, "SLACK_APP_TOKEN"),
            SLACK_SIGNING_SECRET=_secret(given, "SLACK_SIGNING_SECRET"),
            SLACK_API_URL=_api_url(mode, given),
            GPUMEM_HOST=given.get("GPUMEM_HOST", "127.0.0.1"),
            GPUMEM_PORT=_port(mode, given),
            GPUMEM_LOG_LEVEL=_log_level(given),
            GPUMEM_FINISH_SECONDS=_seconds(given),
            SLACK_CLIENT_ID=given.get("SLACK_CLIENT_ID"),
            SLACK_CLIENT_SECRET=_secret(given, "SLACK_CLIENT_SECRET"),
            GPUMEM_PUBLIC_URL=given.get("GPUMEM_PUBLIC_URL", "").rstrip("/") or None,
            GPUMEM_DATABASE_URL=_hidden(store.database_url(given)),
            GPUMEM_REDIS_URL=_hidden(store.redis_url(given)),
            GPUMEM_SECRET_KEYS=_hidden(store.secret_keys(given)),
            GPUMEM_PERSON_PER_MINUTE=limits.a_minute(
                given, "GPUMEM_PERSON_PER_MINUTE", limits.PERSON
            ),
            GPUMEM_TEAM_PER_MINUTE=limits.a_minute(given, "GPUMEM_TEAM_PER_MINUTE", limits.TEAM),
            GPUMEM_METRICS_PORT=limits.port(given, "GPUMEM_METRICS_PORT"),
            GPUMEM_MCP_PORT=limits.mcp_port(given),
            GPUMEM_MCP_TOKEN=_secret(given, "GPUMEM_MCP_TOKEN"),
            GPUMEM_API_PORT=limits.api_port(given),
            GPUMEM_API_TOKEN=_secret(given, "GPUMEM_API_TOKEN"),
            GPUMEM_LOG_FORMAT=limits.log_format(given),
            GPUMEM_HUB=limits.hub(given),
            HF_ENDPOINT=limits.hub_endpoint(given),
            HF_TOKEN=_secret(given, "HF_TOKEN"),
            GPUMEM_CACHE=Path(given["GPUMEM_CACHE"]) if "GPUMEM_CACHE" in given else None,
            GPUMEM_TEAM_SETTINGS=store.team_settings(given),
            OTEL_EXPORTER_OTLP_ENDPOINT=limits.otel_endpoint(given),
            OTEL_SERVICE_NAME=given.get("OTEL_SERVICE_NAME", "gpumem"),
            reason=reason,
        )


def usual_cache() -> Path:
    """Where such things are kept on this machine, where GPUMEM_CACHE says nothing else."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "gpumem"


def variables() -> tuple[str, ...]:
    """The names of all variables that can be set."""
    return tuple(field.alias for field in Settings.model_fields.values() if field.alias)


_PREFIXES = {"SLACK_BOT_TOKEN": "xoxb-", "SLACK_APP_TOKEN": "xapp-"}
_WHERE = {
    "SLACK_BOT_TOKEN": "the bot token (xoxb-...) shown under OAuth & Permissions on the app's page",
    "SLACK_APP_TOKEN": "the app-level token (xapp-...) with the scope connections:write, made under"
    " Basic Information on the app's page",
    "SLACK_SIGNING_SECRET": "the signing secret shown under Basic Information on the app's page",
}


def _check_tokens(given: Mapping[str, str]) -> None:
    for variable, prefix in _PREFIXES.items():
        if variable in given and not given[variable].startswith(prefix):
            raise SettingsError(
                variable, f"is not what it should be: set it to {_WHERE[variable]}."
            )
    for variable in _WHERE:
        if not given.get(variable, "").isascii() or " " in given.get(variable, ""):
            raise SettingsError(
                variable, f"holds a character that no token has: set it to {_WHERE[variable]}."
            )


def _mode(given: Mapping[str, str]) -> tuple[Mode, str]:
    match given.get("GPUMEM_MODE", "").lower():
        case "local" | "socket" | "http" as mode:
            many = ", for many workspaces" if store.is_for_many(given) else ""
            return mode, f"GPUMEM_MODE is {mode}{many}"
        case "":
            return _mode_by_tokens(given)
        case other:
            raise SettingsError(
                "GPUMEM_MODE",
                f"is {other!r}: set it to local, socket or http, or leave it out to let the"
                " tokens decide.",
            )


def _mode_by_tokens(given: Mapping[str, str]) -> tuple[Mode, str]:
    bot, app = "SLACK_BOT_TOKEN" in given, "SLACK_APP_TOKEN" in given
    if bot and app:
        return "socket", "SLACK_BOT_TOKEN and SLACK_APP_TOKEN are set"
    if "SLACK_SIGNING_SECRET" in given:
        raise SettingsError(
            "GPUMEM_MODE",
            "is missing: SLACK_SIGNING_SECRET is set, which only HTTP needs. Set GPUMEM_MODE=http"
            " to serve HTTP; or set SLACK_BOT_TOKEN and SLACK_APP_TOKEN to use Socket Mode.",
        )
    if bot or app:
        missing = "SLACK_APP_TOKEN" if bot else "SLACK_BOT_TOKEN"
        raise SettingsError(
            missing,
            f"is missing: set it to {_WHERE[missing]}; or unset the other token to start the local"
            " workspace.",
        )
    return "local", "no Slack token is set"


_NEEDS: Mapping[Mode, tuple[str, ...]] = {
    "local": (),
    "socket": ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"),
    "http": ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"),
}


def _check_needs(mode: Mode, given: Mapping[str, str]) -> None:
    without = {"SLACK_BOT_TOKEN"} if store.is_for_many(given) else set[str]()
    for variable in _NEEDS[mode]:
        if variable in without:
            continue
        if variable not in given:
            raise SettingsError(
                variable,
                f"is missing, and GPUMEM_MODE={mode} needs it: set it to {_WHERE[variable]}.",
            )


def _secret(given: Mapping[str, str], variable: str) -> SecretStr | None:
    return SecretStr(given[variable]) if variable in given else None


def _hidden(text: str | None) -> SecretStr | None:
    return SecretStr(text) if text else None


def _api_url(mode: Mode, given: Mapping[str, str]) -> str:
    url = given.get("SLACK_API_URL", SLACK_API_URL)
    if mode == "local" and "SLACK_API_URL" in given:
        raise SettingsError(
            "SLACK_API_URL",
            "is set, but the local workspace has an address of its own: unset it, or set"
            " SLACK_BOT_TOKEN and SLACK_APP_TOKEN to connect to that address.",
        )
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise SettingsError(
            "SLACK_API_URL", f"is {url!r}: set it to an address like {SLACK_API_URL}"
        )
    return url if url.endswith("/") else f"{url}/"


def _port(mode: Mode, given: Mapping[str, str]) -> int:
    text = given.get("GPUMEM_PORT", str(PORTS[mode]))
    if not (text.isascii() and text.isdigit() and int(text[:9]) <= 65_535):
        raise SettingsError("GPUMEM_PORT", f"is {text!r}: set it to a number from 0 to 65535.")
    return int(text)


def _seconds(given: Mapping[str, str]) -> float:
    text = given.get("GPUMEM_FINISH_SECONDS", str(FINISH))
    if not re.fullmatch(r"\d{1,3}(\.\d{1,3})?", text, re.ASCII) or float(text) > MOST_FINISH:
        raise SettingsError(
            "GPUMEM_FINISH_SECONDS", f"is {text!r}: set it to a number from 0 to {MOST_FINISH:.0f}."
        )
    return float(text)


def _log_level(given: Mapping[str, str]) -> LogLevel:
    text = given.get("GPUMEM_LOG_LEVEL", "INFO")
    match text.upper():
        case "DEBUG" | "INFO" | "WARNING" | "ERROR" as level:
            return level
        case _:
            raise SettingsError(
                "GPUMEM_LOG_LEVEL", f"is {text!r}: set it to DEBUG, INFO, WARNING or ERROR."
            )
