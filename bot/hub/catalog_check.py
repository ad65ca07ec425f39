"""
What the hub says of our rows today: `make catalog-check`, or `python -m bot.hub.catalog_check`.

    python -m bot.hub.catalog_check                all models and checkpoints that have a hub id
    python -m bot.hub.catalog_check qwen3 gpt-oss  those whose id holds one of these

Prints what differs, a line each, and changes nothing: a row has a source, and whoever changes it
looks there. The exit status is 0 where nothing differs, 1 where something does, 2 where the hub
could not be reached.
"""

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from bot.hub.finding import Finding
from bot.hub.hub import Hub
from core.catalog.catalog import Catalog
from core.catalog.checkpoint import GGUF, Checkpoint
from core.catalog.load import load_catalog
from core.catalog.looked_up import NotFound
from core.catalog.model import Model
from core.units import BYTE, whole

SAME, DIFFERENT, NOT_REACHED = 0, 1, 2
AT_ONCE = 8  # repositories; the hub limits those who ask for more
SECONDS = 60.0  # for one: 163 headers of DeepSeek V3, by a slow line
NEAR = 0.005  # of parameters and bytes: tables of positions and the like are counted or not
UNREACHED = ("offline", "slow", "limited")
# What the formulas read.
STRUCTURE = (
    "num_hidden_layers", "hidden_size", "num_attention_heads", "vocab_size", "tie_word_embeddings",
    "attention", "mla", "compressed_attention", "indexer", "linear",
    "parallel_hybrid", "moe", "kv_shared_layers", "quantization",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """*ours* stands in core/data; *theirs* is what the hub says."""

    id: str
    what: str
    ours: object
    theirs: object

    def __str__(self) -> str:
        return f"{self.id}: {self.what} is {self.theirs} on the hub, {self.ours} in core/data"


Compared = list[Difference] | NotFound


def main(
    wanted: Sequence[str] = (), hub: Hub | None = None, say: Callable[..., None] = print
) -> int:
    """Compare the rows whose id holds one of *wanted* (all where there is none); see above."""
    catalog = load_catalog()
    rows = [row for row in _rows(catalog) if _is_wanted(_id(row), wanted)]
    if not rows:
        say(f"No row has a hub id with {' or '.join(wanted)} in it.")
        return DIFFERENT
    asked = hub or Hub(os.environ.get("HF_ENDPOINT") or None, os.environ.get("HF_TOKEN") or None)
    unread: Counter[str] = Counter()
    compared = different = 0
    for row, found in _compared(rows, asked, catalog):
        if isinstance(found, NotFound):
            unread[found.reason] += 1
            if found.reason not in UNREACHED:
                say(f"{_id(row)}: not read ({found.reason.replace('_', ' ')})")
            continue
        compared += 1
        different += bool(found)
        for one in found:
            say(str(one))
    say(_summary(compared, different, unread))
    if not compared and sum(unread[reason] for reason in UNREACHED):
        return NOT_REACHED
    return DIFFERENT if different else SAME


def _rows(catalog: Catalog) -> Iterator[Model | Checkpoint]:
    """Those that a hub can be asked for: GGUF repositories have no config to compare."""
    yield from (model for model in catalog.models.values() if model.id and "/" in model.id)
    for checkpoints in catalog.checkpoints.values():
        yield from (one for one in checkpoints if one.format != GGUF)


def _id(row: Model | Checkpoint) -> str:
    return row.id or ""


def _is_wanted(id: str, wanted: Iterable[str]) -> bool:
    parts = [part.lower() for part in wanted]
    return not parts or any(part in id.lower() for part in parts)


def _compared(
    rows: Sequence[Model | Checkpoint], hub: Hub, catalog: Catalog
) -> Iterator[tuple[Model | Checkpoint, Compared]]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = pool.map(lambda row: _look(row, hub, catalog), rows)
        for number, (row, differences) in enumerate(zip(rows, found, strict=True), start=1):
            if sys.stderr.isatty():
                sys.stderr.write(f"\r{number} of {len(rows)} ")
                sys.stderr.flush()
            yield row, differences


def _look(row: Model | Checkpoint, hub: Hub, catalog: Catalog) -> Compared:
    finding = hub.find(_id(row), "", SECONDS)
    model = finding.as_model(catalog) if isinstance(finding, Finding) else finding
    if isinstance(finding, NotFound) or isinstance(model, NotFound):
        return model if isinstance(model, NotFound) else NotFound(_id(row), "broken")
    renamed = [Difference(_id(row), "the name", _id(row), finding.id)] * (finding.id != _id(row))
    if isinstance(row, Model):
        return [*renamed, *_of_model(row, model, finding)]
    return [*renamed, *_of_checkpoint(row, model, finding)]


def _of_model(row: Model, model: Model, finding: Finding) -> Iterator[Difference]:
    for name in STRUCTURE:
        ours, theirs = _plain(row, name), _plain(model, name)
        if ours != theirs:
            yield Difference(_id(row), name, ours, theirs)
    ours, theirs = row.max_position_embeddings or 0, model.max_position_embeddings or 0
    if theirs > ours:  # the other way round a card says how a config is extended
        yield Difference(_id(row), "max_position_embeddings", ours, theirs)
    counted = dict(finding.elements)
    if counted and model.quantization is None and _is_far(row.elements, sum(counted.values())):
        yield Difference(_id(row), "parameters", row.elements, sum(counted.values()))


def _plain(model: Model, name: str) -> object:
    """Groups of layers in one order; the width of dense layers is compared with nothing."""
    value = getattr(model, name)
    if name == "attention":
        return sorted(value, key=str)
    if name == "moe" and value is not None:
        return value.model_copy(update={"dense_intermediate_size": None})
    return value


def _of_checkpoint(row: Checkpoint, model: Model, finding: Finding) -> Iterator[Difference]:
    if model.quantization is not None and model.quantization != row.format:
        yield Difference(row.id, "the format", row.format, model.quantization)
    ours = whole(row.files, BYTE) if row.files is not None else None
    if ours is not None and finding.bytes is not None and _is_far(ours, finding.bytes):
        yield Difference(row.id, "the weights' bytes", ours, finding.bytes)


def _is_far(ours: int, theirs: int) -> bool:
    return abs(theirs - ours) > NEAR * ours


def _summary(compared: int, different: int, unread: Counter[str]) -> str:
    said = f"{compared} rows compared, {different} of them differ."
    if unread:
        why = ", ".join(f"{reason.replace('_', ' ')} {count}" for reason, count in unread.items())
        said += f" {sum(unread.values())} could not be read ({why})."
    return said


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
