"""
Models that stand beside the one that is trained: reference, reward model, critic.

A reference and a reward model are frozen: their weights alone, over all GPUs from ZeRO stage 3 on
and whole on each before (trl/models/utils.py, prepare_deepspeed, at f2cd5771). With adapters the
reference is the model without them and costs nothing. The critic is trained in full beside
adapters as well (trl/experimental/ppo/ppo_trainer.py), with the optimizer of the run.
"""

from dataclasses import replace

from core.asked.question import ComponentName
from core.catalog.model import Model
from core.catalog.precision import Precision
from core.memory.part import Known, Part
from core.memory.training.parallel import held
from core.memory.training.recipe import Recipe
from core.memory.training.states import HALF, States, states
from core.wording.note import Formula, note

SOURCE = note("source.methods")
SPREAD = 0.01


def beside(plan: Recipe, model: Model, precision: Precision, state: States) -> list[Part]:
    """What each GPU holds of them; the reward model and the critic are as large as the model."""
    found: list[Part] = []
    frozen = 0 if plan.offload_parameters else round(state.base * held(model, plan, 3))
    if plan.preference.reference and plan.method == "full":
        found.append(_frozen("reference", frozen, plan, precision))
    if plan.preference.reward:
        found.append(_frozen("reward", frozen, plan, precision))
    if plan.preference.critic:
        found.append(_critic(plan, model, precision, state))
    return [part for part in found if part.size]


def critic_states(plan: Recipe, model: Model, precision: Precision, state: States) -> States:
    """Of a model of the same size, trained in full: in 16 bits where the base is narrower."""
    trained = replace(plan, method="full", trainable=None)
    return states(model, precision, trained, max(state.base, HALF * model.elements))


def _frozen(name: ComponentName, size: int, plan: Recipe, precision: Precision) -> Part:
    ranks = plan.model_parallel * plan.shard(3)
    formula: Formula = (note(f"formula.{name}", bits=precision.bits_per_element),)
    if ranks > 1:
        formula = (note("formula.over", what=formula, gpus=ranks),)
    spread = round(SPREAD * size)
    return Part(name, size, size - spread, size + spread, Known.EXACT, formula, SOURCE)


def _critic(plan: Recipe, model: Model, precision: Precision, state: States) -> Part:
    own = critic_states(plan, model, precision, state)
    size = own.weights + own.gradients + own.optimizer
    formula = (note("formula.critic", trained=own.trainable, optimizer=plan.optimizer),)
    spread = round(SPREAD * own.weights)
    return Part("critic", size, size - spread, size + spread, Known.EXACT, formula, SOURCE)
