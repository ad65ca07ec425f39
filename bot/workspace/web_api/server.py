"""Reads a request, finds its method, checks its token, and answers as Slack does."""

import asyncio
import base64
import json

from aiohttp import web

from bot.workspace.proxy import answered_by_a_proxy
from bot.workspace.tokens import Token
from bot.workspace.values import Json, SlackError
from bot.workspace.world import World

from . import auth, chat, conversations, functions, oauth, reactions, users, views
from .call import Call, Method, Methods

METHODS: Methods = {
    **auth.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **functions.METHODS,
    **oauth.METHODS,
    **reactions.METHODS,
    **users.METHODS,
    **views.METHODS,
}
# Arguments that may come as JSON inside a form field.
_NESTED = {"blocks": "invalid_blocks_format", "attachments": "invalid_attachments"}
_NESTED |= {"unfurls": "invalid_arguments", "outputs": "invalid_arguments"}
_NESTED |= {"view": "invalid_arguments", "metadata": "invalid_metadata_format"}


_WITH_APP_TOKEN = ("apps.connections.open",)


async def serve(first: World, request: web.Request) -> web.Response:
    """Answer one call in the team of its token, and write it down in the transcript there."""
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    bearer = value.strip() if scheme.lower() == "bearer" else ""
    world = first.of_team(first.tokens.team_of(bearer))
    name = request.match_info["method"]
    entry = world.transcript.open("api", name, {})
    foreign = answered_by_a_proxy(world.faults, name)
    if foreign is not None:
        world.transcript.close(entry, ok=False, note=f"a proxy answers {foreign.status}")
        return foreign
    headers: dict[str, str] = {}
    status = 200
    try:
        arguments, token_value = await _read(request)
        entry.request = arguments
        _strike(world, name)
        if stalled := world.faults.take("stalled_api", method=name):
            await world.clock.sleep(stalled["seconds"])
        answer = {"ok": True, **await _run(world, name, arguments, token_value, headers)}
    except SlackError as refusal:
        answer = refusal.answer()
        status = answer.pop("status", 200)
        if refusal.code == "ratelimited":
            status = 429
            headers["Retry-After"] = str(answer.pop("retry_after", 1))
    except asyncio.CancelledError:
        world.transcript.close(entry, ok=False, note="the app hung up")
        raise
    note = None if answer["ok"] else answer["error"]
    try:
        if slow := world.faults.take("slow_api", method=name):
            await world.clock.sleep(slow["seconds"])  # done, but the answer is long on its way
    finally:
        world.transcript.close(entry, ok=answer["ok"], response=answer, note=note)
    return web.json_response(answer, status=status, headers=headers)


def _strike(world: World, name: str) -> None:
    """Refuse the call if a fault says so."""
    if limit := world.faults.take("rate_limit", method=name):
        raise SlackError("ratelimited", retry_after=limit["retry_after"])
    if failure := world.faults.take("failing_api", method=name):
        raise SlackError(failure["error"], status=failure["status"])
    if name not in _WITH_APP_TOKEN and (revoked := world.faults.take("token_revoked")):
        raise SlackError(revoked["error"])


async def _run(
    world: World, name: str, arguments: Json, token_value: str | None, headers: dict[str, str]
) -> Json:
    method = METHODS.get(name)
    if method is None:
        raise SlackError("unknown_method", req_method=name)
    token = None if method.token is None else world.tokens.find(token_value)
    if token is not None:
        headers["X-OAuth-Scopes"] = ",".join(token.scopes)
        headers["X-Accepted-OAuth-Scopes"] = ",".join(method.scopes)
        _authorize(method, token)
    return await method.run(Call(world, name, arguments, token))


def _authorize(method: Method, token: Token) -> None:
    if method.token not in ("any", token.type):
        raise SlackError("not_allowed_token_type")
    if method.scopes and not set(method.scopes) & set(token.scopes):
        raise SlackError(
            "missing_scope", needed=",".join(method.scopes), provided=",".join(token.scopes)
        )


async def _read(request: web.Request) -> tuple[Json, str | None]:
    """The arguments, and the token: from header, query or form, never from JSON."""
    arguments: Json = dict(request.query)
    if request.content_type == "application/json":
        token = arguments.pop("token", None)
        arguments |= _json_object(await request.read())
        arguments.pop("token", None)
    else:
        form = await request.post()
        arguments |= {key: value for key, value in form.items() if isinstance(value, str)}
        token = arguments.pop("token", None)
    for name, error in _NESTED.items():
        if isinstance(arguments.get(name), str) and arguments[name]:
            try:
                arguments[name] = json.loads(arguments[name])
            except ValueError:
                raise SlackError(error) from None
    scheme, _, value = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        arguments |= _client(request.headers["Authorization"])
    return arguments, value.strip() if scheme.lower() == "bearer" else token


def _client(header: str) -> Json:
    """The app's id and secret, as `oauth.v2.access` may get them."""
    try:
        given = base64.b64decode(header.partition(" ")[2], validate=True).decode()
    except ValueError:
        raise SlackError("invalid_client_id") from None
    client_id, _, secret = given.partition(":")
    return {"client_id": client_id, "client_secret": secret}


def _json_object(body: bytes) -> Json:
    if not body:
        return {}
    try:
        value = json.loads(body)
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(value, dict):
        raise SlackError("json_not_object")
    return value
