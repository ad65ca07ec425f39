"""What could be changed so that serving fits, from the change that costs least quality on."""

from collections.abc import Iterator
from dataclasses import replace

from core.asked.question import Question
from core.asked.scenario import Scenario
from core.catalog.catalog import Catalog
from core.planning.llama_cpp_advice import llama_cpp_candidates
from core.planning.placement import Placement
from core.units import SEQUENCE, TOKEN_PER_SEQUENCE, Quantity
from core.wording.note import Note, note

NARROWER_KV = "fp8"
NARROWER_WEIGHTS = ("fp8", "awq")
CUT = 1 / 4  # of the asked context; less is no smaller change but another question
FEWER_ROWS = (256, 64)  # values of --max-num-seqs worth trying


def serving_candidates(
    question: Question, scenario: Scenario, short: Placement, catalog: Catalog
) -> Iterator[tuple[Note, Question]]:
    """A change and the question with it, each alone; of *scenario*, which *short* does not hold."""
    if scenario.engine.name == "llama.cpp":
        yield from llama_cpp_candidates(question, scenario, short, catalog)
        return
    held, most = scenario.held, short.share
    kv = catalog.precisions[NARROWER_KV]
    if scenario.kv_precision.cache_bits_per_element > kv.cache_bits_per_element:
        what = note("change.kv_precision", precision=kv.name)
        yield what, replace(question, kv_precision=kv)
    if scenario.engine.name == "vllm" and scenario.engine.max_num_seqs is None:
        yield from _fewer_rows(question, scenario)
    if most.max_sequences and held.sequences > 1:
        what = note("change.sequences", sequences=most.max_sequences)
        yield what, _fewer_sequences(question, scenario, most.max_sequences)
    if most.max_context and CUT * held.tokens < most.max_context < held.tokens:
        what = note("change.context", tokens=most.max_context)
        less = Quantity(most.max_context, TOKEN_PER_SEQUENCE)
        yield what, replace(question, context_length=less)
    for name in NARROWER_WEIGHTS:
        precision = catalog.precisions[name]
        if precision.plain_bits < scenario.precision.plain_bits:
            what = note("change.precision", precision=precision.name)
            yield what, replace(question, precisions=(precision,))


def _fewer_sequences(question: Question, scenario: Scenario, most: int) -> Question:
    """With the flag that holds vLLM to it: unasked it lets in 256 or more."""
    engine = scenario.engine
    if engine.name == "vllm" and engine.max_num_seqs is None:
        engine = replace(engine, max_num_seqs=most)
        question = replace(question, engine=engine)
    return replace(question, sequences=Quantity(most, SEQUENCE))


def _fewer_rows(question: Question, scenario: Scenario) -> Iterator[tuple[Note, Question]]:
    for rows in FEWER_ROWS:
        engine = replace(scenario.engine, max_num_seqs=max(rows, scenario.held.sequences))
        # Said aloud, or a command line's --max-num-seqs would be taken for the sequences.
        asked = replace(question, engine=engine, sequences=scenario.sequences)
        yield note("change.max_num_seqs", rows=engine.max_num_seqs), asked
