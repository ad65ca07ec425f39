"""What was asked for and changes memory, but not this number: it belongs into the first line."""

from collections.abc import Iterator

from core.asked.methods import METHODS
from core.asked.scenario import Scenario
from core.catalog.model import Model
from core.memory.drafts import drafting
from core.memory.offload import OFFLOADS
from core.memory.training.targets import unknown
from core.wording.note import Note, note

NAMES_OF_POOL = ("vllm",)  # engines that take a cache of a named size
HEADS = ("eagle", "eagle3")
# What is trained or kept is not what our formulas have
OTHERWISE = {
    "galore": "GaLore", "lisa": "LISA", "lomo": "LOMO", "badam": "BAdam", "reft": "ReFT",
    "ia3": "IA3", "distillation": "distillation",
}  # fmt: skip


def uncounted(scenario: Scenario) -> Iterator[Note]:
    """Of a model that is served, or trained."""
    if scenario.task != "serve":
        yield from _of_training(scenario)
        return
    if not isinstance(scenario.model, Model):
        return
    yield from _draft(scenario, scenario.model)
    engine = scenario.engine
    count = engine.images_per_prompt
    if count and scenario.model.other_parameters and scenario.pictures is None:
        yield note("uncounted.pictures", count=count, model=scenario.model.name)
    if engine.cpu_offload is not None and engine.name not in OFFLOADS:
        yield note("uncounted.cpu_offload")
    if engine.kv_cache_memory is not None and engine.name not in NAMES_OF_POOL:
        yield note("uncounted.kv_cache_memory")


def _of_training(scenario: Scenario) -> Iterator[Note]:
    """That it is no language model; a method or adapters that have no formula."""
    model, training = scenario.model, scenario.training
    if isinstance(model, Model) and not model.is_language_model:
        yield note("uncounted.other_training", model=model.name)
    if training.method in OTHERWISE:
        yield note("uncounted.otherwise", method=OTHERWISE[training.method])
    elif training.method is not None and training.method not in METHODS:
        yield note("uncounted.method", method=training.method.upper())
    if training.dora:
        yield note("uncounted.dora")
    strange = unknown(training.lora_targets or ())
    if strange and scenario.task in ("lora", "qlora"):
        yield note("uncounted.targets", names=", ".join(strange))


def _draft(scenario: Scenario, model: Model) -> Iterator[Note]:
    draft = scenario.draft
    if draft is None or draft.kind == "host":
        return
    if drafting(draft, model, scenario.precision) is not None:
        return
    if draft.kind in HEADS:
        yield note("uncounted.eagle", model=model.name)
    elif draft.kind == "mtp":
        yield note("uncounted.mtp", model=model.name)
    else:
        yield note("uncounted.draft", name=draft.name)
