"""The messages: what everybody in a channel sees, and what one person alone sees."""

from copy import deepcopy

from .feed import Change, Feed
from .ids import Ids
from .values import SLACKBOT, Json, SlackError


class Messages:
    """Messages by channel and timestamp, as in Slack's history; every change is published."""

    def __init__(self, feed: Feed, ids: Ids) -> None:
        self._feed = feed
        self._ids = ids
        self._public: dict[str, dict[str, Json]] = {}
        self._ephemeral: dict[tuple[str, str], dict[str, Json]] = {}
        self.entered: dict[tuple[str, str], Json] = {}  # by person and ts: state.values

    def clear(self) -> None:
        self.entered.clear()
        self._public.clear()
        self._ephemeral.clear()

    # What everybody sees

    def post(self, channel: str, message: Json, *, cause: str | None = None) -> Json:
        """
        Put a message into the channel and return it, with its `ts`.

        A reply (`thread_ts`) counts in its parent; `thread_not_found` where there is none.
        """
        messages = self._public.setdefault(channel, {})
        parent = self._parent_of(channel, message)
        message = {"type": "message", **message, "ts": self._ids.ts(), "channel": channel}
        if parent is not None:
            message["thread_ts"] = parent["ts"]
            message["parent_user_id"] = parent["user"]
        messages[message["ts"]] = message
        self._say("message", message, cause=cause)
        if parent is not None:
            self._count_replies(parent)
        return message

    def edit(self, message: Json, content: Json, *, cause: str | None = None) -> Json:
        """Replace text, blocks, attachments and metadata of a message that is in a channel."""
        for key in ("text", "blocks", "attachments", "metadata"):
            message.pop(key, None)
        message.update(content)
        message["edited"] = {"user": message["user"], "ts": self._ids.ts()}
        self._say("message_changed", message, cause=cause)
        return message

    def attach(self, message: Json, attachments: list[Json], *, cause: str | None = None) -> Json:
        """Cards under its links; the words stay whose they were, and are not marked as edited."""
        message["attachments"] = attachments
        body = {"channel": message["channel"], "message": as_shown(message)}
        self._feed.publish(Change("message_changed", body, cause=cause, by_app=True))
        return message

    def delete(self, message: Json, *, cause: str | None = None) -> None:
        messages = self._public[message["channel"]]
        del messages[message["ts"]]
        body = {"channel": message["channel"], "ts": message["ts"]}
        by_app = "bot_id" in message
        self._feed.publish(Change("message_deleted", body, cause=cause, by_app=by_app))
        parent = messages.get(message.get("thread_ts", ""))
        if parent is not None:
            self._count_replies(parent)

    def find(self, channel: str, ts: str) -> Json | None:
        """The message everybody sees under this timestamp. Ephemeral ones are not found."""
        return self._public.get(channel, {}).get(ts)

    def history(self, channel: str) -> list[Json]:
        """The channel's messages, oldest first, without thread replies (unless broadcast)."""
        return [
            each
            for each in self._public.get(channel, {}).values()
            if each.get("thread_ts", each["ts"]) == each["ts"] or each.get("reply_broadcast")
        ]

    def replies(self, channel: str, ts: str) -> list[Json]:
        """A parent and its replies, oldest first."""
        return [
            each
            for each in self._public.get(channel, {}).values()
            if ts in (each["ts"], each.get("thread_ts"))
        ]

    def all_in(self, channel: str) -> list[Json]:
        """The channel's messages and thread replies, oldest first."""
        return list(self._public.get(channel, {}).values())

    def react(self, message: Json, name: str, user: str) -> None:
        """Add this reaction; `already_reacted` if it is there."""
        reactions = message.setdefault("reactions", [])
        entry = next((each for each in reactions if each["name"] == name), None)
        if entry is None:
            reactions.append({"name": name, "users": [user], "count": 1})
        elif user in entry["users"]:
            raise SlackError("already_reacted")
        else:
            entry["users"].append(user)
            entry["count"] += 1
        self._say_reactions(message)

    def unreact(self, message: Json, name: str, user: str) -> None:
        """Take this reaction away; `no_reaction` if it is not there."""
        reactions = message.get("reactions", [])
        entry = next((each for each in reactions if each["name"] == name), None)
        if entry is None or user not in entry["users"]:
            raise SlackError("no_reaction")
        entry["users"].remove(user)
        entry["count"] -= 1
        message["reactions"] = [each for each in reactions if each["count"]]
        self._say_reactions(message)

    # What one person sees

    def show(self, user: str, channel: str, message: Json, *, cause: str | None = None) -> Json:
        """Show a message to one person only: it is in no history and cannot be fetched."""
        message = {"type": "message", **message, "ts": self._ids.ts(), "channel": channel}
        message["is_ephemeral"] = True
        self._ephemeral.setdefault((user, channel), {})[message["ts"]] = message
        self._say("ephemeral", message, to=user, cause=cause)
        return message

    def shown_to(self, user: str, channel: str) -> list[Json]:
        return list(self._ephemeral.get((user, channel), {}).values())

    def find_shown(self, user: str, channel: str, ts: str) -> Json | None:
        return self._ephemeral.get((user, channel), {}).get(ts)

    def replace_shown(
        self, user: str, message: Json, content: Json, *, cause: str | None = None
    ) -> Json:
        for key in ("text", "blocks", "attachments", "metadata"):
            message.pop(key, None)
        message.update(content)
        self._say("ephemeral_changed", message, to=user, cause=cause)
        return message

    def hide(self, user: str, channel: str, ts: str, *, cause: str | None = None) -> None:
        """Take an ephemeral message away."""
        message = self._ephemeral.get((user, channel), {}).pop(ts, None)
        if message is not None:
            body = {"channel": channel, "ts": ts}
            by_app = "bot_id" in message
            change = Change("ephemeral_deleted", body, to=user, cause=cause, by_app=by_app)
            self._feed.publish(change)

    # Helpers

    def _parent_of(self, channel: str, message: Json) -> Json | None:
        wanted = message.get("thread_ts")
        if not wanted:
            message.pop("thread_ts", None)
            return None
        found = self.find(channel, wanted)
        if found is None:
            raise SlackError("thread_not_found")
        root = found.get("thread_ts", wanted)
        return self.find(channel, root) or found

    def _count_replies(self, parent: Json) -> None:
        replies = list(self.replies(parent["channel"], parent["ts"])[1:])
        parent.pop("thread_ts", None)
        if replies:
            parent["thread_ts"] = parent["ts"]
        parent["reply_count"] = len(replies)
        parent["reply_users"] = list(dict.fromkeys(each["user"] for each in replies))
        if replies:
            parent["latest_reply"] = replies[-1]["ts"]
        self._feed.publish(
            Change(
                "message_changed",
                {"channel": parent["channel"], "message": as_shown(parent)},
            )
        )

    def _say(self, kind: str, message: Json, *, to: str | None = None, cause: str | None) -> None:
        body = {"channel": message["channel"], "message": as_shown(message)}
        by_app = "bot_id" in message or message["user"] == SLACKBOT
        self._feed.publish(Change(kind, body, to=to, cause=cause, by_app=by_app))

    def _say_reactions(self, message: Json) -> None:
        body = {
            "channel": message["channel"],
            "ts": message["ts"],
            "reactions": deepcopy(message.get("reactions", [])),
        }
        self._feed.publish(Change("reaction", body))


def as_shown(message: Json) -> Json:
    """A message as PAGE.md has it: a copy, so that later edits do not change what was shown."""
    kept = ("ts", "channel", "user", "text", "blocks", "attachments", "thread_ts", "reactions")
    shown = {key: deepcopy(message[key]) for key in kept if message.get(key)}
    shown.setdefault("text", "")
    for key in ("reply_count", "response_type", "reply_broadcast"):
        if message.get(key):
            shown[key] = message[key]
    if "edited" in message:
        shown["edited"] = True
    if message.get("is_ephemeral"):
        shown["ephemeral"] = True
    if "bot_id" in message or message["user"] == SLACKBOT:
        shown["bot"] = True
    return shown
