"""One published figure: what was run, on what, and what the program reported."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

IN_TOKENS = ("kv_cache_tokens_capacity",)
UNSAID_TOKENS = 2048  # as our own answers take it
YES_OR_NO = ("oom", "min_gpus", "max_context_fit")


@dataclass(frozen=True, slots=True)
class Row:
    """
    A row of a file of measured figures.

    *values* are what the figure may mean: one number, or two where the source's GB may be GiB or
    10^9 bytes. In GiB, or in tokens for a capacity.
    """

    id: str
    family: str
    group: str
    engine: str
    version: str
    workload: str
    quantity: str
    measure: str
    values: tuple[float, ...]
    fields: dict[str, Any]

    @property
    def doubtful(self) -> bool:
        return bool(self.doubt)

    @property
    def doubt(self) -> str:
        """Why the figure is shown and not scored; a run of unknown length is shown for 2,048."""
        said = self.text("doubt")
        of_a_step = self.workload == "train" and self.quantity != "weights_memory"
        if not said and of_a_step and self.sequence_tokens is None:
            return f"the sequence length is not stated: {UNSAID_TOKENS:,} tokens were taken"
        return said

    @property
    def sequence_tokens(self) -> int | None:
        """Tokens of a training sequence; of "alpaca (<=512)" the bound, which a batch reaches."""
        said = self.train.get("seq")
        bound = re.search(r"<= ?(\d+)", said) if isinstance(said, str) else None
        return int(bound[1]) if bound else said if isinstance(said, int) else None

    @property
    def requirement(self) -> bool:
        """A figure that somebody asks for, not one that somebody measured."""
        return str(self.fields.get("evidence", "")).startswith("published requirement")

    def text(self, name: str) -> str:
        """A field as text, empty where it is missing."""
        value = self.fields.get(name)
        return "" if value is None else str(value)

    def number(self, name: str, usual: int) -> int:
        value = self.fields.get(name)
        return usual if not isinstance(value, (int, float)) else int(value)

    def stated(self, name: str, in_notes: re.Pattern[str], usual: int) -> int:
        """A field, or a number that the row has among its notes."""
        if self.fields.get(name) is not None:
            return int(self.fields[name])
        found = in_notes.search(self.text("notes"))
        return int(found[1]) if found else usual

    @property
    def train(self) -> dict[str, Any]:
        return self.fields.get("train") or {}

    @property
    def parts(self) -> dict[str, float]:
        """What the engine's log said beside this figure: GiB."""
        found = self.fields.get("components") or {}
        return {name: value for name, value in found.items() if isinstance(value, (int, float))}

    def nearest(self, predicted: float) -> float:
        """The reading of the figure that lies nearer."""
        return min(self.values, key=lambda value: abs(value - predicted))


def read(path: Path) -> list[Row]:
    """Rows of a JSON Lines file; empty lines are skipped. Raises ValueError naming the line."""
    return list(_rows(path))


def _rows(path: Path) -> Iterator[Row]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
            yield row(fields)
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise ValueError(f"{path}, line {number}: {error!r}") from error


def row(fields: dict[str, Any]) -> Row:
    """A row from the object of one line."""
    quantity = fields["quantity"]
    if quantity in IN_TOKENS:
        values = (fields.get("value"),)
    else:
        values = (fields.get("value_gib"), fields.get("value_gib_if_decimal"))
    return Row(
        id=fields["id"],
        family=fields.get("family") or fields["id"],
        group=fields.get("group") or fields["id"],
        engine=fields["engine"],
        version=fields.get("engine_version") or "",
        workload=fields["workload"],
        quantity=quantity,
        measure=fields.get("measure") or "",
        values=tuple(float(value) for value in values if value is not None),
        fields=fields,
    )
