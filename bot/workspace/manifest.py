"""The app that is installed in the workspace, read from a Slack app manifest."""

from dataclasses import dataclass
from typing import Any

from .manifest_rules import manifest_problems
from .values import Json

DEFAULT_MANIFEST: Json = {
    "display_information": {
        "name": "gpumem",
        "description": "How much GPU memory a language model needs, and how many GPUs",
    },
    "features": {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "gpumem", "always_online": True},
        "slash_commands": [
            {
                "command": "/gpumem",
                "description": "How much GPU memory does this model need?",
                "usage_hint": "70B at 16 bits?",
                "should_escape": False,
            }
        ],
        "shortcuts": [
            {
                "name": "Estimate GPU memory",
                "type": "global",
                "callback_id": "estimate",
                "description": "How much GPU memory does a model need?",
            },
            {
                "name": "Size this",
                "type": "message",
                "callback_id": "size_this",
                "description": "Estimate what this message asks for",
            },
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": ["app_mentions:read", "chat:write", "commands", "im:history", "users:read"]
        }
    },
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened", "app_mention", "message.im"]},
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
        "token_rotation_enabled": False,
    },
}


@dataclass(frozen=True, slots=True)
class Command:
    command: str
    description: str
    usage_hint: str
    should_escape: bool


@dataclass(frozen=True, slots=True)
class Shortcut:
    name: str
    type: str
    callback_id: str
    description: str


@dataclass(frozen=True, slots=True)
class Step:
    """A step for workflows; *inputs* and *outputs* by name, as the manifest has them."""

    callback_id: str
    title: str
    inputs: Json
    outputs: Json


@dataclass(frozen=True, slots=True)
class App:
    """What a manifest says of an app, as far as it shows in the workspace."""

    name: str
    display_name: str
    description: str
    commands: tuple[Command, ...]
    shortcuts: tuple[Shortcut, ...]
    scopes: tuple[str, ...]
    events: tuple[str, ...]
    interactivity: bool
    home_tab: bool
    messages_tab: bool
    messages_tab_read_only: bool
    token_rotation: bool
    unfurl_domains: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    prompts: tuple[str, ...] = ()  # of the agent view, to start from


def read_manifest(manifest: Json) -> App:
    """
    The app a manifest describes.

    Only what is in the manifest exists: a command, an event or a scope that
    it does not name is refused by the workspace, as it is by Slack. ValueError
    for a manifest that Slack would refuse, with all that is wrong.
    """
    if problems := manifest_problems(manifest):
        raise ValueError(f"Slack would refuse this manifest: {'; '.join(problems)}")
    information = manifest.get("display_information", {})
    features = manifest.get("features", {})
    settings = manifest.get("settings", {})
    home = features.get("app_home", {})
    name = information.get("name", "app")
    agent = features.get("agent_view", {})
    return App(
        name=name,
        display_name=features.get("bot_user", {}).get("display_name", name),
        description=agent.get("agent_description") or information.get("description", ""),
        commands=tuple(_command(each) for each in features.get("slash_commands", [])),
        shortcuts=tuple(_shortcut(each) for each in features.get("shortcuts", [])),
        scopes=tuple(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", [])),
        events=tuple(settings.get("event_subscriptions", {}).get("bot_events", [])),
        interactivity=settings.get("interactivity", {}).get("is_enabled", False),
        home_tab=home.get("home_tab_enabled", False),
        messages_tab=home.get("messages_tab_enabled", False),
        messages_tab_read_only=home.get("messages_tab_read_only_enabled", False),
        token_rotation=settings.get("token_rotation_enabled", False),
        unfurl_domains=tuple(features.get("unfurl_domains", [])),
        prompts=tuple(each["message"] for each in agent.get("suggested_prompts", [])),
        steps=tuple(_step(id, each) for id, each in manifest.get("functions", {}).items()),
    )


def _command(entry: dict[str, Any]) -> Command:
    return Command(
        command=entry["command"],
        description=entry.get("description", ""),
        usage_hint=entry.get("usage_hint", ""),
        should_escape=entry.get("should_escape", False),
    )


def _step(callback_id: str, entry: dict[str, Any]) -> Step:
    return Step(
        callback_id=callback_id,
        title=entry["title"],
        inputs=entry.get("input_parameters", {}),
        outputs=entry.get("output_parameters", {}),
    )


def _shortcut(entry: dict[str, Any]) -> Shortcut:
    return Shortcut(
        name=entry["name"],
        type=entry["type"],
        callback_id=entry["callback_id"],
        description=entry.get("description", ""),
    )
