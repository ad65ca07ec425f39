"""A port beside Slack, served for one test."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from bot.running.limits import Limits
from bot.running.metrics import Metrics


@asynccontextmanager
async def served_on(
    bound: socket.socket,
    serve: Callable[..., Coroutine[None, None, None]],
    *what: object,
    metrics: Metrics,
    person: int = 0,
    **more: Any,
) -> AsyncIterator[list[Exception]]:
    """*serve*, of bot.transport's api or mcp, answers on *bound*; gives what it reports."""
    stop, reported = asyncio.Event(), list[Exception]()
    told = {"limits": Limits(person, 0), "metrics": metrics, "report": reported.append}
    serving = asyncio.create_task(serve(*what, bound, stop, **told, **more))
    try:
        yield reported
    finally:
        stop.set()
        await serving
