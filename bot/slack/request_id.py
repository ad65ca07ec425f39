"""A name for one request of Slack, to find it again in the log: never what somebody wrote."""

import re
from collections.abc import Mapping
from typing import Any

_PLAIN = re.compile(r"[\w.-]{1,40}", re.ASCII)
KINDS = frozenset(
    {
        "app_home_opened",
        "app_mention",
        "block_actions",
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


def _inside(value: Any, *path: Any) -> Any:
    """What stands at *path*, None where there is no such way."""
    for key in path:
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return None
    return value
