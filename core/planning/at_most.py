"""
--max-num-seqs is a limit: what must fit is one full sequence, the others wait for their turn.

vLLM 0.33.0, v1/core/kv_cache_utils.py (check_enough_kv_cache_memory): a start is refused where the
cache does not hold one sequence of --max-model-len; v1/core/sched/scheduler.py lets further ones in
while blocks are free. SGLang's --max-running-requests and TensorRT-LLM's max_batch_size likewise.
"""

from dataclasses import replace

from core.asked.question import Question
from core.asked.scenario import Resolved, resolve
from core.catalog.catalog import Catalog
from core.planning.headline import headline_of
from core.planning.placement import Placement, Role
from core.planning.plan import Plan, plan
from core.units import SEQUENCE, Quantity
from core.wording.note import Note, note
from core.wording.say import say_note

FLAGS = {"sglang": "--max-running-requests", "tensorrt-llm": "--max_batch_size"}
ONE = Quantity(1, SEQUENCE)


def as_a_limit(
    question: Question, resolved: Resolved, planned: Plan, catalog: Catalog
) -> tuple[Question, Resolved, Plan]:
    """With one sequence, where the cards that were named do not hold as many as are let in."""
    if not question.at_most or question.task != "serve" or question.intent == "max_sequences":
        return question, resolved, planned
    best = headline_of(planned.placements, known=True)
    if len(question.gpus) != 1 or best is None or _holds(question, best):
        return question, resolved, planned
    one = replace(question, sequences=ONE)
    fewer = resolve(one, catalog)
    found = plan(fewer)
    first = headline_of(found.placements, known=True)
    if first is None or not (_named(question) or first.count == 1):
        return question, resolved, planned
    return one, fewer, found  # where one does not fit, more do not either


def _holds(question: Question, best: Placement) -> bool:
    """Cards that were counted, or a card by itself; any number where that is asked."""
    if _named(question):
        return best.fits and Role.ASKED in best.role
    return best.fits and (question.counts or best.count == 1)


def _named(question: Question) -> bool:
    """How many cards there are."""
    return question.gpus[0].count is not None


def limit(question: Question, planned: Plan) -> Note | None:
    """How many run at a time; None where as many as are let in were counted."""
    best = headline_of(planned.placements, known=True)
    seqs = question.engine.max_num_seqs if question.engine else None
    if not question.at_most or seqs is None or best is None or not best.fits:
        return None
    held, most = planned.scenarios[best.estimate].held, best.share.max_sequences
    if held.sequences >= seqs or not most:
        return None
    flag = FLAGS.get(planned.scenarios[best.estimate].engine.name, "--max-num-seqs")
    return note("limit.running", flag=flag, limit=seqs, running=min(most, seqs), tokens=held.tokens)


def with_limit(question: Question, planned: Plan, summary: str) -> str:
    """*summary*, after how many run at a time."""
    found = limit(question, planned)
    if found is None:
        return summary
    return f"{say_note(question.language, found)} {summary}"
