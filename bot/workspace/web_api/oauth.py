"""`oauth.v2.access`: a code, which an installation gave, or a refresh token, becomes a token."""

from bot.workspace.tokens import Token
from bot.workspace.values import Json, SlackError

from .call import Call, Method, Methods


async def access(call: Call) -> Json:
    world = call.world
    if call.text("client_id") != world.tokens.client_id:
        raise SlackError("invalid_client_id")
    if call.text("client_secret") != world.tokens.client_secret:
        raise SlackError("bad_client_secret")
    if call.text("grant_type") == "refresh_token":
        return _given(call, world.tokens.refresh(call.required("refresh_token")))
    code = world.installations.exchange(call.required("code"), call.text("redirect_uri"))
    token = world.tokens.issue(code.scopes, code.team_id, rotated=world.app.token_rotation)
    return _given(call, token) | {"authed_user": {"id": code.user}}


def _given(call: Call, token: Token) -> Json:
    world = call.world.of_team(token.team_id)
    organisation = world.organisation
    given: Json = {
        "access_token": token.value,
        "token_type": "bot",
        "scope": ",".join(token.scopes),
        "bot_user_id": world.bot_user_id,
        "app_id": world.app_id,
        "team": {"id": world.state.team_id, "name": world.seed.team_name},
        "enterprise": None,
        "is_enterprise_install": False,
    }
    if organisation:
        whole = {"id": organisation, "name": "The organisation"}
        given |= {"team": None, "enterprise": whole, "is_enterprise_install": True}
    if token.expires is not None:
        given |= {"refresh_token": token.refresh, "expires_in": world.tokens.lifetime}
    return given


METHODS: Methods = {"oauth.v2.access": Method(access, token=None)}
