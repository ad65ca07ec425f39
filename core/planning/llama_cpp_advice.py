"""
What could be changed so that llama.cpp fits: first what costs nothing, then what costs context,
then layers or experts in the host's memory (slow), then narrower weights.
"""

from collections.abc import Iterator
from dataclasses import replace

from core.asked.question import Engine, Question
from core.asked.scenario import Scenario
from core.catalog.catalog import Catalog
from core.catalog.model import Model
from core.memory.engines.llama_cpp_cards import even_parts
from core.memory.engines.llama_cpp_offload import bytes_of_layers, offload, on_the_host
from core.memory.layout import ONE_GPU
from core.planning.fit import card, fits, layouts_of, serve_on
from core.planning.host_advice import least
from core.planning.placement import Placement
from core.units import SEQUENCE, TOKEN_PER_SEQUENCE, Quantity
from core.wording.note import Bytes, Note, note

NARROWER_KV = "q8_0"
NARROWER_WEIGHTS = ("q4_k_m", "iq3_xxs")
CUT = 1 / 4  # of the asked context; less is no smaller change but another question

Candidates = Iterator[tuple[Note, Question]]


def llama_cpp_candidates(
    question: Question, scenario: Scenario, short: Placement, catalog: Catalog
) -> Candidates:
    """A change and the question with it, each alone; of *scenario*, which *short* does not hold."""
    engine = scenario.engine
    if engine.flash_attention is False:
        faster = replace(engine, flash_attention=None)
        yield note("change.flash_attention"), replace(question, engine=faster)
    if isinstance(scenario.model, Model) and short.count > 1 and engine.n_cpu_moe:
        parts = _evened_out(scenario, scenario.model, short)
        split = replace(engine, tensor_split=tuple(map(float, parts)))
        what = note("change.tensor_split", parts=",".join(map(str, parts)))
        yield what, replace(question, engine=split)
    kv = catalog.precisions[NARROWER_KV]
    if scenario.kv_precision.cache_bits_per_element > kv.cache_bits_per_element:
        what = note("change.kv_precision", precision=kv.name)
        plain = replace(engine, cache_type_k=None, cache_type_v=None)
        yield what, replace(question, kv_precision=kv, engine=plain)
    shared = short.gpu.kind == "apu"  # the host's memory is the card's
    model = scenario.model if short.nodes == 1 and not shared else None
    named = engine.n_gpu_layers is not None or engine.n_cpu_moe  # less than that is no new idea
    if named and isinstance(model, Model):
        yield from _with_the_host(question, scenario, model, short)
    yield from _fewer_tokens(question, scenario, short)
    if not named and isinstance(model, Model):
        yield from _with_the_host(question, scenario, model, short)
    for name in NARROWER_WEIGHTS:
        precision = catalog.precisions[name]
        if precision.plain_bits < scenario.precision.plain_bits:
            what = note("change.precision", precision=precision.called)
            yield what, replace(question, precisions=(precision,))


def _fewer_tokens(question: Question, scenario: Scenario, short: Placement) -> Candidates:
    held, most = scenario.held, short.share
    if most.max_sequences and held.sequences > 1:
        what = note("change.sequences", sequences=most.max_sequences)
        yield what, replace(question, sequences=Quantity(most.max_sequences, SEQUENCE))
    if most.max_context and CUT * held.tokens < most.max_context < held.tokens:
        what = note("change.context", tokens=most.max_context)
        less = Quantity(most.max_context, TOKEN_PER_SEQUENCE)
        yield what, replace(question, context_length=less)


def _evened_out(scenario: Scenario, model: Model, short: Placement) -> tuple[int, ...]:
    """Layers of each card with which the fullest holds least, the head behind the last."""
    flags, held = offload(scenario.engine), scenario.held
    served = serve_on(scenario, model, card(short.gpu))
    cache = served.cache_of_one(ONE_GPU, held.tokens) * held.sequences
    weights = bytes_of_layers(model, scenario.precision, flags)
    return even_parts(weights, cache / max(1, flags.blocks(model)), short.count)


def _with_the_host(
    question: Question, scenario: Scenario, model: Model, short: Placement
) -> Candidates:
    """Experts of as few layers as will do; otherwise as few whole layers."""
    engine, layers = scenario.engine, model.num_hidden_layers

    def hosting(experts: int) -> Engine:
        return replace(engine, n_cpu_moe=experts)

    def holding(blocks: int) -> Engine:
        return replace(engine, n_gpu_layers=blocks)

    if model.moe is not None and not engine.cpu_moe:
        first = max(engine.n_cpu_moe or 0, model.moe.dense_layers)
        fewest = least(lambda n: _holds(scenario, model, hosting(n), short), first + 1, layers)
        if fewest is not None:
            host = Bytes(_host(scenario, model, hosting(fewest)))
            what = note("change.n_cpu_moe", layers=fewest, all=layers, host=host)
            yield what, replace(question, engine=hosting(fewest))
    most = min(layers, layers if engine.n_gpu_layers is None else engine.n_gpu_layers - 1)
    away = least(lambda n: _holds(scenario, model, holding(most - n), short), 0, most - 1)
    if away is not None:
        host = Bytes(_host(scenario, model, holding(most - away)))
        what = note("change.n_gpu_layers", layers=most - away, all=layers + 1, host=host)
        yield what, replace(question, engine=holding(most - away))


def _holds(scenario: Scenario, model: Model, engine: Engine, short: Placement) -> bool:
    kind = card(short.gpu)
    served = serve_on(replace(scenario, engine=engine), model, kind)
    return fits(served, kind, layouts_of(served, kind, short.count)[0])


def _host(scenario: Scenario, model: Model, engine: Engine) -> int:
    return on_the_host(model, scenario.precision, offload(engine))
