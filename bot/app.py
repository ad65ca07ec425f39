"""The composition root: the one place that knows everybody, builds the pieces, passes them in."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot import listeners
from bot.conversation.asking import Asking, Core
from bot.conversation.replies import Replies
from bot.conversation.talk import Talk
from bot.conversation.threads import Threads
from bot.running.incidents import report
from bot.running.metrics import Metrics
from bot.running.seen_events import SeenEvents
from bot.running.settings import Settings
from bot.running.work import Work, current
from bot.slack.client import Client, new_session, share
from bot.slack.fallback import Fallback
from bot.slack.identity import Identity
from bot.slack.locale import Locale
from bot.slack.modal import Modals
from bot.slack.post import Poster
from bot.slack.refusals import OF_THE_TOKEN
from bot.slack.request_id import request_id
from core.answer import answer_question
from core.catalog.load import load_catalog
from core.question.parser import question_of, read_text

_logger = logging.getLogger("gpumem.stop")


@dataclass(frozen=True, slots=True)
class Bot:
    """The app and what the transports need of it."""

    app: AsyncApp
    client: Client
    session: aiohttp.ClientSession
    identity: Identity
    metrics: Metrics
    work: Work

    def report(self, error: BaseException) -> None:
        """Log what broke outside of any question."""
        self.metrics.failed("transport")
        report(error, where="transport")


def the_core() -> Core:
    """The real one, with its tables read. Raises CatalogError where a row of them is wrong."""
    catalog = load_catalog()
    return Core(
        read=lambda text, otherwise: read_text(text, catalog, otherwise),
        settle=question_of,
        answer=lambda question: answer_question(question, catalog),
        catalog=catalog,
    )


@asynccontextmanager
async def open_bot(settings: Settings, *, core: Core) -> AsyncIterator[Bot]:
    """
    A bot that is ready but not yet connected; on leaving, what is on its way is finished.

    `bot.identity.learn()` must succeed before it may call itself ready.
    """
    async with new_session() as session:
        bot = build_bot(settings, core=core, session=session)
        try:
            yield bot
        finally:
            try:
                await bot.work.drain(settings.finish)
            finally:
                _say_lost(bot.work.lost)


def build_bot(settings: Settings, *, core: Core, session: aiohttp.ClientSession) -> Bot:
    """All pieces, wired. The caller closes *session*."""
    token = settings.bot_token.get_secret_value() if settings.bot_token else ""
    secret = settings.signing_secret.get_secret_value() if settings.signing_secret else ""
    metrics = Metrics()
    work = Work(on_error=lambda error: _report_work(metrics, error))
    client = Client(token, settings.api_url, session)
    identity = Identity(client)
    client.on_refusal = lambda code: _doubt(identity, code, work)
    app = AsyncApp(
        name="gpumem.app",
        logger=_bolt_logger(),
        # Without a token of its own, or Bolt warns that `authorize` makes it superfluous.
        client=AsyncWebClient(base_url=settings.api_url, session=session),
        authorize=_as_function(identity),
        signing_secret=secret,
        request_verification_enabled=settings.mode == "http",
        # Otherwise Bolt looks every 10 ms whether a listener has acknowledged.
        process_before_response=True,
        # Otherwise Bolt logs what it cannot handle, people's words included.
        raise_error_for_unhandled_request=True,
    )
    app.use(share(client))
    app.use(_named)
    app.use(_once(SeenEvents()))
    replies, threads, locale = Replies(core, metrics), Threads(client), Locale(client)
    poster = Poster(client, Fallback(), metrics, threads.remember)
    listeners.register(
        app,
        asking=Asking(core),
        replies=replies,
        talk=Talk(replies, threads, locale, poster),
        poster=poster,
        modals=Modals(client, poster, metrics),
        locale=locale,
        metrics=metrics,
        work=work,
    )
    return Bot(app, client, session, identity, metrics, work)


def _doubt(identity: Identity, code: str, work: Work) -> None:
    """A call was refused: is it the token?"""
    if code in OF_THE_TOKEN:
        work.start(identity.confirm())


def _bolt_logger() -> logging.Logger:
    """Bolt's own talk: below warnings it repeats what people wrote."""
    logger = logging.getLogger("gpumem.bolt")
    logger.setLevel(logging.WARNING)
    return logger


def _as_function(identity: Identity) -> Callable[[], Awaitable[AuthorizeResult]]:
    """Bolt looks at the names of the arguments and stumbles over `self`."""

    async def authorize() -> AuthorizeResult:
        return await identity.authorize()

    return authorize


async def _named(req: AsyncBoltRequest, next_: Callable[[], Awaitable[None]]) -> None:
    """The middleware that gives what is started for a request its name."""
    current.set(request_id(req.body))
    await next_()


def _once(seen: SeenEvents) -> Callable[..., Awaitable[BoltResponse | None]]:
    """The middleware that acknowledges a repeated event and does nothing more."""

    async def only_once(
        req: AsyncBoltRequest, next_: Callable[[], Awaitable[None]]
    ) -> BoltResponse | None:
        event_id = req.body.get("event_id")
        if isinstance(event_id, str) and not seen.is_new(event_id):
            return BoltResponse(status=200)
        await next_()
        return None

    return only_once


def _say_lost(lost: list[str]) -> None:
    """By their ids: Slack does not deliver again what it was told we have taken."""
    for request in lost:
        _logger.error("Lost at the stop: %s", request)
    if lost:
        _logger.error(
            "%d of the requests that Slack was told we have taken were not finished.", len(lost)
        )


def _report_work(metrics: Metrics, error: Exception) -> None:
    metrics.failed("work")
    report(error, where="work")
