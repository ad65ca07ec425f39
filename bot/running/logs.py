"""Keep tokens out of what is written down."""

import logging
import re

_SECRETS = re.compile(
    r"""
    (?<![A-Za-z0-9]) xox[a-z](?:\.xox[a-z])? -[A-Za-z0-9-]+     # xoxb-..., xoxe.xoxp-...
    | (?<![A-Za-z0-9]) xapp-[A-Za-z0-9-]+
    | (?<=ticket=) [^&\s"'<>)]+                                 # of a Socket Mode address
    | (?<=hooks\.slack\.com/) [^\s"'<>)]+                       # of a response_url
    | (?<=Bearer\ ) [^\s"'<>)]+
    """,
    re.VERBOSE,
)

LIBRARIES = ("aiohttp", "aiosqlite", "alembic", "asyncio", "redis", "slack_sdk", "sqlalchemy")


def redact(text: str) -> str:
    """
    *text* without tokens, tickets and response addresses.

    >>> redact("token xoxb-1-abc refused, wss://x/link/?ticket=s3cret&app_id=A1")
    'token (secret) refused, wss://x/link/?ticket=(secret)&app_id=A1'
    """
    return _SECRETS.sub("(secret)", text)


class RedactingFormatter(logging.Formatter):
    """Formats a record, traceback included, and redacts the whole of it."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def start_logging(level: str) -> None:
    """
    Log to standard error, through the redacting formatter and nothing else.

    The libraries say what they send and receive when they debug, people's words included: they
    are never let below WARNING.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)-7s %(name)s  %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for library in LIBRARIES:
        logging.getLogger(library).setLevel(logging.WARNING)
