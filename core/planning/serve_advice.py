"""What could be changed so that serving fits, from the change that costs least quality on."""

from collections.abc import Iterator
from dataclasses import replace

from core.asked.question import Question
from core.asked.scenario import Scenario
from core.catalog.catalog import Catalog
from core.catalog.model import Model
from core.planning.flags_advice import fewer_rows, flags
from core.planning.host_advice import on_the_host
from core.planning.llama_cpp_advice import llama_cpp_candidates
from core.planning.placement import Placement
from core.planning.published import narrower_weights
from core.units import SEQUENCE, TOKEN_PER_SEQUENCE, Quantity
from core.wording.note import Note, note

NARROWER_KV = "fp8"
CUT = 1 / 4  # of the asked context; less is no smaller change but another question

Candidates = Iterator[tuple[Note, Question]]


def serving_candidates(
    question: Question, scenario: Scenario, short: Placement, catalog: Catalog
) -> Candidates:
    """A change and the question with it, each alone; of *scenario*, which *short* does not hold."""
    if scenario.engine.name == "llama.cpp":
        yield from llama_cpp_candidates(question, scenario, short, catalog)
        return
    yield from flags(question, scenario, short)
    yield from _split(question, scenario, short)
    kv = catalog.precisions[NARROWER_KV]
    if scenario.kv_precision.cache_bits_per_element > kv.cache_bits_per_element:
        what = note("change.kv_precision", precision=kv.name)
        yield what, replace(question, kv_precision=kv)
    yield from fewer_rows(question, scenario)
    yield from _fewer_tokens(question, scenario, short)
    yield from narrower_weights(question, scenario, short, catalog)
    if isinstance(scenario.model, Model):
        yield from on_the_host(question, scenario, scenario.model, short)


def _fewer_tokens(question: Question, scenario: Scenario, short: Placement) -> Candidates:
    held, most = scenario.held, short.share
    if most.max_context and CUT * held.tokens < most.max_context < held.tokens:
        what = note("change.context", tokens=most.max_context)
        less = Quantity(most.max_context, TOKEN_PER_SEQUENCE)
        yield what, replace(question, context_length=less)
    if most.max_sequences and held.sequences > 1:
        one = most.max_sequences == 1
        what = note("change.sequence" if one else "change.sequences", sequences=most.max_sequences)
        yield what, _fewer_sequences(question, scenario, most.max_sequences)


def _fewer_sequences(question: Question, scenario: Scenario, most: int) -> Question:
    """With the flag that holds vLLM to it: unasked it lets in 256 or more."""
    engine = scenario.engine
    if engine.name == "vllm" and (engine.max_num_seqs or most) >= most:
        question = replace(question, engine=replace(engine, max_num_seqs=most))
    return replace(question, sequences=Quantity(most, SEQUENCE))


def _split(question: Question, scenario: Scenario, short: Placement) -> Candidates:
    """
    Stages or replicas instead of the tensor parallelism that was named; unnamed, every split was
    tried.
    """
    engine, count = scenario.engine, short.count
    if engine.tensor_parallel_size is None or engine.data_parallel_size:
        return
    model = scenario.model
    if engine.name == "vllm" and isinstance(model, Model) and model.mla and model.moe:
        # Every rank holds the whole latent cache; replicas divide the sequences.
        replicas = replace(
            engine,
            tensor_parallel_size=None,
            pipeline_parallel_size=None,
            data_parallel_size=count,
            enable_expert_parallel=True,
        )
        yield note("change.replicas", count=count), replace(question, engine=replicas)
    for size in reversed(short.valid_tensor_parallel):
        stages = count // size
        if size < engine.tensor_parallel_size and size * stages == count:
            split = replace(engine, tensor_parallel_size=size, pipeline_parallel_size=stages)
            yield note("change.split", size=size, stages=stages), replace(question, engine=split)
