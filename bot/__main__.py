"""
`python -m bot`: read the settings, say which mode runs, run until Ctrl-C or SIGTERM.

    python -m bot migrate       bring the schema of the store up to date
    python -m bot rotate-keys   encrypt what is stored with the first of GPUMEM_SECRET_KEYS
    python -m bot new-key       print a key for it
    python -m bot mcp           answer another program over standard input and output (MCP)
    python -m bot export-team T012AB3CD    print what the team of this id has set, as JSON
    python -m bot delete-team T012AB3CD    delete it
"""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from dotenv import dotenv_values

from bot.running.logs import redact, start_logging
from bot.running.settings import Settings, SettingsError, variables
from bot.running.store_away import StoreAwayError

WRONG_SETTINGS = 2
CANNOT_RUN = 1
LOST = 3
INTERRUPTED = 130
COMMANDS = {
    "migrate": 0,
    "rotate-keys": 0,
    "mcp": 0,
    "export-team": 1,
    "delete-team": 1,
}  # and how many values each takes
SIGNALS = (signal.SIGINT, signal.SIGTERM)


def main(arguments: Sequence[str] = ()) -> int:
    """
    The exit status: 0 after a clean stop, 2 for settings to mend, 1 where Slack refuses us, 3 where
    something was lost at the stop.
    """
    if arguments == ["new-key"]:
        from bot.store.commands import print_new_key

        return print_new_key()
    if arguments and COMMANDS.get(arguments[0]) != len(arguments) - 1:
        print(__doc__, file=sys.stderr)
        return WRONG_SETTINGS
    try:
        settings = Settings.from_env(_environment())
    except SettingsError as error:
        return _cannot_start(error, WRONG_SETTINGS)
    for name in variables():
        os.environ.pop(name, None)  # Bolt reads some of them too, and then decides for itself
    start_logging(settings.log_level, settings.log_format)
    try:
        if arguments == ["mcp"]:
            return _mcp(settings)
        if arguments:
            return _command(settings, *arguments)
        return asyncio.run(_run(settings))
    except KeyboardInterrupt:  # the third
        return INTERRUPTED


def _mcp(settings: Settings) -> int:
    """No Slack: what is asked comes from the program that started us."""
    if find_spec("mcp") is None:
        return _cannot_start(RuntimeError("needs the extra [mcp]"), CANNOT_RUN)
    from bot.mcp.stdio import run

    try:
        asyncio.run(run(settings))
    except SettingsError as error:
        return _cannot_start(error, WRONG_SETTINGS)
    return 0


def _command(settings: Settings, name: str, *values: str) -> int:
    from bot.store import commands  # only these need a store before the bot runs
    from bot.store.database import is_away

    try:
        return commands.run(name, settings, *values)
    except SettingsError as error:
        return _cannot_start(error, WRONG_SETTINGS)
    except Exception as error:
        if not (isinstance(error, StoreAwayError) or is_away(error)):
            raise
        return _cannot_start(StoreAwayError("the database does not answer"), CANNOT_RUN)


async def _run(settings: Settings) -> int:
    # Imported late: what is wrong with the settings is said at once.
    from bot.app import the_core
    from bot.modes import StartError, run
    from bot.transport.socket import SocketModeError
    from core.errors import CatalogError

    stop = asyncio.Event()
    _listen_to_signals(stop)
    try:
        core = the_core({} if settings.hub == "on" else None)
        lost = await run(settings, core=core, stop=stop, say=lambda line: print(line, flush=True))
    except asyncio.CancelledError:  # the second Ctrl-C: somebody does not want to wait
        return INTERRUPTED
    except SettingsError as error:
        return _cannot_start(error, WRONG_SETTINGS)
    except (StartError, SocketModeError, CatalogError) as error:
        return _cannot_start(error, CANNOT_RUN)
    return LOST if lost else 0


def _listen_to_signals(stop: asyncio.Event) -> None:
    """The first lets us finish, the second does not, a third does what it does to any program."""
    loop, running = asyncio.get_running_loop(), asyncio.current_task()

    def finish() -> None:
        stop.set()
        for number in SIGNALS:
            loop.add_signal_handler(number, end)

    def end() -> None:
        for number in SIGNALS:
            loop.remove_signal_handler(number)
        if running:
            running.cancel()

    for number in SIGNALS:
        loop.add_signal_handler(number, finish)


def _environment() -> dict[str, str]:
    """`.env` in the current directory, overruled by what is really set."""
    written = dotenv_values(Path(".env"))
    return {name: value or "" for name, value in written.items()} | dict(os.environ)


def _cannot_start(error: Exception, status: int) -> int:
    print(redact(f"gpumem cannot run: {error}"), file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
