"""The smallest changes that make a training run fit the asked cards, from the mildest on."""

from collections.abc import Iterator
from dataclasses import replace

from core.asked.question import Cards, Question, Task, Training
from core.asked.scenario import Scenario, resolve
from core.catalog.catalog import Catalog
from core.planning.fit import card
from core.planning.placement import Placement, Role
from core.planning.plan import Plan
from core.planning.result import Change
from core.planning.train import train_on
from core.question.restate import restate
from core.wording.note import Note, note

NARROW_OPTIMIZER = "adamw_8bit"
FLOAT32_STATES = ("adamw", "sgd", "muon")  # optimizers whose states the 8-bit one is smaller than
CHEAPER: dict[Task, Task] = {"full": "lora", "lora": "qlora"}


def training_changes(
    question: Question, scenario: Scenario, short: Placement, plan: Plan, catalog: Catalog
) -> tuple[Change, ...]:
    """Only those that make it fit; more cards come last."""
    found: list[Change] = []
    for what, asked, changed in _candidates(question, scenario, short, catalog):
        count = short.count if Role.ASKED in short.role else None
        placed = train_on(changed, card(short.gpu), count, index=0)[0]
        if placed.fits:
            found.append(Change(what, short.needed - placed.needed, restate(asked)))
    larger = next((p for p in plan.placements if p.fits and p.gpu.id == short.gpu.id), None)
    if larger is not None:
        asked = replace(question, gpus=(Cards(short.gpu, larger.count),))
        what = note("change.cards", count=larger.count, gpu=short.gpu.name)
        found.append(Change(what, short.needed - larger.needed, restate(asked)))
    return tuple(found)


def _candidates(
    question: Question, scenario: Scenario, short: Placement, catalog: Catalog
) -> Iterator[tuple[Note, Question, Scenario]]:
    """One change each: the note, the question with it, the scenario with it."""
    said, chosen = question.training or Training(), scenario.training
    if not chosen.gradient_checkpointing:
        yield (
            note("change.gradient_checkpointing"),
            replace(question, training=replace(said, gradient_checkpointing=True)),
            replace(scenario, training=replace(chosen, gradient_checkpointing=True)),
        )
    if short.count > 1 and chosen.zero_stage not in (None, 3):
        yield (
            note("change.zero"),
            replace(question, training=replace(said, zero_stage=3)),
            replace(scenario, training=replace(chosen, zero_stage=3)),
        )
    if (chosen.batch or 1) > 1:
        yield (
            note("change.batch"),
            replace(question, training=replace(said, batch=1)),
            replace(scenario, training=replace(chosen, batch=1)),
        )
    if chosen.optimizer in FLOAT32_STATES:
        yield (
            note("change.optimizer"),
            replace(question, training=replace(said, optimizer=NARROW_OPTIMIZER)),
            replace(scenario, training=replace(chosen, optimizer=NARROW_OPTIMIZER)),
        )
    if scenario.task in CHEAPER:
        task = CHEAPER[scenario.task]
        # In its own usual format, with its own usual optimizer.
        usual = replace(said, optimizer=None)
        models = (scenario.model,)
        asked = replace(question, task=task, models=models, precisions=(), training=usual)
        yield note(f"change.{task}"), asked, resolve(asked, catalog).scenarios[0]
