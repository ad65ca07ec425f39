"""
The smallest changes that make a model fit, each with what it gives back.

Tried one at a time, from the one that costs least quality: a narrower KV cache, fewer rows in the
sampler, fewer sequences, less context, narrower weights, one more step of cards.
"""

from collections.abc import Iterator
from dataclasses import replace

from core.asked.question import Cards, Question
from core.asked.scenario import Scenario
from core.asked.served import served_as
from core.catalog.catalog import Catalog
from core.catalog.model import Model
from core.memory.layout import Layout
from core.planning.command import serve_command
from core.planning.fit import Card, card, place, serve_on
from core.planning.placement import Placement, Role
from core.planning.plan import Plan, place_on
from core.planning.result import Change
from core.planning.train_advice import training_changes
from core.question.restate import restate
from core.units import SEQUENCE, TOKEN_PER_SEQUENCE, Quantity
from core.wording.note import Note, note

NARROWER_KV = "fp8"
NARROWER_WEIGHTS = ("fp8", "awq")
CUT = 1 / 4  # of the asked context; less is no smaller change but another question
FEWER_ROWS = (256, 64)  # values of --max-num-seqs worth trying


def changes(question: Question, plan: Plan, catalog: Catalog) -> tuple[Change, ...]:
    """
    For the first placement that was asked for and does not fit; none where all is well.

    Only changes that make it fit are offered.
    """
    if question.task != "serve":
        named = Role.ASKED | Role.TOO_SMALL if question.gpus else Role.ASKED
        short = next((p for p in plan.placements if p.role & named and not p.fits), None)
        if short is None:
            return ()
        return training_changes(question, plan.scenarios[short.estimate], short, plan, catalog)
    short = next((p for p in plan.placements if Role.ASKED in p.role and not p.fits), None)
    if short is None:
        return ()
    scenario = plan.scenarios[short.estimate]
    if not isinstance(scenario.model, Model):
        return ()
    kind = card(short.gpu)
    found = [*_tried(question, scenario, scenario.model, short, kind, catalog)]
    larger = next((p for p in plan.placements if p.fits and p.gpu.id == short.gpu.id), None)
    if larger is not None:
        gpus = (Cards(short.gpu, larger.count),)
        found.append(
            Change(
                what=note("change.cards", count=larger.count, gpu=short.gpu.name),
                gives_back=short.needed - larger.needed,
                question=restate(replace(question, gpus=gpus, intent="fit")),
                max_sequences=larger.max_sequences,
                max_context=larger.max_context,
                command=serve_command(scenario, larger),
            )
        )
    return tuple(found)


def _tried(
    question: Question,
    scenario: Scenario,
    model: Model,
    short: Placement,
    kind: Card,
    catalog: Catalog,
) -> Iterator[Change]:
    offered: set[str] = set()
    layout = Layout(
        short.tensor_parallel,
        short.pipeline_parallel,
        short.data_parallel,
        short.expert_parallel,
    )
    for what, changed, asked in _candidates(question, scenario, short, catalog):
        if what.key in offered:  # a milder form of the same change does
            continue
        stored = changed.model if isinstance(changed.model, Model) else model
        placed = _best_layout(changed, stored, kind, layout)
        if placed.fits:
            offered.add(what.key)
            yield Change(
                what=what,
                gives_back=short.needed - placed.needed,
                question=restate(asked),
                max_sequences=placed.max_sequences,
                max_context=placed.max_context,
                command=serve_command(changed, placed),
            )


def _candidates(
    question: Question, scenario: Scenario, short: Placement, catalog: Catalog
) -> Iterator[tuple[Note, Scenario, Question]]:
    kv = catalog.precisions[NARROWER_KV]
    if scenario.kv_precision.cache_bits_per_element > kv.cache_bits_per_element:
        yield (
            note("change.kv_precision", precision=kv.name),
            replace(scenario, kv_precision=kv),
            replace(question, kv_precision=kv),
        )
    if scenario.engine.name == "vllm" and scenario.engine.max_num_seqs is None:
        for rows in FEWER_ROWS:
            engine = replace(scenario.engine, max_num_seqs=max(rows, scenario.held.sequences))
            yield (
                note("change.max_num_seqs", rows=engine.max_num_seqs),
                replace(scenario, engine=engine),
                # Said aloud, or a command line's --max-num-seqs would be taken for the sequences.
                replace(question, engine=engine, sequences=scenario.sequences),
            )
    if short.share.max_sequences and scenario.held.sequences > 1:
        fewer = Quantity(short.share.max_sequences, SEQUENCE)
        yield (
            note("change.sequences", sequences=short.share.max_sequences),
            replace(
                scenario,
                held=replace(scenario.held, sequences=short.share.max_sequences),
            ),
            replace(question, sequences=fewer),
        )
    if (
        short.share.max_context
        and CUT * scenario.held.tokens < short.share.max_context < scenario.held.tokens
    ):
        less = Quantity(short.share.max_context, TOKEN_PER_SEQUENCE)
        yield (
            note("change.context", tokens=short.share.max_context),
            replace(
                scenario,
                held=replace(scenario.held, tokens=short.share.max_context),
            ),
            replace(question, context_length=less),
        )
    for name in NARROWER_WEIGHTS:
        precision = catalog.precisions[name]
        if precision.plain_bits < scenario.precision.plain_bits and isinstance(
            scenario.model, Model
        ):
            engine = scenario.engine.name
            stored, held_in = served_as(scenario.model, precision, catalog, engine=engine)
            yield (
                note("change.precision", precision=precision.name),
                replace(scenario, model=stored, precision=held_in),
                replace(question, precisions=(precision,)),
            )


def _best_layout(scenario: Scenario, model: Model, kind: Card, layout: Layout) -> Placement:
    served = serve_on(scenario, model, kind)
    placed = place(served, kind, layout, index=0, role=Role.ASKED)
    return placed if placed.fits else place_on(served, kind, layout.gpus, index=0)[0]
