"""A log's answer for people at a terminal."""

from collections.abc import Iterator

from core.as_text import changes_of
from core.logs.answer import LogAnswer
from core.logs.compared import Compared
from core.logs.log import BY_BUFFER
from core.units import SEQUENCE, TOKEN, Quantity, plain
from core.wording.amounts import gib, number
from core.wording.say import say, say_note

WIDTH = 16  # columns of the names of parts


def log_as_text(found: LogAnswer) -> str:
    """What happened, the parts, what we say of it, what would help."""
    language = found.language
    blocks = [say_note(language, found.happened)]
    if found.parts:
        blocks.append("\n".join(table(found)))
    if found.answered is not None:
        blocks.append(found.answered.verdict.summary)
    if found.unsure is not None:
        blocks.append(say_note(language, found.unsure))
    blocks += ["\n".join(lines) for lines in helps(found) if lines]
    if found.answered is not None:
        asked = found.asked.replace("\n", " ")
        blocks.append(say(language, "log.asked", question=asked))
    return "\n\n".join(blocks)


def helps(found: LogAnswer) -> Iterator[list[str]]:
    """What would help: by the log, then by us, each with its heading."""
    language = found.language
    if found.by_the_log:
        lines = [say(language, "log.by_the_log")]
        for change in found.by_the_log:
            said, typed = say_note(language, change.what), change.command or change.flag
            lines += [f"  {said}", *([f"    {typed}"] if typed != said else [])]
        yield lines
    if found.by_us and found.answered is not None:
        yield [say(language, "log.by_us"), *changes_of(language, found.answered)]
    lacking = nothing_helps(found)
    if lacking is not None:
        yield [say(language, lacking)]


def nothing_helps(found: LogAnswer) -> str | None:
    """What to say where a run failed and nothing is offered: the key of a sentence."""
    failure = found.log.failure
    if failure is None or found.by_the_log or found.by_us:
        return None
    if failure.kind == "not_free":
        return "log.free_the_card"
    if found.answered is None:
        return None
    return "log.nothing_helps" if found.answered.question.gpus else "log.no_card"


def table(found: LogAnswer) -> Iterator[str]:
    """A line for each part; without our columns where nothing of ours stands beside the log."""
    language = found.language
    ours = any(part.ours is not None for part in found.parts)
    head = [say(language, f"log.head_{name}") for name in ("part", "log", "ours", "difference")]
    yield f"{head[0]:<{WIDTH}}{head[1]:>14}" + (f"{head[2]:>14}  {head[3]}" if ours else "")
    for part in found.parts:
        name = say(language, f"log_part.{part.what}")
        line = f"{name:<{WIDTH}}{amount(language, part.measured):>14}"
        if part.ours is not None:
            line += f"{amount(language, part.ours):>14}  {difference(language, part)}"
        yield line
    yield f"({scope(found)})"


def scope(found: LogAnswer) -> str:
    """Of how many devices the parts are."""
    all_of_them = found.log.program in BY_BUFFER
    return say(found.language, "log.all_devices" if all_of_them else "log.one_gpu")


def bare(language: str, value: Quantity) -> str:
    """The amount without GiB."""
    return amount(language, value).removesuffix(" GiB")


def amount(language: str, value: Quantity) -> str:
    """GiB with two decimals, as logs have them; tokens as they are."""
    if value.is_compatible_with(TOKEN):
        return number(language, plain(value, TOKEN))
    if value.is_compatible_with(SEQUENCE):
        return number(language, plain(value, SEQUENCE), 2)
    return gib(language, value, 2)


def difference(language: str, part: Compared) -> str:
    """ "+0.02 GiB (+0.1 %)" """
    if part.ours is None or part.difference is None:
        return ""
    said = _signed(part.difference.magnitude, amount(language, abs(part.difference)))
    error = part.error
    return said if error is None else f"{said} ({percent(language, error)})"


def percent(language: str, error: float) -> str:
    """
    >>> percent("en", -0.0123), percent("pt", 0.5), percent("en", -0.0001)
    ('-1.2 %', '+50,0 %', '0.0 %')
    """
    return f"{share(language, error)} %"


def share(language: str, error: float) -> str:
    """The percentage without its sign of percent."""
    return _signed(error, number(language, abs(error) * 100, 1))


def _signed(value: float, written: str) -> str:
    """With its sign, where anything but noughts is written."""
    nothing = not any(digit in written for digit in "123456789")
    return written if nothing else f"{'-' if value < 0 else '+'}{written}"
