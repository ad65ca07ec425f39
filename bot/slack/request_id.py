"""A name for one request of Slack, to find it again in the log: never what somebody wrote."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

_PLAIN = re.compile(r"[\w.-]{1,40}", re.ASCII)
KINDS = frozenset(
    {
        "app_home_opened",
        "app_mention",
        "block_actions",
        "function_executed",
        "link_shared",
        "message",
        "message_action",
        "shortcut",
        "view_submission",
    }
)


def kind_of(body: Mapping[str, Any]) -> str:
    """
    What *body* is, as far as we know it: what else stands there may be anything.

    >>> kind_of({"event": {"type": "app_mention"}}), kind_of({"type": "my secret"})
    ('app_mention', 'request')
    """
    event = body.get("event")
    kind = event.get("type") if isinstance(event, dict) else body.get("type")
    if isinstance(kind, str) and kind in KINDS:
        return kind
    return "command" if "command" in body else "request"


def request_id(body: Mapping[str, Any]) -> str:
    """
    The kind, and the id that Slack gave: of the event, of the click, of the form.

    >>> request_id({"event_id": "Ev1", "event": {"type": "app_mention", "text": "70B"}})
    'app_mention Ev1'
    >>> request_id({"type": "block_actions", "actions": [{"action_ts": "17.5", "value": "70B"}]})
    'block_actions 17.5'
    """
    ids = (
        body.get("event_id"),
        _inside(body.get("actions"), 0, "action_ts"),
        _inside(body.get("view"), "id"),
        body.get("action_ts"),
    )
    plain = (id for id in ids if isinstance(id, str) and _PLAIN.fullmatch(id))
    return f"{kind_of(body)} {next(plain, '?')}"


def team_of(body: Mapping[str, Any]) -> str:
    """The id of its team; empty where it has none."""
    return str(body.get("team_id") or _inside(body.get("team"), "id") or "")


def once_id(body: Mapping[str, Any]) -> str:
    """
    What names a request among all that Slack ever sends, for those that are answered beside their
    acknowledgement: 32 digits that say nothing. Empty for the others.

    >>> event = {"type": "app_mention", "user": "U1", "text": "70B"}
    >>> once_id({"team_id": "T1", "event_id": "Ev1", "event": event})
    '78d9926a92e9678800e13a26989e9b11'
    >>> once_id({"team_id": "T1", "event_id": "Ev2", "event": event | {"bot_id": "B1"}})
    ''
    """
    names = _names(body)
    if not names or not all(isinstance(name, str) and name for name in names):
        return ""
    text = "\n".join([team_of(body), *(str(name) for name in names)])
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _names(body: Mapping[str, Any]) -> tuple[Any, ...]:
    """By Slack's own ids; of a form also its state, because it can be sent again with another."""
    match kind_of(body):
        case "app_mention" | "message" | "app_home_opened" as kind:
            ours = _is_for_us(kind, body["event"])
            return ("event", body.get("event_id")) if ours else ()
        case "function_executed":
            return ("step", _inside(body["event"], "function_execution_id"))
        case "link_shared":
            return ("links", body.get("event_id"))
        case "block_actions":
            actions, user = body.get("actions"), _inside(body.get("user"), "id")
            ids = (_inside(actions, 0, name) for name in ("action_id", "action_ts"))
            return ("click", user, *ids)
        case "view_submission":
            view = body.get("view")
            return ("form", _inside(view, "id"), _inside(view, "hash"))
        case "message_action" | "shortcut":
            return ("shortcut", _inside(body.get("user"), "id"), body.get("action_ts"))
        case _:
            return ()


def _is_for_us(kind: str, event: Mapping[str, Any]) -> bool:
    """What we would not answer need not be kept."""
    if kind == "app_home_opened":
        return event.get("tab") == "home"
    if not event.get("user") or any(event.get(name) for name in ("bot_id", "subtype")):
        return False
    return kind == "app_mention" or event.get("channel_type") == "im"


def _inside(value: Any, *path: Any) -> Any:
    """What stands at *path*, None where there is no such way."""
    for key in path:
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return None
    return value
