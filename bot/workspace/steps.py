"""
Steps for workflows, which the app offers (`functions` in its manifest): people run them.

https://docs.slack.dev/workflows/workflow-steps
"""

import asyncio
from dataclasses import dataclass, field

from . import events
from .manifest import Step
from .values import Json, SlackError, invalid
from .world import World

TYPES = {"string": str, "boolean": bool, "integer": int, "number": (int, float)}


@dataclass
class Run:
    """One run of a step. Once it is *done*, *error* says why it failed, if it did."""

    id: str
    step: Step
    user: str
    outputs: Json = field(default_factory=dict[str, object])
    error: str = ""
    done: asyncio.Event = field(default_factory=asyncio.Event)


def run(world: World, user: str, callback_id: str, inputs: Json) -> Run:
    """Somebody's workflow comes to this step. `SlackError` where the app has none like it."""
    step = next((each for each in world.app.steps if each.callback_id == callback_id), None)
    if step is None:
        raise SlackError("function_not_found")
    missing = [name for name, field in step.inputs.items() if _is_required(field, name, inputs)]
    if missing:
        raise invalid("parameter_validation_failed", [f"missing input: {name}" for name in missing])
    started = Run(world.ids.new("Fx"), step, user)
    world.steps[started.id] = started
    events.function_executed(world, started.id, step, inputs)
    return started


def complete(world: World, id: str, outputs: Json) -> None:
    """The app is done. `SlackError` for outputs that its manifest does not name."""
    going = _going(world, id)
    problems = [
        f"{name}: not a {field['type']}"
        for name, field in going.step.outputs.items()
        if name in outputs and not isinstance(outputs[name], TYPES.get(field["type"], object))
    ]
    problems += [f"{name}: not an output" for name in outputs if name not in going.step.outputs]
    problems += [
        f"{name}: missing"
        for name, field in going.step.outputs.items()
        if field.get("is_required") and name not in outputs
    ]
    if problems:
        raise invalid("parameter_validation_failed", problems)
    going.outputs = outputs
    going.done.set()


def fail(world: World, id: str, error: str) -> None:
    """The app gives up, with a sentence for whoever made the workflow."""
    going = _going(world, id)
    going.error = error
    going.done.set()


def _going(world: World, id: str) -> Run:
    found = world.steps.get(id)
    if found is None:
        raise SlackError("function_execution_not_found")
    if found.done.is_set():
        raise SlackError("execution_not_in_running_state")
    return found


def _is_required(field: Json, name: str, inputs: Json) -> bool:
    return bool(field.get("is_required")) and not inputs.get(name)
