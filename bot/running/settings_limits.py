"""The settings of limits, of what watches the bot and of the hub; checked like the rest."""

import re
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Literal

from bot.running.settings_error import SettingsError

Given = Mapping[str, str]
Switch = Literal["on", "off"]
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


def port(given: Given, variable: str) -> int | None:
    """Nowhere unless it is said."""
    text = given.get(variable)
    if text is None:
        return None
    if not re.fullmatch(r"\d{1,5}", text, re.ASCII) or int(text) > 65_535:
        raise SettingsError(variable, f"is {text!r}: set it to a number from 0 to 65535.")
    return int(text)


def mcp_port(given: Given) -> int | None:
    """Beyond this machine only with a proof of who asks."""
    chosen = port(given, "GPUMEM_MCP_PORT")
    if chosen is None:
        return None
    if not find_spec("mcp"):
        raise SettingsError("GPUMEM_MCP_PORT", "needs the extra [mcp]: pip install gpumem[mcp].")
    alone = given.get("GPUMEM_HOST", "127.0.0.1").startswith("127.")
    if not alone and not ({"GPUMEM_MCP_TOKEN", "SLACK_SIGNING_SECRET"} & set(given)):
        raise SettingsError(
            "GPUMEM_MCP_TOKEN",
            "is missing: whoever reaches GPUMEM_HOST could ask. Set it to a long random text.",
        )
    return chosen


def api_port(given: Given) -> int | None:
    """Beyond this machine only with a token."""
    chosen = port(given, "GPUMEM_API_PORT")
    alone = given.get("GPUMEM_HOST", "127.0.0.1").startswith("127.")
    if chosen is not None and not alone and "GPUMEM_API_TOKEN" not in given:
        raise SettingsError(
            "GPUMEM_API_TOKEN",
            "is missing: whoever reaches GPUMEM_HOST could ask. Set it to a long random text.",
        )
    return chosen


def log_format(given: Given) -> LogFormat:
    """Lines for people, or JSON for machines."""
    match given.get("GPUMEM_LOG_FORMAT", "text").lower():
        case "text" | "json" as form:
            return form
        case other:
            raise SettingsError("GPUMEM_LOG_FORMAT", f"is {other!r}: set it to text or json.")


def hub(given: Given) -> Switch:
    """On where nothing is said and the library is there."""
    match given.get("GPUMEM_HUB", "").lower():
        case "on" | "off" as chosen:
            return chosen
        case "":
            return "on" if find_spec("huggingface_hub") else "off"
        case other:
            raise SettingsError("GPUMEM_HUB", f"is {other!r}: set it to on or off.")


def hub_endpoint(given: Given) -> str | None:
    """The address of another hub."""
    text = given.get("HF_ENDPOINT")
    if text is not None and not re.match(r"https?://[^/]", text):
        raise SettingsError("HF_ENDPOINT", f"is {text!r}: set it to an address with https://.")
    return text.rstrip("/") if text else None


def otel_endpoint(given: Given) -> str | None:
    """Where traces go: nowhere unless it is said."""
    name = "OTEL_EXPORTER_OTLP_ENDPOINT"
    text = given.get(name)
    if text is None:
        return None
    if not re.match(r"https?://[^/]", text):
        raise SettingsError(name, f"is {text!r}: set it to an address like http://collector:4318.")
    if not (find_spec("opentelemetry") and find_spec("opentelemetry.sdk")):
        raise SettingsError(name, "needs the extra [otel]: pip install gpumem[otel].")
    return text.rstrip("/")
