"""
When something breaks that should not: an id for the asker to quote, the traceback in the log.

Exceptions like to quote their arguments, cut, escaped or lower-cased, and here these are people's
words. So what an exception says is left out, and its type and the lines that led to it remain; only
what the machine says of files and connections is kept.
"""

import logging
import secrets
import traceback
from collections.abc import Iterator

import aiohttp

_logger = logging.getLogger("gpumem.incident")
# Without 0/O and 1/l/i, so that it can be read out over the phone.
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_OF_THE_MACHINE = (OSError, aiohttp.ClientError)


def report(error: BaseException, *, where: str) -> str:
    """Log *error* and return the id that stands beside it; *where* is the part of the bot."""
    return note(f"in {where}\n" + "".join(_lines(error)).rstrip())


def note(what: str) -> str:
    """Log *what* went wrong, in words of ours alone, and return the id that stands beside it."""
    incident = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    _logger.error("%s %s", incident, what)
    return incident


def _lines(error: BaseException) -> Iterator[str]:
    """As the traceback module prints it, except for the exceptions' own words."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _lines(before)
        yield "which led to\n"
    yield from traceback.format_tb(error.__traceback__)
    said = f": {error}" if isinstance(error, _OF_THE_MACHINE) else ""
    yield f"{type(error).__qualname__}{said}\n"
