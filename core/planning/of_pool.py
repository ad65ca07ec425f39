"""How many of a team's cards would do: whoever has eight and asks for room need not fill them."""

from dataclasses import replace
from functools import partial

from core.asked.question import Cards, Language, Question
from core.asked.scenario import resolve
from core.catalog.catalog import Catalog
from core.planning.headline import headline_of
from core.planning.plan import Plan, plan
from core.planning.result import Verdict
from core.wording.say import say

ASKED = ("fit", "compare", "memory")


def with_enough_of_pool(
    said: Verdict, question: Question, planned: Plan, catalog: Catalog
) -> Verdict:
    """
    *said*, and of each kind the fewest that would do. Of several kinds it is said first, for there
    is no yes or no otherwise; of one kind where that is not all of them.
    """
    from_pool = any(note.key == "team.pool" for note in question.assumed)
    if not from_pool or question.intent not in ASKED or len(planned.scenarios) != 1:
        return said
    several = len(question.gpus) > 1 and not question.together
    enough = [each for each in map(partial(_fewest, question, catalog), question.gpus) if each]
    if several:
        found = _of_several(question, enough)
        return replace(said, fits=bool(enough), summary=f"{found} {said.summary}")
    if not enough or enough == list(question.gpus):
        return said
    words = say(question.language, "team.enough", cards=_named(question.language, enough))
    return replace(said, summary=f"{said.summary} {words}")


def _of_several(question: Question, enough: list[Cards]) -> str:
    if not enough:
        return say(question.language, "team.none_enough")
    return say(question.language, "team.enough_of_several", cards=_named(question.language, enough))


def _named(language: Language, enough: list[Cards]) -> str:
    *others, last = (cards.gpu.counted(cards.count or 1) for cards in enough)
    return say(language, "list.or", first=", ".join(others), last=last) if others else last


def _fewest(question: Question, catalog: Catalog, cards: Cards) -> Cards | None:
    """Of one kind; None where all of them would not do."""
    alone = replace(question, gpus=(Cards(cards.gpu),), intent="memory", together=False)
    best = headline_of(plan(resolve(alone, catalog)).placements, known=True)
    if best is None or not best.fits or best.count > (cards.count or 1):
        return None
    return Cards(cards.gpu, best.count)
