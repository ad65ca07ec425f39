"""
What a training run that offloads keeps in the host's memory.

    host = trainable x (optimizer states + 4 of a float32 gradient) + all weights, if they are there

With AdamW in mixed precision 16 bytes a parameter, 18 with its 16-bit weights, and half as much
again with buffers: DeepSpeed, runtime/zero/stage3.py, estimate_zero3_model_states_mem_needs
(additional_buffer_factor 1.5; zero_init, so that no process loads the model whole).
"""

from dataclasses import replace
from typing import NamedTuple

from core.asked.question import Size
from core.asked.scenario import Scenario
from core.memory.training.recipe import recipe
from core.memory.training.states import FLOAT32, states
from core.memory.training.typical import typical_model

BUFFERS = 1.5


class Host(NamedTuple):
    """Bytes over all machines: what is kept, and *high* with DeepSpeed's buffers."""

    size: int
    high: int


def in_host_memory(scenario: Scenario) -> Host | None:
    """None where nothing is offloaded."""
    if scenario.task == "serve":
        return None
    plan, model = recipe(scenario.task, scenario.training), scenario.model
    if not (plan.offload_optimizer or plan.offload_parameters):
        return None
    shape = typical_model(model.elements) if isinstance(model, Size) else model
    whole = replace(plan, offload_optimizer=False, offload_parameters=False)
    state = states(shape, scenario.precision, whole)
    size = state.base if plan.offload_parameters else 0
    if plan.offload_optimizer:
        size += state.optimizer + state.trainable * FLOAT32
    return Host(size, round(BUFFERS * size))
