"""
Flags of vLLM that make room and take nothing from the model: a larger share of the card, no CUDA
graphs, fewer tokens of a step, fewer rows of the sampler.

vLLM 0.33.0, docs/configuration/conserving_memory.md and config/cache.py: the first names them, the
second has the default share, 0.92.
"""

from collections.abc import Iterator
from dataclasses import replace

from core.asked.question import Question
from core.asked.scenario import Scenario
from core.memory.engines.vllm import V1, Settings, settings
from core.planning.placement import Placement
from core.wording.note import Note, note

MORE_OF_THE_CARD = 0.95  # more is what fails where anything else runs on the card
FEWER_TOKENS = (4096, 2048)  # values of --max-num-batched-tokens worth trying
FEWER_ROWS = (256, 64)  # values of --max-num-seqs worth trying

Candidates = Iterator[tuple[Note, Question]]


def flags(question: Question, scenario: Scenario, short: Placement) -> Candidates:
    """A flag and the question with it, each alone."""
    engine = scenario.engine
    if engine.name != "vllm":
        return
    usual = settings(engine, short.gpu, short.share.capacity, scenario.held.tokens)
    if usual.gpu_memory_utilization < MORE_OF_THE_CARD:
        larger = replace(engine, gpu_memory_utilization=MORE_OF_THE_CARD)
        what = note("change.utilization", share=str(MORE_OF_THE_CARD))
        yield what, replace(question, engine=larger)
    if not engine.enforce_eager:
        eager = replace(engine, enforce_eager=True)
        yield note("change.enforce_eager"), replace(question, engine=eager)
    yield from _fewer_tokens(question, scenario, usual)


def _fewer_tokens(question: Question, scenario: Scenario, usual: Settings) -> Candidates:
    """A step of so many tokens; vLLM asks for at least as many as sequences."""
    if usual.version < V1:
        return
    rows = max(usual.max_num_seqs, scenario.held.sequences)
    for tokens in FEWER_TOKENS:
        if rows <= tokens < usual.max_num_batched_tokens:
            engine = replace(scenario.engine, max_num_batched_tokens=tokens)
            what = note("change.max_num_batched_tokens", tokens=str(tokens))
            yield what, replace(question, engine=engine)


def fewer_rows(question: Question, scenario: Scenario) -> Candidates:
    """Where vLLM's own default of sequences was taken."""
    if scenario.engine.name != "vllm" or scenario.engine.max_num_seqs is not None:
        return
    for rows in FEWER_ROWS:
        engine = replace(scenario.engine, max_num_seqs=max(rows, scenario.held.sequences))
        # Said aloud, or a command line's --max-num-seqs would be taken for the sequences.
        asked = replace(question, engine=engine, sequences=scenario.sequences)
        yield note("change.max_num_seqs", rows=str(engine.max_num_seqs)), asked
