"""The settings of limits and of what watches the bot; checked like the rest."""

import re
from collections.abc import Mapping
from typing import Literal

from bot.running.settings_error import SettingsError

Given = Mapping[str, str]
LogFormat = Literal["text", "json"]

PERSON, TEAM = 60, 1_200  # requests a minute
MOST = 1_000_000


def a_minute(given: Given, variable: str, default: int) -> int:
    """How many requests a minute; 0 for as many as they like."""
    text = given.get(variable, str(default))
    if not re.fullmatch(r"\d{1,7}", text, re.ASCII) or int(text) > MOST:
        raise SettingsError(
            variable, f"is {text!r}: set it to a number from 0 (no limit) to {MOST}."
        )
    return int(text)


def metrics_port(given: Given) -> int | None:
    """Nowhere unless it is said."""
    text = given.get("GPUMEM_METRICS_PORT")
    if text is None:
        return None
    if not re.fullmatch(r"\d{1,5}", text, re.ASCII) or int(text) > 65_535:
        raise SettingsError(
            "GPUMEM_METRICS_PORT", f"is {text!r}: set it to a number from 0 to 65535."
        )
    return int(text)


def log_format(given: Given) -> LogFormat:
    """Lines for people, or JSON for machines."""
    match given.get("GPUMEM_LOG_FORMAT", "text").lower():
        case "text" | "json" as form:
            return form
        case other:
            raise SettingsError("GPUMEM_LOG_FORMAT", f"is {other!r}: set it to text or json.")
