"""What the page draws: the state as one person sees it (PAGE.md)."""

from .feed import Change
from .messages import as_shown
from .state import User
from .values import Json
from .world import World

LOG_LENGTH = 200


def state_for(world: World, me: str) -> Json:
    channels = world.state.visible_to(me)
    home = world.views.home(me)
    return {
        "ok": True,
        "app": {
            "id": world.app_id,
            "name": world.app.display_name,
            "bot_user_id": world.bot_user_id,
            "description": world.app.description,
        },
        "me": me,
        "team": {"id": world.state.team_id, "name": world.seed.team_name},
        "users": [_user(each) for each in world.state.users.values()],
        "channels": channels_for(world, me),
        "messages": {each.id: _messages(world, me, each.id) for each in channels},
        "commands": [
            {
                "command": each.command,
                "description": each.description,
                "usage_hint": each.usage_hint,
            }
            for each in world.app.commands
        ],
        "shortcuts": [
            {
                "type": each.type,
                "callback_id": each.callback_id,
                "name": each.name,
                "description": each.description,
            }
            for each in world.app.shortcuts
        ],
        "home": home.shown() if home else None,
        "modals": world.views.shown_stack(me),
        "examples": [
            each.replace("@app", f"@{world.app.display_name}")
            for each in world.app.prompts or world.seed.examples
        ],
        "connections": len(world.sockets.connections),
        "delivery": world.delivery.carrier.via,
        "log": world.transcript.last(LOG_LENGTH),
    }


def channels_for(world: World, me: str) -> list[Json]:
    return [world.state.channel_as_seen_by(each, me) for each in world.state.visible_to(me)]


def frame_for(world: World, me: str, change: Change) -> Json | None:
    """The change as a live frame for this person; None when they do not see it."""
    if change.to not in (None, me):
        return None
    if change.type == "channels":
        return {"type": "channels", "channels": channels_for(world, me)}
    channel = world.state.channels.get(change.body.get("channel", ""))
    if channel is not None and channel not in world.state.visible_to(me):
        return None
    return {"type": change.type, **change.body}


def _messages(world: World, me: str, channel: str) -> list[Json]:
    seen = [*world.messages.all_in(channel), *world.messages.shown_to(me, channel)]
    return [as_shown(each) for each in sorted(seen, key=lambda each: float(each["ts"]))]


def _user(user: User) -> Json:
    return {
        "id": user.id,
        "name": user.name,
        "real_name": user.real_name,
        "is_bot": user.is_bot,
        "locale": user.locale,
        "color": user.color,
    }
