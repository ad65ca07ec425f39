"""What is written down, where, and in which form."""

import logging

from bot.running import journal
from bot.running.redacting import redact

__all__ = ["RedactingFormatter", "redact", "start_logging"]

LIBRARIES = (
    "aiohttp", "aiosqlite", "alembic", "asyncio", "httpcore", "httpcore2", "httpx", "httpx2",
    "huggingface_hub", "mcp", "opentelemetry", "redis", "slack_sdk", "sqlalchemy", "urllib3",
)  # fmt: skip


class RedactingFormatter(logging.Formatter):
    """Formats a record, traceback included, and redacts the whole of it."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def start_logging(level: str, form: str = "text") -> None:
    """
    Log to standard error, through a redacting formatter and nothing else.

    In the *form* `json` each request has a line; as text that would hide what goes wrong.

    The libraries say what they send and receive when they debug, people's words included: they
    are never let below WARNING.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(_formatter(form))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for library in LIBRARIES:
        logging.getLogger(library).setLevel(logging.WARNING)
    each = logging.getLogger(journal.NAME)
    each.setLevel(logging.NOTSET if form == "json" else logging.WARNING)


def _formatter(form: str) -> logging.Formatter:
    if form == "json":
        from bot.running.logs_json import JsonFormatter  # a tenth of the start

        return JsonFormatter()
    return RedactingFormatter("%(asctime)s %(levelname)-7s %(name)s  %(message)s")
