"""
Where no format was named and the usual one does not fit what was asked: the widest that does.

Nobody serves 70B in BF16 on one card: the answer is "no in BF16; yes in AWQ" (decisions/0009).
"""

from dataclasses import replace

from core.asked.question import Question
from core.asked.scenario import Resolved, resolve
from core.catalog.catalog import Catalog
from core.catalog.model import Model
from core.planning.formats import narrower_formats
from core.planning.headline import headline_of, on_the_edge
from core.planning.placement import Placement, Role
from core.planning.plan import Plan, Refused, plan
from core.planning.published import published_alike
from core.wording.note import note


def in_a_format_that_fits(
    question: Question, resolved: Resolved, planned: Plan, catalog: Catalog
) -> tuple[Resolved, Plan]:
    """
    The same where the usual format is what was named, or fits, or where none fits.

    For one model on one kind of card; a comparison keeps to what is compared.
    """
    refused = _refused(question, planned)
    if refused is None:
        return resolved, planned
    tried = [
        resolve(
            replace(question, precisions=(published_alike(question, precision, catalog),)), catalog
        )
        for precision in narrower_formats(question, refused.precision, catalog)
    ]
    for is_enough in (_answers, _fits):
        if is_enough(question, planned):
            return resolved, planned
        for other in tried:
            found = plan(other)
            if is_enough(question, found):
                return _with_note(other), replace(found, refused=refused)
    return resolved, planned


def _refused(question: Question, planned: Plan) -> Refused | None:
    """The usual format and the cards that it does not fit; None where all is well."""
    one = len(planned.scenarios) == len(question.gpus) == 1
    if question.precisions or question.task != "serve" or not one or _names_files(question):
        return None
    best = _first(planned)
    if best is None or _answers(question, planned) or on_the_edge(best):
        return None  # on the edge a flag does it
    return Refused(planned.scenarios[0].precision, best)


def _names_files(question: Question) -> bool:
    """A repository by its id is in its own format: another is an advice, not an answer."""
    return any(isinstance(m, Model) and m.checkpoint_id is not None for m in question.models)


def _with_note(resolved: Resolved) -> Resolved:
    name = resolved.scenarios[0].precision.spoken
    return replace(
        resolved, assumed=(note("assumed.widest_format", precision=name), *resolved.assumed)
    )


def _answers(question: Question, planned: Plan) -> bool:
    """Whether it fits; "does it fit on an H100?" means one."""
    best = _first(planned)
    if best is None or not best.fits:
        return False
    return question.intent != "fit" or Role.ASKED in best.role or best.count == 1


def _fits(_: Question, planned: Plan) -> bool:
    best = _first(planned)
    return best is not None and best.fits


def _first(planned: Plan) -> Placement | None:
    return headline_of(planned.placements, known=True)
