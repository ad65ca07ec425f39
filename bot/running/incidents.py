"""
When something breaks that should not: an id for the asker to quote, the traceback in the log.

Neither the log nor Slack repeats what was asked: exceptions like to quote their arguments, so the
words of the question are taken out of what they say.
"""

import logging
import re
import secrets
import traceback
from collections.abc import Iterator

_logger = logging.getLogger("gpumem.incident")
# Without 0/O and 1/l/i, so that it can be read out over the phone.
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def report(error: BaseException, *, where: str, asked: str = "") -> str:
    """
    Log *error* and return the id that stands beside it in the log.

    *where* is the part of the bot, *asked* the text whose words must not be repeated.
    """
    return note(f"in {where}\n" + "".join(_lines(error, asked)).rstrip())


def note(what: str) -> str:
    """Log *what* went wrong, in words of ours alone, and return the id that stands beside it."""
    incident = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    _logger.error("%s %s", incident, what)
    return incident


def _lines(error: BaseException, asked: str) -> Iterator[str]:
    """As the traceback module prints it, except for the exceptions' own words."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _lines(before, asked)
        yield "which led to\n"
    yield from traceback.format_tb(error.__traceback__)
    yield f"{type(error).__qualname__}: {_without_words(str(error), asked)}\n"


def _without_words(message: str, asked: str) -> str:
    """
    >>> _without_words("no row 'Falcon-7b' in gpus", "falcon-7b for Alice?")
    "no row '...' in gpus"
    """
    words = sorted(set(re.findall(r"\w{2,}", asked)), key=len, reverse=True)
    if not words:
        return message
    some = "|".join(re.escape(word) for word in words)
    hidden = re.sub(rf"(?<!\w)(?:{some})(?!\w)", "...", message, flags=re.IGNORECASE)
    return re.sub(r"\.\.\.(?:[^\w'\"]+\.\.\.)+", "...", hidden)
