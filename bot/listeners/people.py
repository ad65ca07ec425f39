"""Who wrote it: we answer people, never bots (ourselves among them), or two bots talk for ever."""

from collections.abc import Mapping
from typing import Any


def is_from_a_person(event: Mapping[str, Any]) -> bool:
    """
    True for a message somebody wrote; subtypes tell of edits, joins, uploads and the like.

    >>> is_from_a_person({"user": "U1", "channel": "C1", "ts": "1.0", "text": "70B?"})
    True
    >>> is_from_a_person({"user": "U1", "channel": "C1", "ts": "1.0", "bot_id": "B1"})
    False
    >>> is_from_a_person({"channel": "C1", "ts": "1.0", "subtype": "message_changed"})
    False
    """
    if event.get("bot_id") or event.get("bot_profile") or event.get("subtype"):
        return False
    return all(event.get(name) for name in ("user", "channel", "ts"))


def has_a_file_of_a_person(event: Mapping[str, Any]) -> bool:
    """
    The same for what somebody wrote beside a file that they shared.

    >>> shared = {"user": "U1", "channel": "D1", "ts": "1.0", "subtype": "file_share"}
    >>> has_a_file_of_a_person(shared), has_a_file_of_a_person(shared | {"bot_id": "B1"})
    (True, False)
    """
    shared = event.get("subtype") == "file_share"
    return shared and is_from_a_person({name: event[name] for name in event if name != "subtype"})
