"""Why so many GPUs hold more than the total, where both figures stand in one answer."""

from collections.abc import Iterator

from core.memory.estimate import Estimate
from core.planning.placement import Placement
from core.planning.result import Answer
from core.planning.verdict import with_copies
from core.units import BYTE, plain
from core.wording.amounts import gib
from core.wording.say import say

NEAR = 1.02  # times the total; closer figures look like rounding
OF_THE_SURPLUS = 0.1  # a part with less of it is not what explains it


def on_each_gpu(answer: Answer) -> str:
    """
    "4 × 64.4 GiB is more than 232.3 GiB: each GPU has activations and runtime of its own."

    Of the first placement that looks contradictory, the headline's before others; "" for none.
    """
    apart = next((one for one in _told(answer) if _times(answer, one) > NEAR), None)
    if apart is None:
        return ""
    language, estimate = answer.question.language, answer.estimates[apart.estimate]
    *others, last = (_lower(say(language, f"part.{name}")) for name in _grown(estimate, apart))
    what = say(language, "list.and", first=", ".join(others), last=last) if others else last
    return say(
        language,
        "text.on_each",
        count=apart.count,
        needed=gib(language, apart.needed),
        total=gib(language, with_copies(estimate, apart)),
        what=what,
    )


def _told(answer: Answer) -> Iterator[Placement]:
    """Those of several GPUs that every view shows; of unnamed cards only what is named first."""
    first = [one for one in (answer.headline, *answer.verdict.placements) if one is not None]
    shown = [*first, *answer.placements] if answer.question.gpus else first
    return (one for one in shown if one.count > 1 and not one.share.uneven)


def _times(answer: Answer, placed: Placement) -> float:
    """What all its GPUs hold, over the total of its estimate."""
    if placed.estimate >= len(answer.estimates):
        return 0.0  # a placement of no estimate has no total beside it
    total = plain(with_copies(answer.estimates[placed.estimate], placed), BYTE)
    return placed.count * placed.share.needed / total


def _lower(name: str) -> str:
    """ "activations", but "KV cache" """
    return name if name[1:] != name[1:].lower() else name.lower()


def _grown(estimate: Estimate, placed: Placement) -> list[str]:
    """The parts that are larger over all GPUs than in the total, in the order of the estimate."""
    more = {
        part.name: placed.count * placed.share.parts.get(part.name, 0) - part.size
        for part in estimate.parts
    }
    surplus = sum(size for size in more.values() if size > 0)
    return [name for name, size in more.items() if size > OF_THE_SURPLUS * surplus]
