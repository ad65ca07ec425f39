"""
Lines of logs by the tables ``core/data/output/*.toml``: what was asked for, what was free.

    >>> from core.question.pasted.output.lines import of_lines
    >>> line = "GPU 0 has a total capacity of 79.15 GiB of which 1.20 GiB is free."
    >>> [item.role for item in of_lines(line) if item.role != "nothing"]
    ['output.total', 'output.free']
"""

from collections.abc import Iterator

from core.question.pasted.item import Item
from core.question.pasted.output.parts import parts
from core.question.pasted.output.sentences import sentences


def of_lines(typed: str) -> Iterator[Item]:
    """Every sentence of the tables that stands in the text."""
    for sentence in sentences():
        if sentence.hint in typed:
            for match in sentence.pattern.finditer(typed):
                why = f"a line of {sentence.of}"
                yield from parts(match, why, sentence.roles, binary=sentence.binary)
