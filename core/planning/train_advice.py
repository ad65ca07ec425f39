"""What could be changed so that a training run fits, from the mildest change on."""

from collections.abc import Iterator
from dataclasses import replace

from core.asked.question import Question, Task, Training
from core.asked.scenario import Scenario
from core.planning.placement import Placement
from core.wording.note import Note, note

NARROW_OPTIMIZER = "adamw_8bit"
FLOAT32_STATES = ("adamw", "sgd", "muon")  # optimizers whose states the 8-bit one is smaller than
CHEAPER: dict[Task, Task] = {"full": "lora", "lora": "qlora"}


def training_candidates(
    question: Question, scenario: Scenario, short: Placement
) -> Iterator[tuple[Note, Question]]:
    """A change and the question with it, each alone; of *scenario*, which *short* does not hold."""
    said, chosen = question.training or Training(), scenario.training
    if not chosen.gradient_checkpointing:
        training = replace(said, gradient_checkpointing=True)
        yield note("change.gradient_checkpointing"), replace(question, training=training)
    if short.count > 1 and chosen.zero_stage not in (None, 3):
        yield note("change.zero"), replace(question, training=replace(said, zero_stage=3))
    if (chosen.batch or 1) > 1:
        yield note("change.batch"), replace(question, training=replace(said, batch=1))
    if chosen.optimizer in FLOAT32_STATES:
        training = replace(said, optimizer=NARROW_OPTIMIZER)
        yield note("change.optimizer"), replace(question, training=training)
    if scenario.task in CHEAPER:
        task = CHEAPER[scenario.task]
        # In its own usual format, with its own usual optimizer.
        usual = replace(said, optimizer=None)
        asked = replace(question, task=task, precisions=(), training=usual)
        yield note(f"change.{task}"), asked
