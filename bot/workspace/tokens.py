"""The app's tokens: what each is for, in which team, and which scopes it carries."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from .values import SlackError

TokenType = Literal["bot", "app"]
LIFETIME = 12 * 3600  # seconds, of a token that is rotated


@dataclass(slots=True)
class Token:
    """
    *status* is "active", or the error every call gets ("token_revoked", ...).

    A token that is rotated has an end, and *refresh* to be exchanged for the next one.
    """

    value: str
    type: TokenType
    scopes: tuple[str, ...]
    status: str = "active"
    team_id: str = ""  # the first one
    expires: float | None = None
    refresh: str = ""


class Tokens:
    """The tokens of the installed app, the signing secret, and what OAuth needs."""

    def __init__(self, bot_scopes: tuple[str, ...], now: Callable[[], float]) -> None:
        self.bot = Token(f"xoxb-0-0-{secrets.token_hex(12)}", "bot", bot_scopes)
        self.app = Token(
            f"xapp-1-A0LOCAL001-0-{secrets.token_hex(16)}", "app", ("connections:write",)
        )
        self.signing_secret = secrets.token_hex(16)
        self.verification = secrets.token_hex(12)
        self.client_id = f"0.{secrets.randbelow(10**12):012d}"
        self.client_secret = secrets.token_hex(16)
        self.lifetime = LIFETIME
        self._now = now
        self._known = {each.value: each for each in (self.bot, self.app)}
        self._refreshable: dict[str, Token] = {}

    def find(self, value: str | None) -> Token:
        """The token of this value: `not_authed` without one, `invalid_auth` for an unknown one."""
        if not value:
            raise SlackError("not_authed")
        token = self._known.get(value)
        if token is None:
            raise SlackError("invalid_auth")
        if token.status != "active":
            raise SlackError(token.status)
        if token.expires is not None and self._now() > token.expires:
            raise SlackError("token_expired")
        return token

    def team_of(self, value: str) -> str:
        """The team of this token, whatever has become of it."""
        token = self._known.get(value)
        return token.team_id if token else ""

    def issue(self, scopes: tuple[str, ...], team_id: str = "", *, rotated: bool = False) -> Token:
        """A further bot token, as an installation gives one."""
        prefix = "xoxe.xoxb-1-" if rotated else "xoxb-0-0-"
        token = Token(f"{prefix}{secrets.token_hex(12)}", "bot", scopes, team_id=team_id)
        if rotated:
            token.expires = self._now() + self.lifetime
            token.refresh = f"xoxe-1-{secrets.token_hex(16)}"
            self._refreshable[token.refresh] = token
        self._known[token.value] = token
        return token

    def refresh(self, value: str) -> Token:
        """The next token for a refresh token, which is spent by that."""
        old = self._refreshable.pop(value, None)
        if old is None or old.status != "active":
            raise SlackError("invalid_refresh_token")
        return self.issue(old.scopes, old.team_id, rotated=True)

    def revoke(self, team_id: str) -> None:
        """No token that an installation gave in this team is accepted any more."""
        for token in self._known.values():
            if token.team_id == team_id and token.type == "bot" and token is not self.bot:
                token.status = "token_revoked"
