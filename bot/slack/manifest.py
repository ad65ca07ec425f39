"""
The app as Slack knows it: one source for both transports, for production and for development.

https://docs.slack.dev/reference/app-manifest/. `python -m deploy.manifest socket` prints it; the
local workspace is made from the same.
"""

from collections.abc import Collection
from typing import Any, Literal

from bot.slack import manifest_extras
from bot.slack.manifest_extras import Extra

Transport = Literal["socket", "http"]

COMMAND = "/gpumem"
SCOPES = (
    "app_mentions:read",  # to be mentioned
    "chat:write",  # to answer
    "commands",  # the slash command and the shortcuts
    "im:history",  # to be written to directly
    "users:read",  # the language of a person's Slack, for help and the home tab
)
MCP_SCOPE = "mcp:connect"  # to be asked by Slackbot
MCP_AUTH = "slack_identity_auth"  # Slack signs what it asks, as everywhere
REMOVED = ("app_uninstalled", "tokens_revoked")
EVENTS = ("app_home_opened", "app_mention", "message.im")

_SHORT = "How much GPU memory a language model needs, and how many GPUs."
_LONG = (
    "Ask the way you would ask a colleague: “70B at 16 bits?”, “llama 3.1 70b fp8 32k context 16"
    " users on H100?”, “does a 13B in 8 bits fit on a 4090?”. gpumem answers with the memory"
    " needed, the number of GPUs, what each part costs, how sure it is, what it assumed, and what"
    " to change where it does not fit. Use /gpumem anywhere, mention @gpumem in a channel, or"
    " write to it directly. In English and in Portuguese."
)


def manifest(
    transport: Transport,
    *,
    url: str = "",
    suffix: str = "",
    many: bool = False,
    rotation: bool = False,
    organisation: bool = False,
    mcp: str = "",
    extras: Collection[Extra] = (),
) -> dict[str, Any]:
    """
    The manifest as Slack takes it.

    Over HTTP, *url* is the public address of the bot, such as https://gpumem.example.com. *suffix*
    makes another app of it that can be installed beside the first one ("-dev"). An app for *many*
    workspaces is installed through OAuth and hears when it is removed; with *rotation* its tokens
    last twelve hours, and with *organisation* it can be installed in a whole one. *mcp* is the
    https address of our MCP server, which Slackbot may ask for its users; *extras* are what
    bot/slack/manifest_extras.py has.
    """
    more = frozenset(extras)
    name, command = f"gpumem{suffix}", f"{COMMAND}{suffix}"
    requests = {"request_url": f"{url.rstrip('/')}/slack/events"} if transport == "http" else {}
    address = {"url": requests["request_url"]} if requests else {}
    back = {"redirect_urls": [f"{url.rstrip('/')}/slack/oauth_redirect"]} if many else {}
    return {
        "display_information": {
            "name": name,
            "description": _SHORT,
            "long_description": _LONG,
            "background_color": "#1f2933",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": name, "always_online": True},
            "slash_commands": [
                {
                    "command": command,
                    **address,
                    "description": "How much GPU memory does this model need?",
                    "usage_hint": "70B at 16 bits? | help",
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
                    "description": "Answer what this message asks about GPU memory",
                },
            ],
            **manifest_extras.features(more),
        },
        "oauth_config": {
            **back,
            "scopes": {
                "bot": [*SCOPES, *manifest_extras.scopes(more), *((MCP_SCOPE,) if mcp else ())],
                **manifest_extras.optional_scopes(more),
            },
        },
        "settings": {
            "event_subscriptions": {
                **requests,
                "bot_events": [
                    *EVENTS,
                    *manifest_extras.events(more),
                    *(REMOVED if many else ()),
                ],
            },
            "interactivity": {"is_enabled": True, **requests},
            "org_deploy_enabled": organisation,
            "socket_mode_enabled": transport == "socket",
            "token_rotation_enabled": rotation,
            **manifest_extras.settings(more),
        },
        **manifest_extras.functions(more),
        **({"mcp_servers": {"gpumem": {"url": mcp, "auth_type": MCP_AUTH}}} if mcp else {}),
    }
