"""Which events the app hears of: those its manifest subscribes to, where it is a member."""

import re
from copy import deepcopy
from urllib.parse import urlsplit

from .delivery import Envelope
from .manifest import Step
from .payloads import app_mention_event, event_callback, message_event
from .state import Channel
from .values import Json
from .world import World

_URL = re.compile(r"<(https?://[^|>]+)")
_SUBSCRIPTIONS = {"im": "message.im", "channel": "message.channels", "group": "message.groups"}


def message_posted(world: World, channel: Channel, message: Json) -> None:
    """Tell the app of a message, by whomever: its own come back to it too, as from Slack."""
    if _SUBSCRIPTIONS[channel.kind] in world.app.events and _is_member(world, channel):
        emit(world, message_event(world, channel, message))


def mentioned(world: World, channel: Channel, message: Json) -> None:
    """Tell the app that it was mentioned (never in direct messages, as Slack's reference says)."""
    if "app_mention" in world.app.events and not channel.is_im:
        emit(world, app_mention_event(world, channel, message))


def message_changed(world: World, channel: Channel, message: Json, before: Json) -> None:
    _changed(
        world,
        channel,
        {
            "subtype": "message_changed",
            "message": deepcopy(message),
            "previous_message": deepcopy(before),
        },
    )


def message_deleted(world: World, channel: Channel, message: Json) -> None:
    _changed(
        world,
        channel,
        {
            "subtype": "message_deleted",
            "previous_message": deepcopy(message),
            "deleted_ts": message["ts"],
        },
    )


def app_home_opened(world: World, user: str, channel: Channel, tab: str) -> None:
    if "app_home_opened" not in world.app.events:
        return
    event: Json = {
        "type": "app_home_opened",
        "user": user,
        "channel": channel.id,
        "tab": tab,
        "event_ts": world.ids.ts(),
    }
    home = world.views.home(user)
    if tab == "home" and home is not None:
        event["view"] = home.shown()
    emit(world, event)


def reaction(world: World, kind: str, *, user: str, name: str, message: Json) -> None:
    """`reaction_added` or `reaction_removed`."""
    channel = world.state.channels[message["channel"]]
    if kind in world.app.events and _is_member(world, channel):
        emit(
            world,
            {
                "type": kind,
                "user": user,
                "reaction": name,
                "item": {"type": "message", "channel": channel.id, "ts": message["ts"]},
                "item_user": message["user"],
                "event_ts": world.ids.ts(),
            },
        )


def member_joined(world: World, channel: Channel, user: str, inviter: str) -> None:
    if "member_joined_channel" in world.app.events and _is_member(world, channel):
        emit(
            world,
            {
                "type": "member_joined_channel",
                "user": user,
                "channel": channel.id,
                "channel_type": "C",
                "team": world.state.team_id,
                "inviter": inviter,
                "event_ts": world.ids.ts(),
            },
        )


def links_shared(world: World, channel: Channel, message: Json) -> None:
    """Of the domains that the app's manifest names, in any channel that it may look into."""
    found = [
        {"domain": domain, "url": url}
        for url in _URL.findall(message["text"])
        for domain in world.app.unfurl_domains
        if _is_at(url, domain)
    ]
    if not found or "link_shared" not in world.app.events:
        return
    event: Json = {
        "type": "link_shared",
        "channel": channel.id,
        "is_bot_user_member": _is_member(world, channel),
        "user": message["user"],
        "message_ts": message["ts"],
        "unfurl_id": f"{channel.id}.{message['ts']}.{world.ids.secret(16)}",
        "source": "conversations_history",
        "links": found,
        "event_ts": world.ids.ts(),
    }
    if "thread_ts" in message:
        event["thread_ts"] = message["thread_ts"]
    emit(world, event)


def function_executed(world: World, id: str, step: Step, inputs: Json) -> None:
    """A workflow has come to a step of the app's."""
    if "function_executed" not in world.app.events:
        return
    described = {
        "input_parameters": [{"name": name, **each} for name, each in step.inputs.items()],
        "output_parameters": [{"name": name, **each} for name, each in step.outputs.items()],
    }
    emit(
        world,
        {
            "type": "function_executed",
            "function": {
                "id": f"Fn{step.callback_id.upper()[:8]}",
                "callback_id": step.callback_id,
                "title": step.title,
                "type": "app",
                "app_id": world.app_id,
                **described,
            },
            "inputs": inputs,
            "function_execution_id": id,
            "workflow_execution_id": world.ids.new("Wx"),
            "bot_access_token": world.tokens.issue(world.app.scopes, world.team_id).value,
            "event_ts": world.ids.ts(),
        },
    )


def uninstalled(world: World) -> None:
    """The app is removed: its tokens are worth nothing, and this is what it hears last."""
    world.tokens.revoke(world.team_id)
    if "tokens_revoked" in world.app.events:
        tokens = {"oauth": [], "bot": [world.bot_user_id]}
        emit(world, {"type": "tokens_revoked", "tokens": tokens, "event_ts": world.ids.ts()})
    if "app_uninstalled" in world.app.events:
        emit(world, {"type": "app_uninstalled", "event_ts": world.ids.ts()})


def emit(world: World, event: Json) -> None:
    """Deliver an event in the background, with its retries; drop it when there were too many."""
    name = f"events_api {event['type']}"
    if subtype := event.get("subtype"):
        name += f" {subtype}"
    if world.deliveries.take():
        _deliver(world, name, event_callback(world, event))
    elif (minute := world.deliveries.minute_to_tell()) is not None:
        told: Json = {
            "token": world.tokens.verification,
            "type": "app_rate_limited",
            "team_id": world.state.team_id,
            "minute_rate_limited": minute,
            "api_app_id": world.app_id,
        }
        _deliver(world, "events_api app_rate_limited", told)


def _deliver(world: World, name: str, payload: Json) -> None:
    world.spawn(world.delivery.event(Envelope("events_api", name, payload)))


def _changed(world: World, channel: Channel, event: Json) -> None:
    if _SUBSCRIPTIONS[channel.kind] in world.app.events and _is_member(world, channel):
        ts = world.ids.ts()
        emit(
            world,
            {
                "type": "message",
                **event,
                "channel": channel.id,
                "hidden": True,
                "ts": ts,
                "event_ts": ts,
                "channel_type": channel.kind,
            },
        )


def _is_at(url: str, domain: str) -> bool:
    host = urlsplit(url).hostname or ""
    return host == domain or host.endswith(f".{domain}")


def _is_member(world: World, channel: Channel) -> bool:
    return world.bot_user_id in channel.members
