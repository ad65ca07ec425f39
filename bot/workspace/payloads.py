"""What the app is told, in the shapes Slack uses."""

from copy import deepcopy

from .state import Channel
from .values import Json
from .world import World


def event_callback(world: World, event: Json) -> Json:
    """
    The Events API's wrapper around an event.

    https://docs.slack.dev/apis/events-api/#callback-field
    """
    return {
        "token": world.tokens.verification,
        "team_id": world.state.team_id,
        "context_team_id": world.state.team_id,
        "context_enterprise_id": world.organisation or None,
        "api_app_id": world.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": world.ids.new("Ev"),
        "event_time": int(world.clock.now()),
        "authorizations": [
            {
                "enterprise_id": world.organisation or None,
                "team_id": world.state.team_id,
                "user_id": world.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": bool(world.organisation),
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{world.ids.secret(20)}",
    }


def message_event(world: World, channel: Channel, message: Json) -> Json:
    """`message`, as in `message.im` and `message.channels`."""
    kept = {
        key: deepcopy(value)
        for key, value in message.items()
        if key not in ("reply_count", "reply_users", "latest_reply")
    }
    return kept | {
        "type": "message",
        "team": world.state.team_id,
        "channel": channel.id,
        "event_ts": message["ts"],
        "channel_type": channel.kind,
    }


def app_mention_event(world: World, channel: Channel, message: Json) -> Json:
    kept = ("user", "ts", "client_msg_id", "text", "blocks", "thread_ts", "parent_user_id")
    return {key: deepcopy(message[key]) for key in kept if key in message} | {
        "type": "app_mention",
        "team": world.state.team_id,
        "channel": channel.id,
        "event_ts": message["ts"],
    }


def slash_command(
    world: World,
    *,
    user: str,
    channel: Channel,
    command: str,
    text: str,
    trigger_id: str,
    response_url: str,
) -> Json:
    """https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling"""
    whole = {"enterprise_id": world.organisation} if world.organisation else {}
    return {
        "token": world.tokens.verification,
        **whole,
        "team_id": world.state.team_id,
        "team_domain": world.seed.team_domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": user,
        "user_name": world.state.users[user].name,
        "command": command,
        "text": text,
        "api_app_id": world.app_id,
        "is_enterprise_install": "true" if world.organisation else "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def interaction(world: World, kind: str, user: str) -> Json:
    """The fields that all interaction payloads share."""
    return {
        "type": kind,
        "user": {
            "id": user,
            "username": world.state.users[user].name,
            "name": world.state.users[user].name,
            "team_id": world.state.team_id,
        },
        "api_app_id": world.app_id,
        "token": world.tokens.verification,
        "team": world.team,
        "enterprise": {"id": world.organisation} if world.organisation else None,
        "is_enterprise_install": bool(world.organisation),
    }


def channel_name(channel: Channel) -> str:
    """The name as commands and interactions carry it."""
    if channel.is_im:
        return "directmessage"
    return "privategroup" if channel.is_private else channel.name
