"""`users.*`: the people, and in which language they work."""

from bot.workspace.state import User
from bot.workspace.values import Json, SlackError

from .call import Call, Method, Methods


async def info(call: Call) -> Json:
    user = call.world.state.users.get(call.required("user"))
    if user is None:
        raise SlackError("user_not_found")
    return {"user": _described(call, user)}


async def list_users(call: Call) -> Json:
    members = [_described(call, each) for each in call.world.state.users.values()]
    return {
        "members": members,
        "cache_ts": int(call.world.clock.now()),
        "response_metadata": {"next_cursor": ""},
    }


def _described(call: Call, user: User) -> Json:
    described: Json = {
        "id": user.id,
        "team_id": call.world.state.team_id,
        "name": user.name,
        "deleted": False,
        "color": user.color,
        "real_name": user.real_name,
        "tz": "Europe/Lisbon",
        "tz_label": "Western European Time",
        "tz_offset": 0,
        "profile": {
            "real_name": user.real_name,
            "real_name_normalized": user.real_name,
            "display_name": user.name,
            "display_name_normalized": user.name,
            "team": call.world.state.team_id,
        },
        "is_admin": user.is_admin,
        "is_owner": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_bot": user.is_bot and user.bot_id is not None,
        "is_app_user": False,
        "updated": 0,
    }
    if call.flag("include_locale"):
        described["locale"] = user.locale
    return described


METHODS: Methods = {
    "users.info": Method(info, scopes=("users:read",)),
    "users.list": Method(list_users, scopes=("users:read",)),
}
