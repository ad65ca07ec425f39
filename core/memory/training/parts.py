"""Fine-tuning and pretraining on one GPU, part by part."""

from collections.abc import Hashable
from dataclasses import replace

from core.asked.question import ComponentName, Size
from core.asked.scenario import Scenario
from core.catalog.model import Model
from core.catalog.precision import Precision
from core.catalog.remember import remember
from core.memory.layout import layers_of_heaviest_stage
from core.memory.part import Known, Part
from core.memory.training.beside import beside
from core.memory.training.parallel import held
from core.memory.training.peak import Peak, peak
from core.memory.training.ranges import span_of
from core.memory.training.recipe import Recipe, recipe
from core.memory.training.states import States, states
from core.memory.training.typical import typical_model
from core.units import GIB, in_bytes
from core.wording.note import Bytes, Formula, Note, note

STATES_SOURCE = note("source.states")
ACTIVATIONS_SOURCE = note("source.training_activations")
RUNTIME_SOURCE = note("source.training_runtime")

CONTEXT = in_bytes(1.5, GIB)  # CUDA context, cuBLAS and cuDNN workspaces of a Trainer run
WITH_NCCL = in_bytes(0.5, GIB)
WEIGHTS_RANGE = 0.01
FROM_SIZE_ALONE = 2.0  # activations from a typical shape: within a factor of two


def training_parts(scenario: Scenario, model: Model | Size, *, gpus: int = 1) -> tuple[Part, ...]:
    """
    What each of *gpus* GPUs holds at the peak of a step.

    For a bare size the states are exact and activations those of a typical shape.
    """
    plan = recipe(scenario.task, scenario.training, gpus)
    if isinstance(model, Size):
        shape = typical_model(model.elements)
        return parts_of(plan, shape, scenario.precision, factor=FROM_SIZE_ALONE)
    return parts_of(plan, model, scenario.precision)


def _key(
    plan: Recipe, model: Model, precision: Precision, *, factor: float = 1.0
) -> tuple[Model, Hashable]:
    return model, (plan, precision.id, precision.bits_per_element, factor)


@remember(_key)
def parts_of(
    plan: Recipe, model: Model, precision: Precision, *, factor: float = 1.0
) -> tuple[Part, ...]:
    """The parts of one GPU; activations are known to *factor* beyond their own range."""
    state = states(model, precision, plan)
    most = peak(model, plan, state)
    # Gradients come as activations go, unless they are summed over several micro batches.
    together = min(state.gradients, most.kept) / 2 if factor == 1 else 0.0
    activations = _activations(plan, model, most, state, factor, together)
    others = beside(plan, model, precision, state)
    parts = (*_state_parts(plan, model, precision, state), *others, activations)
    return (*(part for part in parts if part.size), _runtime(plan, model, most, state))


def largest_loss(plan: Recipe, model: Model, state: States) -> float:
    """Bytes of activations with the largest loss that the program may run."""
    found = plan.habits.logit_range
    if found is None or plan.fused_loss:
        return peak(model, plan, state).size
    habits = replace(plan.habits, logit_bytes=found[1])
    return peak(model, replace(plan, habits=habits), state).size


def float32_ends(plan: Recipe, model: Model) -> int:
    """
    Bytes that embedding and head take more where they are kept in float32, of a quantised base
    that PEFT prepared (peft, utils/other.py, prepare_model_for_kbit_training at 5d602fdb).
    """
    if plan.method != "qlora":
        return 0
    return 2 * model.vocab_size * model.hidden_size * (1 if model.tie_word_embeddings else 2)


def slack_share(plan: Recipe) -> float:
    """What the allocator holds unused, of the activations, as far as the figure includes it."""
    return 0.0 if plan.measure == "allocated" else plan.habits.slack


def context_of(plan: Recipe) -> float:
    """Bytes of the CUDA context and libraries, as far as the figure includes them."""
    if plan.measure != "driver":
        return 0.0
    return CONTEXT + (WITH_NCCL if plan.gpus > 1 else 0.0)


def _state_parts(
    plan: Recipe, model: Model, precision: Precision, state: States
) -> tuple[Part, ...]:
    spread = round(state.weights * WEIGHTS_RANGE)
    wider = round(float32_ends(plan, model) * held(model, plan, 3))
    moments = "formula.moments_and_copy" if plan.master_weights else "formula.moments"
    base: Formula = (note("formula.base", bits=precision.bits_per_element),)
    if plan.method != "full":
        base += (note("formula.adapters", rank=plan.lora_rank, trained=state.trainable),)
    each = (
        _each(state.gradients, state, held(model, plan, 2)),
        _each(state.optimizer, state, held(model, plan, 1)),
    )
    gradients = note("formula.gradients", trained=state.trainable, each=each[0])
    optimizer = note(moments, optimizer=plan.optimizer, trained=state.trainable, each=each[1])
    return (
        _part("weights", state.weights, (spread, spread + wider), _over(plan, 3, base)),
        _part("gradients", state.gradients, (0, 0), _over(plan, 2, (gradients,))),
        _part(
            "optimizer",
            state.optimizer,
            # Paged states move to the host while the card is short of memory.
            (state.optimizer if plan.optimizer == "paged_adamw_8bit" else 0, 0),
            _over(plan, 1, (optimizer,)),
        ),
    )


def _activations(
    plan: Recipe, model: Model, most: Peak, state: States, factor: float, together: float
) -> Part:
    """*together*: bytes that gradients may spare, because they come as activations go."""
    least, top = span_of(model, plan)
    largest = largest_loss(plan, model, state)
    return Part(
        "activations",
        round(most.size),
        round(max(0, least * most.size / factor - together)),
        round(max(top * most.size, largest) * factor),
        Known.MODELLED,
        _activation_terms(plan, model, most),
        ACTIVATIONS_SOURCE,
    )


def _activation_terms(plan: Recipe, model: Model, most: Peak) -> Formula:
    if most.update >= most.size:
        return (note("formula.update", size=Bytes(most.update)),)
    if most.writing >= most.size:
        return (note("formula.writing", size=Bytes(most.writing), sequences=plan.generated),)
    layers = layers_of_heaviest_stage(model.num_hidden_layers, plan.pipeline_parallel)
    values = {"tokens": plan.tokens, "layers": layers, "size": Bytes(most.kept)}
    key = f"formula.kept_{plan.checkpointing}"
    if most.micro_batches > 1:
        key, values["micro"] = "formula.kept_in_flight", most.micro_batches
    terms: Formula = (note(key, **values),)
    if most.logits and most.logits >= most.layer:
        terms += (_loss_term(plan, most),)
    else:
        terms += (note("formula.layer", size=Bytes(most.layer)),)
    if most.gathered:
        terms += (note("formula.gathered", size=Bytes(most.gathered)),)
    return terms


def _loss_term(plan: Recipe, most: Peak) -> Note:
    size = Bytes(most.logits)
    if plan.fused_loss:
        return note("formula.fused_loss", size=size)
    each, found = plan.habits.logit_bytes, plan.habits.logit_range
    if found is None:
        return note("formula.loss", each=each, size=size)
    least, most_bytes = found
    return note("formula.loss_unknown", each=each, least=least, most=most_bytes, size=size)


def _runtime(plan: Recipe, model: Model, most: Peak, state: States) -> Part:
    """CUDA context and what the allocator holds unused, as far as the figure should include it."""
    share = slack_share(plan)
    context = context_of(plan)
    size, (least, top) = context + share * most.size, span_of(model, plan)
    largest = largest_loss(plan, model, state)
    return Part(
        "runtime",
        round(size),
        round(least * size),
        round(max(top * size, context + share * largest)),
        Known.MEASURED,
        (
            note("formula.context", size=Bytes(context)),
            note("formula.slack", percent=round(plan.habits.slack * 100)),
        ),
        RUNTIME_SOURCE,
    )


def _part(name: ComponentName, size: int, spread: tuple[int, int], formula: Formula) -> Part:
    below, above = spread
    return Part(name, size, size - below, size + above, Known.EXACT, formula, STATES_SOURCE)


def _each(size: int, state: States, share: float) -> float:
    """Bytes for each trainable parameter before it is split: 12.0, 2.03."""
    return round(size / share / max(1, state.trainable), 2)


def _over(plan: Recipe, stage: int, formula: Formula) -> Formula:
    ranks = plan.model_parallel * plan.shard(stage)
    return (note("formula.over", what=formula, gpus=ranks),) if ranks > 1 else formula
