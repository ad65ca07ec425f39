"""The page's back end: files, state, live changes, and what people do (PAGE.md)."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

from aiohttp import WSCloseCode, WSMsgType, web

from . import acting, interactions, steps, submitting
from .acting import Place
from .composer import escape
from .delivery import NotAcknowledgedError
from .faults import UnknownFaultError
from .feed import Change
from .interactions import RefusedError
from .modals import OpenView
from .page_state import frame_for, state_for
from .state import Channel
from .values import SLACKBOT, Json, SlackError
from .world import World

STATIC = Path(__file__).parent / "static"
RUN_STEP = "/run-step"  # what Workflow Builder is for in Slack
NOT_BUILT = "The page's bundle is not built: run `npm ci && npm run build` in bot/workspace/web.\n"

Action = Callable[[World, str, Json], Awaitable[Json]]


def routes(world: World) -> list[web.AbstractRouteDef]:
    """The addresses of PAGE.md, served from this world."""

    def post(action: Action) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            body = await _object(request)
            return web.json_response(await _run(world, action, body))

        return handle

    async def state(request: web.Request) -> web.Response:
        me = _me(world, request.query.get("as"))
        return web.json_response(state_for(world, me))

    async def live(request: web.Request) -> web.StreamResponse:
        return await _live(world, request)

    async def faults(request: web.Request) -> web.Response:
        return web.json_response({"ok": True, "faults": world.faults.shown()})

    return [
        web.get("/", _index),
        web.get("/static/{path:.+}", _file),
        web.get("/page/state", state),
        web.get("/page/live", live),
        web.get("/page/faults", faults),
        *(web.post(f"/page/{name}", post(action)) for name, action in _ACTIONS.items()),
    ]


async def _send(world: World, me: str, body: Json) -> Json:
    channel = _channel(world, me, body)
    text = str(body.get("text", ""))
    if text.startswith("/invite"):
        interactions.invite(world, me, channel)
        return {}
    if text.startswith(RUN_STEP):
        world.spawn(_run_step(world, me, channel, text.removeprefix(RUN_STEP).strip()))
        return {}
    if text.startswith("/"):
        if body.get("thread_ts"):
            raise RefusedError(f"{text.split()[0]} is not supported in threads. Sorry!")
        interactions.find_command(world, text)
        world.spawn(interactions.slash(world, me, channel, text))
        return {}
    if not text.strip():
        raise RefusedError("There is nothing to send.")
    message = interactions.say(world, me, channel, text, thread_ts=body.get("thread_ts"))
    return {"ts": message["ts"]}


async def _run_step(world: World, me: str, channel: Channel, text: str) -> None:
    """As a workflow would: the text is the first input; what came out they see alone."""
    step = next(iter(world.app.steps), None)
    if step is None:
        said = "The app offers no step for workflows."
    else:
        run = steps.run(world, me, step.callback_id, {next(iter(step.inputs)): text})
        await run.done.wait()
        lines = [f"*{name}*: {escape(str(value))}" for name, value in run.outputs.items()]
        ended = f"failed: {escape(run.error)}" if run.error else "came to its end."
        said = "\n".join([f"The step _{step.title}_ {ended}", *lines])
    world.messages.show(me, channel.id, {"user": SLACKBOT, "text": said})


async def _action(world: World, me: str, body: Json) -> Json:
    place = _place(world, me, body.get("container", {}))
    await acting.act(world, me, place, body.get("action", {}), state=body.get("state"))
    return {}


async def _options(world: World, me: str, body: Json) -> Json:
    action = body.get("action", {})
    return await acting.options(
        world,
        me,
        _place(world, me, body.get("container", {})),
        block_id=action.get("block_id", ""),
        action_id=action.get("action_id", ""),
        value=str(body.get("value", "")),
    )


async def _submit(world: World, me: str, body: Json) -> Json:
    opened = _modal(world, me, body)
    state = body.get("state") or {}
    errors = await submitting.submit(world, me, opened, state.get("values", state))
    return {"errors": errors} if errors else {}


async def _close(world: World, me: str, body: Json) -> Json:
    await submitting.close(world, me, _modal(world, me, body), everything=bool(body.get("all")))
    return {}


async def _shortcut(world: World, me: str, body: Json) -> Json:
    message = None
    if body.get("type") == "message":
        message = _message(world, me, body)
    callback_id = str(body.get("callback_id", ""))
    await interactions.use_shortcut(world, me, callback_id, message=message)
    return {}


async def _home(world: World, me: str, body: Json) -> Json:
    interactions.open_home(world, me, str(body.get("tab", "home")))
    return {}


async def _react(world: World, me: str, body: Json) -> Json:
    interactions.react(world, me, _message(world, me, body), str(body.get("name", "")))
    return {}


async def _dismiss(world: World, me: str, body: Json) -> Json:
    world.messages.hide(me, str(body.get("channel", "")), str(body.get("ts", "")))
    return {}


async def _reset(world: World, me: str, body: Json) -> Json:
    world.reset()
    return {}


async def _fault(world: World, me: str, body: Json) -> Json:
    name = str(body.get("name", ""))
    options = {key: value for key, value in body.items() if key not in ("as", "name", "on")}
    try:
        if not body.get("on"):
            world.faults.off(name)
        elif world.faults.kind(name) == "action":
            world.transcript.note("fault", name)
            await world.faults.do(name, **options)
        else:
            world.faults.on(name, **options)
    except UnknownFaultError as error:
        raise RefusedError(str(error)) from None
    return {"faults": world.faults.shown()}


_ACTIONS: dict[str, Action] = {
    "send": _send,
    "action": _action,
    "options": _options,
    "submit": _submit,
    "close": _close,
    "shortcut": _shortcut,
    "home": _home,
    "react": _react,
    "dismiss": _dismiss,
    "reset": _reset,
    "fault": _fault,
}


async def _run(world: World, action: Action, body: Json) -> Json:
    """The action's answer; a refusal becomes a sentence."""
    try:
        me = _me(world, body.get("as"))
        return {"ok": True, **await action(world, me, body)}
    except RefusedError as refusal:
        return {"ok": False, "error": str(refusal)}
    except SlackError as refusal:
        return {"ok": False, "error": f"Slack refuses this: {refusal.code}."}
    except NotAcknowledgedError as failure:
        return {"ok": False, "error": f"The app did not respond ({failure.note})."}


async def _live(world: World, request: web.Request) -> web.StreamResponse:
    """Push each change this person sees, until the page goes away."""
    me = _me(world, request.query.get("as"))
    socket = web.WebSocketResponse(heartbeat=30, timeout=1.0)
    await socket.prepare(request)
    frames: asyncio.Queue[str] = asyncio.Queue()

    def push(change: Change) -> None:
        frame = frame_for(world, me, change)
        if frame is not None:
            frames.put_nowait(json.dumps(frame))

    stop = world.feed.listen(push)
    frames.put_nowait(json.dumps({"type": "hello", "me": me}))
    writer = world.spawn(_write(socket, frames))  # ends with the workspace, too
    try:
        async for message in socket:
            if message.type == WSMsgType.ERROR:
                break
    finally:
        stop()
        writer.cancel()
    return socket


async def _write(socket: web.WebSocketResponse, frames: "asyncio.Queue[str]") -> None:
    try:
        with suppress(ConnectionError):
            while True:
                await socket.send_str(await frames.get())
    finally:
        await socket.close(code=WSCloseCode.GOING_AWAY)


async def _index(request: web.Request) -> web.StreamResponse:
    index = STATIC / "index.html"
    if not index.is_file():
        return web.Response(text=NOT_BUILT)
    headers = {"Cache-Control": "no-cache", "Content-Security-Policy": "frame-ancestors 'none'"}
    return web.FileResponse(index, headers=headers)


async def _file(request: web.Request) -> web.StreamResponse:
    path = (STATIC / request.match_info["path"]).resolve()
    if not path.is_relative_to(STATIC.resolve()) or not path.is_file():
        raise web.HTTPNotFound(text="there is no such file\n")
    return web.FileResponse(path, headers={"Cache-Control": "no-cache"})


async def _object(request: web.Request) -> Json:
    try:
        body = json.loads(await request.text() or "{}")
    except ValueError:
        raise web.HTTPBadRequest(text="the body is not JSON\n") from None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest(text="the body is not a JSON object\n")
    return body


def _me(world: World, wanted: str | None) -> str:
    if not wanted:
        return world.state.people[0].id
    if wanted not in world.state.users or world.state.users[wanted].is_bot:
        raise web.HTTPBadRequest(text="there is no such person\n")
    return wanted


def _channel(world: World, me: str, body: Json) -> Channel:
    channel = world.state.channels.get(str(body.get("channel", "")))
    if channel is None or channel not in world.state.visible_to(me):
        raise RefusedError("There is no such channel.")
    return channel


def _message(world: World, me: str, body: Json) -> Json:
    channel = _channel(world, me, body)
    message = world.messages.find(channel.id, str(body.get("ts", "")))
    if message is None:
        raise RefusedError("This message is no longer there.")
    return message


def _place(world: World, me: str, container: Json) -> Place:
    """Where the person clicked; RefusedError when it is no longer there."""
    if container.get("type") == "home":
        opened = world.views.home(me)
    elif container.get("type") == "view":
        opened = world.views.find(view_id=str(container.get("view_id", "")))
    else:
        channel, ts = _channel(world, me, container), str(container.get("ts", ""))
        message = world.messages.find(channel.id, ts)
        message = message or world.messages.find_shown(me, channel.id, ts)
        if message is None:
            raise RefusedError("This message is no longer there.")
        return Place(message=message)
    if opened is None or opened.user != me:
        raise RefusedError("This view is no longer there.")
    return Place(view=opened)


def _modal(world: World, me: str, body: Json) -> OpenView:
    opened = world.views.find(view_id=str(body.get("view_id", "")))
    if opened is None or opened not in world.views.stack(me):
        raise RefusedError("This view is no longer there.")
    return opened
