"""The port for what watches the bot."""

import asyncio

import aiohttp

from bot.app import open_bot
from bot.transport import server
from bot.transport.watching import listen, watched_on
from bot.workspace import Workspace
from tests.bot.conftest import settings_for
from tests.bot.stand_in import core


async def test_metrics_and_health_are_on_a_port_of_their_own(workspace: Workspace):
    stop = asyncio.Event()
    async with (
        open_bot(settings_for(workspace), core=core()) as bot,
        aiohttp.ClientSession() as web,
    ):
        bound = listen("127.0.0.1", 0)
        url = f"http://127.0.0.1:{bound.getsockname()[1]}"

        async def get(path: str) -> tuple[int, str]:
            async with web.get(url + path) as answer:
                return answer.status, await answer.text()

        async with watched_on(bot, bound, stop):
            assert await get("/readyz") == (503, "not ready\n")
            await bot.identity.learn()
            assert await get("/readyz") == (200, "ready\n")
            bot.metrics.failed("work")
            status, text = await get("/metrics")
            assert status == 200
            assert 'gpumem_errors_total{where="work"} 1.0' in text
            stop.set()
            assert (await get("/readyz"))[0] == 503
            assert (await get("/livez"))[0] == 200
            assert (await get("/slack/events"))[0] == 404


async def test_then_slacks_port_does_not_show_them(workspace: Workspace):
    stop = asyncio.Event()
    async with (
        open_bot(settings_for(workspace), core=core()) as bot,
        aiohttp.ClientSession() as web,
    ):
        bound = server.listen("127.0.0.1", 0)
        url = f"http://127.0.0.1:{bound.getsockname()[1]}"
        serving = asyncio.create_task(server.serve(bot, "s", bound, stop, measures=False))
        async with web.get(url + "/metrics") as metrics, web.get(url + "/livez") as alive:
            assert (metrics.status, alive.status) == (404, 200)
        stop.set()
        await serving
