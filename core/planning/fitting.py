"""Which models of a list fit the named cards, each in the widest format that does."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from core.asked.at_home import at_home
from core.asked.question import Question
from core.asked.scenario import Resolved, Scenario, resolve
from core.catalog.catalog import Catalog
from core.catalog.model import Model
from core.catalog.precision import Precision
from core.memory.estimate import Estimate
from core.planning.fit import card
from core.planning.formats import THREE_BITS, narrower_formats
from core.planning.placement import Placement
from core.planning.plan import plan
from core.units import BITS_PER_BYTE, TOKEN_PER_SEQUENCE, whole
from core.wording.note import Note

LEAST = 0.9  # of the weights' own bytes: llama.cpp keeps an embedding in the host's memory


@dataclass(frozen=True, slots=True)
class Found:
    """A model that fits, with everything chosen."""

    scenario: Scenario
    model: Model  # the row of the tables; the scenario's may be one of its checkpoints
    placement: Placement
    estimate: Estimate
    assumed: tuple[Note, ...]


def fitting(question: Question, models: Iterable[Model], catalog: Catalog) -> Iterator[Found]:
    """
    Those of *models* that fit the one card of *question*, whose count is named; in their order.

    Models that were not made for a context that was asked for are left out.
    """
    for model in models:
        if _is_made_for(model, question):
            found = next(_in_formats(question, model, catalog), None)
            if found is not None:
                yield found


def _in_formats(question: Question, model: Model, catalog: Catalog) -> Iterator[Found]:
    """In each format that is tried, widest first."""
    asked = replace(question, models=(model,))
    for precision in _tried(asked, model, catalog):
        named = (precision,) if precision else question.precisions
        resolved = resolve(replace(asked, precisions=named), catalog)
        if not _weigh_too_much(resolved, model):
            planned = plan(resolved)
            placement = planned.placements[0]
            if placement.fits:
                [estimate], [scenario] = planned.estimates, planned.scenarios
                yield Found(scenario, model, placement, estimate, resolved.assumed)


def _tried(question: Question, model: Model, catalog: Catalog) -> list[Precision | None]:
    """
    None is the format that was named, or the usual one; at home nobody asks for another.

    Not down to three bits: there a smaller model is the better choice.
    """
    if question.precisions or question.task != "serve" or at_home(question.gpus):
        return [None]
    usual = resolve(question, catalog).scenarios[0].precision
    narrower = narrower_formats(question, usual, catalog)
    return [None, *(each for each in narrower if each.id not in THREE_BITS)]


def _weigh_too_much(resolved: Resolved, model: Model) -> bool:
    """Whether the weights alone are too many: a look before the calculation."""
    cards, scenario = resolved.cards[0], resolved.scenarios[0]
    weights = model.elements * scenario.precision.bits_per_element / BITS_PER_BYTE
    return weights * LEAST > card(cards.gpu).visible * (cards.count or 1)


def _is_made_for(model: Model, question: Question) -> bool:
    asked, limit = question.context_length, model.max_position_embeddings
    return asked is None or limit is None or whole(asked, TOKEN_PER_SEQUENCE) <= limit
