"""
The road of every request of Slack: taken once, given to Bolt, and kept until it is answered.

Slack is told that we have a request only when the store has it, too. Whatever is not answered when
the process ends, for whatever reason, is answered by another or by the next.
"""

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from http import HTTPStatus
from typing import Protocol

from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.running import journal, tracing
from bot.running.metrics import Metrics
from bot.running.once import Once
from bot.running.store_away import StoreAwayError
from bot.running.work import Work, current
from bot.slack.again import again
from bot.slack.request_id import kind_of, once_id, request_id, team_of

_logger = logging.getLogger("gpumem.requests")

Dispatch = Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]

TICK = 3.0  # seconds between two looks at the store; a fifth of a lease
AT_ONCE = 20  # requests of others that are answered together
TOO_OLD = 300.0  # seconds; an answer that comes later than that surprises more than it helps
OLD_EVERY = 60.0  # seconds between two deletions of what is remembered


class Kept(Protocol):
    """A request that another process did not answer (bot/store/outbox.py)."""

    @property
    def id(self) -> str: ...
    @property
    def body(self) -> str | None: ...
    @property
    def taken_at(self) -> float: ...


class Outbox(Protocol):
    """Where requests are kept until they are answered. Any of it may raise StoreAwayError."""

    lease: float

    async def tell(self) -> None: ...
    async def renew(self) -> None: ...
    async def release(self) -> None: ...
    async def claim(self, most: int) -> Iterable[Kept]: ...
    async def forget_old(self) -> None: ...
    async def answered(self, id: str) -> None: ...


class Requests:
    """*dispatch* is Bolt's; *work* is what it starts."""

    def __init__(self, dispatch: Dispatch, once: Once, work: Work, metrics: Metrics) -> None:
        self._dispatch = dispatch
        self._once = once
        self._work = work
        self._metrics = metrics
        work.when_answered, work.when_left = once.answered, once.leave

    async def answer(self, request: AsyncBoltRequest) -> BoltResponse:
        """The acknowledgement. 200 says that we have the request, and then it is answered."""
        began = time.perf_counter()
        current.set(request_id(request.body))
        journal.team.set(journal.hashed(team_of(request.body)))
        with tracing.span("receive", **journal.named()) as span:
            response = await self._taken(request)
            span.tell(status=response.status)
        journal.write("acknowledged", str(response.status), time.perf_counter() - began)
        return response

    async def _taken(self, request: AsyncBoltRequest) -> BoltResponse:
        id = once_id(request.body)
        if not id:
            return await self._dispatch(request)
        match await self._once.take(id, request.body):
            case "repeated":
                self._metrics.stored("repeated")
                return BoltResponse(status=HTTPStatus.OK)
            case "unsure":
                return BoltResponse(status=HTTPStatus.SERVICE_UNAVAILABLE)
            case taken:
                return await self._answer(id, request, is_kept=taken == "kept")

    async def answer_again(self, kept: Kept, age: float) -> None:
        """One that another process took and did not answer; it has been waiting *age* seconds."""
        if kept.body is None or age > TOO_OLD:
            why = "too_old" if kept.body else "unreadable"
            self._metrics.stored(why)
            name = request_id(json.loads(kept.body)) if kept.body else "?"
            _logger.error("Not answered any more (%s): %s", why, name)
            await self._once.answered(kept.id)
            return
        body = json.loads(kept.body)
        again.set(True)
        try:
            with tracing.span("receive", kind=kind_of(body), again=True), self._work.held(kept.id):
                response = await self._dispatch(AsyncBoltRequest(mode="socket_mode", body=body))
                if response.status != HTTPStatus.OK:
                    self._work.unfinished(kept.id)  # somebody tries again when the lease is over
        except Exception:  # and would break again
            await self._once.answered(kept.id)
            raise
        self._metrics.stored("recovered")

    async def _answer(self, id: str, request: AsyncBoltRequest, *, is_kept: bool) -> BoltResponse:
        try:
            with self._work.held(id if is_kept else ""):
                response = await self._dispatch(request)
                comes_again = response.status != HTTPStatus.OK or _says_errors(response)
                if comes_again:
                    self._work.unfinished(id if is_kept else "")
        except Exception:
            await self._once.give_back(id)
            raise
        await (self._once.give_back(id) if comes_again else self._once.acknowledged(id))
        return response


def _says_errors(response: BoltResponse) -> bool:
    """A form whose fields are to be mended is sent again under the same id and hash."""
    if not response.body.startswith("{"):
        return False
    return json.loads(response.body).get("response_action") == "errors"


class Care:
    """Looks after what is kept in *outbox*, for as long as the process runs."""

    def __init__(
        self,
        requests: Requests,
        outbox: Outbox,
        metrics: Metrics,
        *,
        is_ready: Callable[[], bool],
        on_error: Callable[[Exception], object],
        now: Callable[[], float] = time.time,
    ) -> None:
        """What others left is taken over as soon as *is_ready* says that it can be answered."""
        self._requests = requests
        self._outbox = outbox
        self._metrics = metrics
        self._now = now
        self._answering = Work(on_error)
        self._on_error = on_error
        self._away_until = 0.0
        self._forgot_at = 0.0
        self._is_ready = is_ready
        self._is_stopping = False

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            try:
                await self._look()
            except StoreAwayError:
                self._metrics.stored("unreachable")
                # Others could not say that they are still there, either.
                self._away_until = self._now() + self._outbox.lease
            except Exception as error:  # whatever it is, others must know that we are there
                self._on_error(error)
            await asyncio.sleep(TICK)

    def take_no_more(self) -> None:
        """We are about to stop."""
        self._is_stopping = True

    async def stop(self) -> None:
        """What we did not answer is there for whoever comes next."""
        await self._answering.drain(0)
        try:
            await self._outbox.tell()
            await self._outbox.release()
        except StoreAwayError:
            self._metrics.stored("unreachable")

    async def _look(self) -> None:
        await self._outbox.tell()
        await self._outbox.renew()
        if self._now() - self._forgot_at > OLD_EVERY:
            await self._outbox.forget_old()
            self._forgot_at = self._now()
        if self._may_take():
            for kept in await self._outbox.claim(AT_ONCE):
                age = self._now() - kept.taken_at
                self._answering.start(self._requests.answer_again(kept, age))

    def _may_take(self) -> bool:
        if self._is_stopping or self._answering or self._now() < self._away_until:
            return False
        return self._is_ready()
