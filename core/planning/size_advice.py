"""What could be changed so that a bare number of parameters fits: fewer bits."""

from collections.abc import Iterator
from dataclasses import replace

from core.asked.question import Question
from core.asked.scenario import Scenario
from core.catalog.catalog import Catalog
from core.planning.formats import GGUF, OF_A_SIZE
from core.wording.note import Note, note


def size_candidates(
    question: Question, scenario: Scenario, catalog: Catalog
) -> Iterator[tuple[Note, Question]]:
    """A narrower format and the question with it, widest first; who asked of GGUF stays there."""
    gguf = scenario.precision.kind == "gguf"
    for id in GGUF if gguf else OF_A_SIZE:
        precision = catalog.precisions[id]
        if precision.plain_bits < scenario.precision.plain_bits:
            what = note("change.bits", bits=int(precision.plain_bits))
            if gguf:
                what = note("change.precision", precision=precision.called)
            yield what, replace(question, precisions=(precision,))
