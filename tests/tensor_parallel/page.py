"""docs/tensor-parallel.md: which sizes work for popular checkpoints, as our rules say it."""

from collections.abc import Iterator

from core.catalog.catalog import Catalog
from core.catalog.checkpoint import checkpoint_format
from core.catalog.model import Model
from core.catalog.names import index_of
from core.catalog.precision import Precision
from core.memory.parallelism import judge
from core.memory.splitting.split import Split
from core.wording.say import say_note
from tests.tensor_parallel.lines import LINES

SIZES = (1, 2, 3, 4, 5, 6, 8, 12, 16)
HEAD = """# Tensor-parallel sizes of popular checkpoints

Which sizes of {sizes} vLLM takes, plain and with `--enable-expert-parallel`,
and what is wrong with the first of 2, 4, 8 and 16 that it refuses. The rules, each with the
engine's file and version, are in [formulas.md](formulas.md#parallelism). Written by
`python -m tests.tensor_parallel`; a test works every line out again from its config.json.

| checkpoint | works | experts whole | why not the next |
| --- | --- | --- | --- |
"""


def stored(id: str, catalog: Catalog) -> tuple[Model, Precision]:
    """The model and the format of a repository."""
    [typed] = index_of(catalog).repositories.in_text(id)
    model = typed.model
    if model is None:
        raise LookupError(id)
    usual = catalog.precisions["bf16"]
    return model, checkpoint_format(model, catalog.precisions) or usual


def working(id: str, catalog: Catalog, split: Split) -> tuple[int, ...]:
    """Those of SIZES that our rules accept."""
    model, precision = stored(id, catalog)
    return tuple(n for n in SIZES if judge(model, precision, n, split).reason is None)


def page(catalog: Catalog) -> str:
    """The whole page."""
    return HEAD.format(sizes=_list(SIZES)) + "\n".join(_rows(catalog)) + "\n"


def _rows(catalog: Catalog) -> Iterator[str]:
    for line in LINES:
        model, precision = stored(line.id, catalog)
        whole = (
            ""
            if not line.experts
            else _list(working(line.id, catalog, Split(expert_parallel=True)))
        )
        reasons = (judge(model, precision, n).reason for n in (2, 4, 8, 16))
        why = next((say_note("en", reason) for reason in reasons if reason), "")
        yield f"| {line.id} | {_list(working(line.id, catalog, Split()))} | {whole} | {why} |"


def _list(sizes: tuple[int, ...]) -> str:
    return ", ".join(str(size) for size in sizes)
