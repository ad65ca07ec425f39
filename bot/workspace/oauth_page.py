"""The page on which a person allows the app, as Slack's; here everybody does, at once."""

from aiohttp import web

from .installations import redirect_back
from .world import World


def allow(world: World, request: web.Request) -> web.Response:
    """Back to the app, with a code for this team."""
    query = request.query
    scopes = tuple(each for each in query.get("scope", "").split(",") if each)
    redirect_uri = query.get("redirect_uri", "")
    user = world.state.people[0].id
    code = world.installations.allow(user, scopes, redirect_uri, world.team_id)
    raise redirect_back(redirect_uri, code, query.get("state", ""))
