"""Which number format fits: "what quant fits 2x3090", "which precision do I need"."""

from dataclasses import replace

from core.asked.at_home import at_home
from core.asked.question import Cards, Question, Size
from core.asked.scenario import resolve
from core.catalog.catalog import Catalog
from core.errors import QuestionError
from core.planning.caveats import tight_caveat
from core.planning.formats import formats_on
from core.planning.headline import is_tight
from core.planning.placement import Placement
from core.planning.plan import Plan
from core.planning.result import Answer, Verdict
from core.planning.side_by_side import answered, side_by_side
from core.planning.verdict import headline
from core.planning.words import cards, each, in_format, load
from core.wording.amounts import gib, gib_apart
from core.wording.say import say

GGUF = ("q8_0", "q6_k", "q5_k_m", "q4_k_m", "q3_k_m", "iq3_xxs", "q2_k")
OF_A_SIZE = ("bf16", "int8", "int4")


def which_format(question: Question, catalog: Catalog) -> Answer:
    """Every format that is served on the first named card (one where no count is), widest first."""
    language = question.language
    if not question.gpus:
        hint = say(language, "hint.which_card")
        raise QuestionError("unknown_gpu", say(language, "problem.which_card"), hint=hint)
    tried = tuple(_tried(question, catalog))
    resolved, planned = side_by_side(tried, catalog)
    best = [headline(planned, index) for index in range(len(planned.scenarios))]
    verdict, first = _verdict(question, planned, best)
    tight = [tight_caveat(first)] if first is not None and is_tight(first) else []
    return answered(question, resolved, planned, verdict, tight, first)


def _tried(question: Question, catalog: Catalog) -> list[Question]:
    named = question.gpus[0]
    gpus = (Cards(named.gpu, named.count or 1, named.instance),)
    asked = replace(question, intent="fit", gpus=gpus, models=question.models[:1])
    formats = question.precisions or tuple(catalog.precisions[id] for id in _ids(asked, catalog))
    return [replace(asked, precisions=(precision,)) for precision in formats]


def _ids(question: Question, catalog: Catalog) -> tuple[str, ...]:
    """Widest first, from the published one on."""
    engine = question.engine.name if question.engine else None
    if isinstance(question.models[0], Size) and not at_home(question.gpus):
        return OF_A_SIZE
    usual = resolve(replace(question, precisions=()), catalog).scenarios[0].precision
    others = formats_on(question.gpus[0].gpu, engine)
    if engine == "llama.cpp" or (engine is None and at_home(question.gpus)):
        return GGUF if usual.id in GGUF else (usual.id,)
    narrower = tuple(id for id in others if catalog.precisions[id].bits < usual.bits)
    return (usual.variant_of or usual.id, *narrower)


def _verdict(
    question: Question, planned: Plan, best: list[Placement | None]
) -> tuple[Verdict, Placement | None]:
    language = question.language
    fitting = [index for index, placed in enumerate(best) if placed is not None and placed.fits]
    index = fitting[0] if fitting else len(best) - 1
    chosen, scenario = best[index], planned.scenarios[index]
    if chosen is None:
        return Verdict(None, None, load(language, scenario)), None
    needed, budget = gib_apart(language, chosen.needed, chosen.budget)
    values = {
        "format": in_format(language, scenario, scenario.precision),
        "load": load(language, scenario),
        "cards": cards(chosen),
        "needed": needed,
        "budget": budget,
        "each": each(language, chosen),
    }
    if not fitting:
        said = say(language, "verdict.format_none", **values)
        return Verdict(False, None, said, (chosen,)), chosen
    said = say(language, "verdict.format", **values) + _wider(question, planned, best, index)
    return Verdict(True, scenario.precision.name, f"{said}.", (chosen,)), chosen


def _wider(question: Question, planned: Plan, best: list[Placement | None], index: int) -> str:
    """What the next wider one would take."""
    wider = best[index - 1] if index else None
    if wider is None:
        return ""
    language, scenario = question.language, planned.scenarios[index - 1]
    called = in_format(language, scenario, scenario.precision)
    return say(language, "verdict.format_wider", format=called, needed=gib(language, wider.needed))
