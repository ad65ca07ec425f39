"""What people do in the workspace: the page and the people of tests act through these."""

import uuid

from . import events
from .answers import answer_command
from .composer import escape, escape_plain_texts, from_composer, mentions, rich_text
from .delivery import Envelope, NotAcknowledgedError
from .manifest import Command
from .payloads import interaction, slash_command
from .state import Channel
from .values import SLACKBOT, Json, SlackError
from .world import World


class RefusedError(Exception):
    """The workspace does not let a person do this; the text is for them."""


def say(
    world: World,
    user: str,
    channel: Channel,
    text: str,
    *,
    thread_ts: str | None = None,
    raw: bool = False,
) -> Json:
    """
    A person writes a message; the app hears of it as its manifest says. Returns the message.

    *text* is what was typed; with *raw*, what Slack sends (`<@U...>`, `&amp;`).
    """
    _may_write(world, user, channel)
    if not raw:
        text = from_composer(text, world.state)
    message: Json = {
        "user": user,
        "text": text,
        "team": world.state.team_id,
        "client_msg_id": str(uuid.uuid4()),
        "blocks": [rich_text(text, world.ids.block_id())],
    }
    if thread_ts:
        message["thread_ts"] = thread_ts
    message = world.messages.post(channel.id, message)
    events.message_posted(world, channel, message)
    events.links_shared(world, channel, message)
    if mentions(text, world.bot_user_id):
        if world.bot_user_id in channel.members:
            events.mentioned(world, channel, message)
        else:
            _offer_invitation(world, user, channel)
    return message


def edit(world: World, message: Json, text: str) -> None:
    """A person edits a message of theirs."""
    before = dict(message)
    text = from_composer(text, world.state)
    blocks = [rich_text(text, world.ids.block_id())]
    message = world.messages.edit(message, {"text": text, "blocks": blocks})
    channel = world.state.channels[message["channel"]]
    events.message_changed(world, channel, message, before)


def delete(world: World, message: Json) -> None:
    """A person deletes a message of theirs."""
    world.messages.delete(message)
    events.message_deleted(world, world.state.channels[message["channel"]], message)


async def slash(
    world: World, user: str, channel: Channel, line: str, *, raw: bool = False, cause: str = ""
) -> None:
    """
    A person sends a slash command; returns once it is acknowledged, or has failed.

    *line* is what was typed; with *raw*, what Slack sends. RefusedError when no
    app has this command.
    """
    command, text = find_command(world, line)
    name = command.command
    _may_write(world, user, channel)
    if not raw:
        text = from_composer(text, world.state) if command.should_escape else escape(text)
    cause = cause or new_cause(world)
    payload = slash_command(
        world,
        user=user,
        channel=channel,
        command=name,
        text=text,
        trigger_id=world.triggers.new(user, cause=cause),
        response_url=world.url
        + world.response_urls.new("commands", channel=channel.id, user=user, cause=cause),
    )
    envelope = Envelope("slash_commands", f"slash_commands {name}", payload, accepts_response=True)
    try:
        ack = await world.delivery.interaction(envelope)
        if ack.payload is not None:
            answer_command(world, ack.payload, user=user, channel=channel.id, cause=cause)
    except NotAcknowledgedError as failure:
        _command_failed(world, user, channel, name, failure.shown, cause)
    except SlackError as refusal:
        note = f"{name} was answered with what Slack refuses: {_explained(refusal)}"
        world.transcript.note("notice", "invalid answer", note=note, ok=False)
        _command_failed(world, user, channel, name, "invalid_command_response", cause)


def find_command(world: World, line: str) -> tuple[Command, str]:
    """The command a line begins with, and its text; RefusedError when no app has it."""
    name, text = [*line.split(maxsplit=1), ""][:2]
    for command in world.app.commands:
        if command.command == name:
            return command, text.strip()
    raise RefusedError(f"{name} is not a valid command.")


async def use_shortcut(
    world: World, user: str, callback_id: str, *, message: Json | None = None, cause: str = ""
) -> None:
    """A person picks a global shortcut, or with *message* one from that message's menu."""
    kind = "global" if message is None else "message"
    known = any(
        each.callback_id == callback_id and each.type == kind for each in world.app.shortcuts
    )
    if not known:
        raise RefusedError(f"The app has no {kind} shortcut {callback_id!r}.")
    cause = cause or new_cause(world)
    payload = interaction(world, "shortcut" if message is None else "message_action", user)
    payload |= {
        "action_ts": world.ids.ts(),
        "callback_id": callback_id,
        "trigger_id": world.triggers.new(user, cause=cause),
    }
    if message is not None:
        channel = world.state.channels[message["channel"]]
        payload |= {
            "channel": {"id": channel.id, "name": channel.name},
            "message_ts": message["ts"],
            "message": {
                key: escape_plain_texts(value) for key, value in message.items() if key != "channel"
            },
            "response_url": world.url
            + world.response_urls.new("app", channel=channel.id, user=user, cause=cause),
        }
    await deliver_interactive(world, payload)


def open_home(world: World, user: str, tab: str = "home") -> None:
    """A person opens the app's home tab, or its messages."""
    if tab == "home" and not world.app.home_tab:
        raise RefusedError("The app has no home tab.")
    channel = world.state.open_im(user, world.ids)
    events.app_home_opened(world, user, channel, tab)


def invite(world: World, user: str, channel: Channel) -> None:
    """A person brings the app into a channel."""
    if world.bot_user_id in channel.members:
        raise RefusedError("The app is already in this channel.")
    channel.members.add(world.bot_user_id)
    world.channels_changed()
    events.member_joined(world, channel, world.bot_user_id, inviter=user)


def react(world: World, user: str, message: Json, name: str) -> None:
    """A person adds a reaction, or takes theirs away."""
    mine = any(
        each["name"] == name and user in each["users"] for each in message.get("reactions", [])
    )
    if mine:
        world.messages.unreact(message, name, user)
    else:
        world.messages.react(message, name, user)
    kind = "reaction_removed" if mine else "reaction_added"
    events.reaction(world, kind, user=user, name=name, message=message)


async def deliver_interactive(
    world: World, payload: Json, *, accepts_response: bool = False
) -> Json | None:
    """Deliver an interaction payload; the ack's payload, or NotAcknowledgedError."""
    if not world.app.interactivity:
        raise RefusedError("Interactivity is not switched on in the app's manifest.")
    name = f"interactive {payload['type']}"
    envelope = Envelope("interactive", name, payload, accepts_response=accepts_response)
    ack = await world.delivery.interaction(envelope)
    return ack.payload


def new_cause(world: World) -> str:
    """A name for one interaction, by which its answers are known."""
    return world.ids.new("I")


def _may_write(world: World, user: str, channel: Channel) -> None:
    if user not in channel.members:
        raise RefusedError("You are not in this channel.")
    if channel.is_archived:
        raise RefusedError("This channel is archived.")
    if channel.is_im and not world.app.messages_tab:
        raise RefusedError("Sending messages to this app has been turned off.")
    if channel.is_im and world.app.messages_tab_read_only:
        raise RefusedError("Sending messages to this app has been turned off.")


def _offer_invitation(world: World, user: str, channel: Channel) -> None:
    name = world.app.display_name
    text = (
        f"You mentioned <@{world.bot_user_id}>, but they're not in this channel. "
        f"Type `/invite @{name}` to bring them in."
    )
    world.messages.show(user, channel.id, {"user": SLACKBOT, "text": text})


def _command_failed(
    world: World, user: str, channel: Channel, name: str, error: str, cause: str
) -> None:
    text = f'{name} failed with the error "{error}"'
    world.messages.show(user, channel.id, {"user": SLACKBOT, "text": text}, cause=cause)


def _explained(refusal: SlackError) -> str:
    return ", ".join([refusal.code, *refusal.details.get("errors", [])])
