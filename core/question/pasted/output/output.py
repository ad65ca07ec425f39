"""All output of programs in a text, as items."""

from collections.abc import Iterator

from core.asked.question import Language
from core.catalog.names import NameIndex
from core.question.pasted.item import Item
from core.question.pasted.output.lines import of_lines
from core.question.pasted.output.machines import HINTS as OF_MACHINES
from core.question.pasted.output.machines import of_machines
from core.question.pasted.output.smi import of_smi
from core.question.pasted.output.startup import of_ollama_ps, of_startup

# Without one of these, in lower case, a text holds no output that we read.
HINTS = (
    "mib", "gib", "gpu 0", "gpu[", "out of memory", "smi", "cache blocks", "kv cache",
    "tokens per request",
    *OF_MACHINES, "memusagechange", "loaded engine", "kv self size",
    "n_ctx", "layers to gpu", "until", "compute capability", "blocks:", "gpu 1",
    "load weight", "memory.required",
)  # fmt: skip


def of_output(typed: str, index: NameIndex, language: Language) -> Iterator[Item]:
    """In the order in which they count where they overlap."""
    yield from of_lines(typed)
    yield from of_smi(typed, index, language)
    yield from of_machines(typed, index, language)
    yield from of_startup(typed, index, language)
    yield from of_ollama_ps(typed)
