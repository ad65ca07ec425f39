"""The largest models of the catalogue that given cards hold."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from core.asked.question import Cards, Language, Question
from core.asked.scenario import SIXTEEN_BITS, Scenario, resolve
from core.asked.served import served_as
from core.catalog.catalog import Catalog
from core.catalog.model import Model
from core.catalog.precision import Precision
from core.planning.caveats import tight_caveat
from core.planning.fit import Card, card, serve_on
from core.planning.headline import is_tight
from core.planning.placement import Placement
from core.planning.plan import model_estimate, place_on
from core.planning.result import Answer, Verdict
from core.units import BILLION, BITS_PER_BYTE
from core.wording.amounts import number
from core.wording.note import note
from core.wording.say import say, say_note

SHOWN = 5  # models that the answer names, of each precision fewer where several are asked
FEWEST = 2
USUAL_CARD = "h100-sxm5-80gb"


@dataclass(frozen=True, slots=True)
class Found:
    """A model that fits, at the precision of *scenario*."""

    scenario: Scenario
    model: Model
    placement: Placement


def largest_model(question: Question, catalog: Catalog) -> Answer:
    """
    The models with most parameters that fit the first named cards (one card where no count is).

    At each named precision, otherwise at 16 bits. Context and sequences as for any question.
    """
    language = question.language
    named = question.gpus[0] if question.gpus else Cards(catalog.gpus[USUAL_CARD])
    count = named.count or 1
    precisions = question.precisions or (catalog.precisions[SIXTEEN_BITS],)
    models = sorted(catalog.models.values(), key=lambda model: -model.elements)
    resolved = resolve(replace(question, models=(models[0],), precisions=precisions), catalog)
    shown = max(FEWEST, SHOWN // len(precisions))
    by_precision: list[list[Found]] = []
    for precision, scenario in zip(precisions, resolved.scenarios, strict=True):
        asked = replace(scenario, precision=precision)
        fitting = _fitting(asked, models, card(named.gpu), count, catalog)
        by_precision.append(list(islice(fitting, shown)))

    assumed = list(resolved.assumed)
    if not question.precisions:
        assumed.append(note("assumed.precision", precision=precisions[0].name))
    if named.count is None:
        assumed.append(note("assumed.one_card", gpu=named.gpu.name))
    first = [found[0].placement for found in by_precision if found][:1]
    caveats = [tight_caveat(placement) for placement in first if is_tight(placement)]
    caveats.append(note("caveat.largest_of_catalogue", models=len(models)))
    every = [each for found in by_precision for each in found]
    firsts = {every.index(found[0]) for found in by_precision if found}
    placements = tuple(replace(f.placement, estimate=index) for index, f in enumerate(every))
    cards = f"{count} × {named.gpu.name}"
    return Answer(
        question=question,
        scenarios=tuple(found.scenario for found in every),
        assumed=tuple(say_note(language, each) for each in assumed),
        rule_of_thumb=None,
        estimates=tuple(model_estimate(f.scenario, f.model, named.gpu) for f in every),
        placements=placements,
        verdict=replace(
            _verdict(language, resolved.scenarios[0], cards, precisions, by_precision),
            placements=tuple(p for p in placements if p.estimate in firsts),
        ),
        caveats=tuple(say_note(language, each) for each in caveats),
    )


def _fitting(
    scenario: Scenario, models: list[Model], kind: Card, count: int, catalog: Catalog
) -> Iterator[Found]:
    """Largest first. Models whose quantised weights alone exceed the cards are not tried."""
    available = kind.capacity * count
    bits = scenario.precision.bits_per_element
    for model in models:
        if model.elements * bits / BITS_PER_BYTE > available:
            continue
        name = scenario.engine.name
        stored, precision = served_as(model, scenario.precision, catalog, engine=name)
        here = replace(scenario, model=stored, precision=precision)
        placement = place_on(serve_on(here, stored, kind), kind, count, index=0)[0]
        if placement.fits:
            yield Found(here, model, placement)


def _verdict(
    language: Language,
    scenario: Scenario,
    cards: str,
    precisions: tuple[Precision, ...],
    by_precision: list[list[Found]],
) -> Verdict:
    """One sentence for each precision; the name is that of the first that has one."""
    sentences: list[str] = []
    for precision, found in zip(precisions, by_precision, strict=True):
        values = {"cards": cards, "precision": precision.name}
        if not found:
            sentences.append(say(language, "verdict.max_model_none", **values))
            continue
        model = found[0].model
        billions = number(language, model.parameters.m_as(BILLION), 1)
        tokens, sequences = scenario.held.tokens, scenario.held.sequences
        sentences.append(
            say(
                language,
                "verdict.max_model",
                **values,
                model=model.name,
                billions=billions,
                tokens=tokens,
                sequences=sequences,
            )
        )
    names = [found[0].model.name for found in by_precision if found]
    return Verdict(None if names else False, next(iter(names), None), " ".join(sentences))
