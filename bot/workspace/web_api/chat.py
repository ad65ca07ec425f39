"""`chat.*`: what the app says."""

from bot.workspace.content import as_app, read_content
from bot.workspace.events import message_changed, message_deleted, message_posted
from bot.workspace.state import Channel
from bot.workspace.values import Json, SlackError, invalid

from .call import Call, Method, Methods


async def post_message(call: Call) -> Json:
    world = call.world
    channel = _writable(call, call.required("channel"))
    content = read_content(world, call.arguments)
    world.limits.take(f"chat.postMessage {channel.id}")
    message = as_app(world, content)
    if thread_ts := call.text("thread_ts"):
        message["thread_ts"] = thread_ts
        if call.flag("reply_broadcast"):
            message |= {"reply_broadcast": True, "subtype": "thread_broadcast"}
    message = world.messages.post(channel.id, message)
    message_posted(world, channel, message)
    return {"channel": channel.id, "ts": message["ts"], "message": _returned(message)}


async def post_ephemeral(call: Call) -> Json:
    """Only the person sees it; it is in no history and cannot be changed by its `message_ts`."""
    world = call.world
    channel = _writable(call, call.required("channel"))
    user = call.required("user")
    if user not in world.state.users:
        raise SlackError("user_not_found")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    content = read_content(world, call.arguments)
    message = as_app(world, content)
    if thread_ts := call.text("thread_ts"):
        message["thread_ts"] = thread_ts
    message = world.messages.show(user, channel.id, message)
    return {"message_ts": message["ts"]}


async def update(call: Call) -> Json:
    world = call.world
    channel = _visible(call, call.required("channel"))
    message = _own_message(call, channel, call.required("ts"), "cant_update_message")
    given = dict(call.arguments)
    for key in ("blocks", "attachments"):
        if key not in given and "text" not in given:
            given[key] = message.get(key)
    content = read_content(world, given)
    before = dict(message)
    message = world.messages.edit(message, content)
    message_changed(world, channel, message, before)
    return {
        "channel": channel.id,
        "ts": message["ts"],
        "text": message["text"],
        "message": _returned(message),
    }


async def delete(call: Call) -> Json:
    world = call.world
    channel = _visible(call, call.required("channel"))
    message = _own_message(call, channel, call.required("ts"), "cant_delete_message")
    world.messages.delete(message)
    message_deleted(world, channel, message)
    return {"channel": channel.id, "ts": message["ts"]}


async def get_permalink(call: Call) -> Json:
    world = call.world
    channel = _visible(call, call.required("channel"))
    message = world.messages.find(channel.id, call.required("message_ts"))
    if message is None:
        raise SlackError("message_not_found")
    link = f"{world.url}/archives/{channel.id}/p{message['ts'].replace('.', '')}"
    if message.get("thread_ts", message["ts"]) != message["ts"]:
        link += f"?thread_ts={message['thread_ts']}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


async def unfurl(call: Call) -> Json:
    """Attaches a card to each link of a message that the app was told of."""
    message = _shared(call)
    unfurls = call.arguments.get("unfurls")
    if not isinstance(unfurls, dict) or not unfurls:
        raise invalid("invalid_arguments", ["missing required field: unfurls"])
    unknown = [url for url in unfurls if f"<{url}" not in message["text"]]
    if unknown:
        raise SlackError("cannot_unfurl_url")
    cards = [{"from_url": url, "app_unfurl_url": url, **card} for url, card in unfurls.items()]
    content = read_content(call.world, {"text": message["text"], "attachments": cards})
    call.world.messages.attach(message, content["attachments"])
    return {}


def _shared(call: Call) -> Json:
    """By channel and ts, or by the id that the event gave."""
    channel, ts = call.text("channel"), call.text("ts")
    if id := call.text("unfurl_id"):
        if not call.text("source"):
            raise invalid("invalid_arguments", ["missing required field: source"])
        channel, *rest = id.split(".")
        ts = ".".join(rest[:2])
    message = call.world.messages.find(channel, ts)
    if message is None:
        raise SlackError("cannot_find_message")
    return message


def _visible(call: Call, name: str) -> Channel:
    return call.world.state.channel_for_app(name)


def _writable(call: Call, name: str) -> Channel:
    """The channel to post to; a person's id stands for the direct messages with them."""
    state = call.world.state
    if name in state.users and not state.users[name].is_bot:
        channel = state.open_im(name, call.world.ids)
    else:
        channel = _visible(call, name)
    if channel.is_archived:
        raise SlackError("is_archived")
    if channel.is_im and not call.world.app.messages_tab:
        raise SlackError("messages_tab_disabled")
    if state.bot_user_id not in channel.members:
        public = call.token is not None and "chat:write.public" in call.token.scopes
        if not public or call.method != "chat.postMessage":
            raise SlackError("not_in_channel")
    return channel


def _own_message(call: Call, channel: Channel, ts: str, refusal: str) -> Json:
    """The app's own message; ephemeral ones are not found, those of others not touched."""
    message = call.world.messages.find(channel.id, ts)
    if message is None:
        raise SlackError("message_not_found")
    if message.get("bot_id") != call.world.bot_id:
        raise SlackError(refusal)
    if channel.is_archived:
        raise SlackError("is_archived")
    return message


def _returned(message: Json) -> Json:
    return {key: value for key, value in message.items() if key != "channel"}


METHODS: Methods = {
    "chat.postMessage": Method(post_message, scopes=("chat:write",)),
    "chat.postEphemeral": Method(post_ephemeral, scopes=("chat:write",)),
    "chat.update": Method(update, scopes=("chat:write",)),
    "chat.delete": Method(delete, scopes=("chat:write",)),
    "chat.unfurl": Method(unfurl, scopes=("links:write",)),
    "chat.getPermalink": Method(get_permalink),
}
