"""Installing the app through OAuth: codes, which are good for ten minutes and once."""

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from .clock import Clock
from .ids import Ids
from .values import SlackError

LIFETIME = 600.0  # seconds, https://docs.slack.dev/authentication/installing-with-oauth


@dataclass(slots=True)
class Code:
    user: str
    scopes: tuple[str, ...]
    redirect_uri: str
    team_id: str
    expires: float
    used: bool = False


class Installations:
    """Hands out codes, as the page on which a person allows the app, and takes each back once."""

    def __init__(self, clock: Clock, ids: Ids) -> None:
        self._clock = clock
        self._ids = ids
        self._codes: dict[str, Code] = {}

    def allow(
        self, user: str, scopes: tuple[str, ...], redirect_uri: str = "", team_id: str = ""
    ) -> str:
        """A person allows the app: the code that the app is given."""
        code = self._ids.secret(32)
        self._codes[code] = Code(user, scopes, redirect_uri, team_id, self._clock.now() + LIFETIME)
        return code

    def exchange(self, value: str, redirect_uri: str) -> Code:
        """SlackError: `invalid_code`, `code_already_used`, `bad_redirect_uri`."""
        code = self._codes.get(value)
        if code is None or self._clock.now() > code.expires:
            raise SlackError("invalid_code")
        if code.used:
            raise SlackError("code_already_used")
        if code.redirect_uri != redirect_uri:
            raise SlackError("bad_redirect_uri")
        code.used = True
        return code


def redirect_back(redirect_uri: str, code: str, state: str) -> web.HTTPFound:
    """The redirect to the app after a person allowed it; only to this machine."""
    if urlsplit(redirect_uri).hostname not in ("127.0.0.1", "localhost"):
        raise web.HTTPBadRequest(text="bad_redirect_uri: it has to lead to this machine\n")
    return web.HTTPFound(f"{redirect_uri}?{urlencode({'code': code, 'state': state})}")
