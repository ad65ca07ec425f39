"""`python -m bot mcp`: for the program that started us, over standard input and output."""

from bot.app import team_settings, the_core
from bot.conversation.team_settings import of_request
from bot.hub.wired import new_lookups
from bot.mcp.server import new_server
from bot.mcp.tools import Tools
from bot.running.metrics import Metrics
from bot.running.settings import Settings


async def run(settings: Settings) -> None:
    """Until standard input ends."""
    core = the_core({} if settings.hub == "on" else None)
    metrics = Metrics()
    of_request.set(await team_settings(settings, core, metrics).of_programs())
    tools = Tools(core, new_lookups(settings, core.catalog, core.found, metrics))
    await new_server(tools).run_stdio_async()
