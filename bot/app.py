"""The composition root: the one place that knows everybody, builds the pieces, passes them in."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import aiohttp
from slack_bolt.async_app import AsyncApp

from bot import listeners
from bot.conversation.asking import Asking, Core
from bot.conversation.replies import Replies
from bot.conversation.talk import Talk
from bot.conversation.team_kept import kept_without_a_store
from bot.conversation.team_settings import TeamSettings, of_request
from bot.conversation.threads import Threads
from bot.hub.lookups import Lookups
from bot.hub.wired import new_lookups
from bot.running.incidents import report
from bot.running.limits import Limits
from bot.running.metrics import Metrics
from bot.running.once import InMemory
from bot.running.settings import Settings
from bot.running.tracing import traced
from bot.running.work import Work, say_left, say_lost
from bot.slack.bolt import new_app
from bot.slack.client import Client, new_session
from bot.slack.fallback import Fallback
from bot.slack.identity import Identity
from bot.slack.lane import Clock
from bot.slack.locale import Locale
from bot.slack.modal import Modals
from bot.slack.pacing import Pacing
from bot.slack.post import Poster
from bot.slack.refusals import OF_THE_TOKEN
from bot.slack.requests import Care, Requests
from bot.slack.teams import Teams
from core.answer import answer_question
from core.catalog.load import load_catalog
from core.catalog.looked_up import LookedUp
from core.question.parser import question_of, read_text

if TYPE_CHECKING:  # loaded only where there is a store
    from bot.slack.oauth import Flow
    from bot.store.opening import Store


@dataclass(frozen=True, slots=True)
class Bot:
    """The app and what the transports need of it."""

    app: AsyncApp
    client: Client
    session: aiohttp.ClientSession
    identity: Identity | Teams
    metrics: Metrics
    work: Work
    requests: Requests
    lookups: Lookups
    limits: Limits
    team_settings: TeamSettings
    store: "Store | None" = None
    flow: "Flow | None" = None  # where many workspaces may install it
    care: Care | None = None  # where requests are kept until they are answered

    def report(self, error: BaseException) -> None:
        """Log what broke outside of any question."""
        self.metrics.failed("transport")
        report(error, where="transport")


def the_core(found: dict[str, LookedUp] | None = None) -> Core:
    """
    The real one, with its tables read; *found* is what a hub says of other models, and may grow.

    Raises CatalogError where a row of the tables is wrong.
    """
    catalog = load_catalog()
    if found is not None:
        catalog = replace(catalog, looked_up=found)
    return Core(
        read=traced("read", lambda text, otherwise: read_text(text, catalog, otherwise)),
        settle=question_of,
        answer=traced(
            "plan", lambda question: answer_question(question, catalog, of_request.get())
        ),
        catalog=catalog,
        found=found,
    )


@asynccontextmanager
async def open_bot(
    settings: Settings, *, core: Core, clock: Clock | None = None
) -> AsyncIterator[Bot]:
    """
    A bot that is ready but not yet connected; on leaving, what is on its way is finished.

    `bot.identity.learn()` must succeed before it may call itself ready.
    """
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(new_session())
        store = None
        if settings.database_url or settings.redis_url:
            from bot.store.opening import open_store

            store = await stack.enter_async_context(open_store(settings))
        bot = build_bot(settings, core=core, session=session, store=store, clock=clock)
        async with _cared_for(bot):
            try:
                yield bot
            finally:
                if bot.care:
                    bot.care.take_no_more()
                try:
                    await bot.work.drain(settings.finish)
                finally:
                    say_lost(bot.work.lost)


@asynccontextmanager
async def _cared_for(bot: Bot) -> AsyncIterator[None]:
    """Meanwhile the store is told that we are still there; and at the end, that we are not."""
    care = bot.care
    if care is None:
        yield
        return
    caring = asyncio.create_task(care.run())
    try:
        yield
    finally:
        caring.cancel()
        with suppress(asyncio.CancelledError):
            await caring
        await care.stop()
        say_left(bot.work.left)


def build_bot(
    settings: Settings,
    *,
    core: Core,
    session: aiohttp.ClientSession,
    store: "Store | None" = None,
    clock: Clock | None = None,
) -> Bot:
    """All pieces, wired. The caller closes *session* and *store*; *clock* is for posting."""
    token = settings.bot_token.get_secret_value() if settings.bot_token else ""
    metrics = Metrics()
    work = Work(on_error=lambda error: _report_work(metrics, error))
    client = Client(token, settings.api_url, session)
    identity, flow = _identity(settings, client, metrics, work, store)
    replies, threads, locale = Replies(core, metrics), Threads(client), Locale(client)
    lookups = new_lookups(settings, core.catalog, core.found, metrics)
    pacing = Pacing(metrics, clock)
    poster = Poster(client, Fallback(), metrics, threads.remember, pacing, work.unfinished)
    app = new_app(settings, identity, session)
    limits = Limits(settings.person_a_minute, settings.team_a_minute)
    teams_set = team_settings(settings, core, metrics, store)
    listeners.register(
        app,
        client=client,
        asking=Asking(core),
        replies=replies,
        talk=Talk(replies, threads, locale, poster, lookups),
        lookups=lookups,
        poster=poster,
        modals=Modals(client, poster, metrics),
        locale=locale,
        metrics=metrics,
        work=work,
        limits=limits,
        settings=teams_set,
        teams=identity if isinstance(identity, Teams) else None,
    )
    once = store.once(metrics) if store else InMemory()
    requests = Requests(app.async_dispatch, once, work, metrics)
    care = None
    if store and store.outbox:
        care = Care(
            requests,
            store.outbox,
            metrics,
            is_ready=lambda: identity.is_known,
            on_error=lambda error: _report_work(metrics, error),
        )
    return Bot(
        app,
        client,
        session,
        identity,
        metrics,
        work,
        requests,
        lookups,
        limits,
        teams_set,
        store,
        flow,
        care,
    )


def team_settings(
    settings: Settings, core: Core, metrics: Metrics, store: "Store | None" = None
) -> TeamSettings:
    """In the store where there is one, and no file was named."""
    if settings.team_settings is None and store and store.tables:
        return TeamSettings(store.tables.settings, core.catalog, metrics)
    kept = kept_without_a_store(settings.team_settings, core.catalog)
    return TeamSettings(kept, core.catalog, metrics)


def _identity(
    settings: Settings, client: Client, metrics: Metrics, work: Work, store: "Store | None"
) -> "tuple[Identity | Teams, Flow | None]":
    """Who we are in one workspace, or in many, and how those install us."""
    if settings.is_for_many and store and store.tables:
        from bot.many import many_teams

        return many_teams(settings, client, metrics, work, store.tables)
    identity = Identity(client)
    client.on_refusal = lambda code: _doubt(identity, code, work)
    return identity, None


def _doubt(identity: Identity, code: str, work: Work) -> None:
    """A call was refused: is it the token?"""
    if code in OF_THE_TOKEN:
        work.start(identity.confirm())


def _report_work(metrics: Metrics, error: Exception) -> None:
    metrics.failed("work")
    report(error, where="work")
