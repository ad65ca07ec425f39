"""The models that given cards hold, to serve or to train; the useful ones first."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import chain, islice

from core.asked.question import Cards, Question
from core.catalog.catalog import Catalog
from core.catalog.model import Model
from core.planning.caveats import tight_caveat
from core.planning.fitting import Found, fitting
from core.planning.formats import four_bits_on
from core.planning.headline import is_tight
from core.planning.largest_words import largest_verdict
from core.planning.practical import JOINED
from core.planning.result import Answer
from core.planning.useful import ALIKE, by_size, downloads, is_a_version, of_family, useful
from core.wording.note import Note, note
from core.wording.say import say_note

SHOWN = 5  # models that the answer names, of each precision fewer where several are asked
FEWEST = 2
LITTLE = 0.025  # of the budget: a model that leaves no more than this is not the first choice
USUAL_CARD = "h100-sxm5-80gb"
FOUR_BITS = "reading.four_bits"  # 4 bits were named, and no kind of them


def largest_model(question: Question, catalog: Catalog) -> Answer:
    """
    What fits the first named cards (one card where no count is), at each named precision.

    Of the family, where one was named; trained, where the task says so. Context and sequences as
    for any question.
    """
    language = question.language
    asked = _settled(question, catalog)
    named = [replace(asked, precisions=(each,)) for each in asked.precisions] or [asked]
    shown = max(FEWEST, SHOWN // len(named))
    by_precision = [list(islice(_best_first(each, catalog), shown)) for each in named]
    every = list(chain(*by_precision))
    placements = tuple(replace(f.placement, estimate=index) for index, f in enumerate(every))
    verdict = largest_verdict(asked, named, by_precision)
    firsts = tuple(
        placement
        for placement, found in zip(placements, every, strict=True)
        if any(found is group[0] for group in by_precision if group)
    )
    return Answer(
        question=question,
        scenarios=tuple(found.scenario for found in every),
        assumed=tuple(say_note(language, each) for each in _assumed(question, asked, every)),
        rule_of_thumb=None,
        estimates=tuple(found.estimate for found in every),
        placements=placements,
        verdict=replace(verdict, placements=firsts),
        caveats=tuple(say_note(language, each) for each in _caveats(named[0], every, catalog)),
        headline=firsts[0] if firsts else None,
    )


def _settled(question: Question, catalog: Catalog) -> Question:
    """
    One kind of card in a known number; "4 bits" as the kind that is served on it.

    "12 GB of VRAM" of no named kind is a card that somebody has at home.
    """
    named = question.gpus[0] if question.gpus else Cards(catalog.gpus[USUAL_CARD])
    small = not named.gpu.vendor and named.gpu.capacity < JOINED
    gpu = named.gpu.model_copy(update={"segment": "consumer"}) if small else named.gpu
    asked = replace(question, gpus=(replace(named, gpu=gpu, count=named.count or 1),))
    notes = [each for each in question.assumed if each.key == FOUR_BITS]
    if not notes:
        return asked
    engine = question.engine.name if question.engine else None
    four = catalog.precisions[four_bits_on(asked.gpus, engine)]
    precisions = tuple(four if each.id == "int4" else each for each in question.precisions)
    others = tuple(each for each in question.assumed if each.key != FOUR_BITS)
    return replace(asked, precisions=precisions, assumed=(note(FOUR_BITS, name=four.name), *others))


def _best_first(question: Question, catalog: Catalog) -> Iterator[Found]:
    """
    Of those with some room the more used of about the size of the largest, then those that leave
    next to none, then the smaller ones.
    """
    everything = by_size(language_models(catalog))
    every = by_size(catalog.models.values())
    models = of_family(question.family, every) if question.family else everything
    if question.family and is_a_version(question.family):
        yield from fitting(question, models, catalog)  # "the biggest Qwen3" is just that
        return
    found = fitting(question, useful(models, catalog), catalog)
    alike, narrow, smaller = _of_about_one_size(found)
    by_use = partial(_least_used_last, catalog=catalog)
    yield from (*sorted(alike, key=by_use), *sorted(narrow, key=by_use), *smaller)
    yield from found
    if not (alike or narrow):
        yield from fitting(question, models, catalog)


def language_models(catalog: Catalog) -> list[Model]:
    """What "the largest model" means: nobody asks for an embedding model or Whisper by it."""
    return [model for model in catalog.models.values() if model.is_language_model]


def _of_about_one_size(found: Iterator[Found]) -> tuple[list[Found], list[Found], list[Found]]:
    """Those of about the size of the largest with room, those without room, the one after them."""
    alike: list[Found] = []
    narrow: list[Found] = []
    for each in found:
        share = each.placement.share
        if alike and each.model.elements < ALIKE * alike[0].model.elements:
            return alike, narrow, [each]
        (narrow if share.headroom < LITTLE * share.budget else alike).append(each)
    return alike, narrow, []


def _least_used_last(found: Found, catalog: Catalog) -> int:
    return -downloads(found.model, catalog)


def _assumed(question: Question, asked: Question, every: list[Found]) -> Iterator[Note]:
    """What was chosen for the first; formats stand beside the names."""
    if every:
        yield from every[0].assumed
    if question.gpus and question.gpus[0].count is None:
        yield note("assumed.one_card", gpu=question.gpus[0].gpu.name)


def _caveats(question: Question, every: list[Found], catalog: Catalog) -> Iterator[Note]:
    if every and is_tight(every[0].placement):
        yield tight_caveat(every[0].placement)
    models = language_models(catalog)
    if question.family:
        return
    largest = next(fitting(question, by_size(models), catalog), None)
    if largest is not None and every and largest.model is not every[0].model:
        yield note(
            "caveat.largest_of_all",
            models=len(models),
            model=largest.model.name,
            precision=largest.scenario.precision.spoken,
        )
