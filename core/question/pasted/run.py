"""What the items of a pasted text say by role, and how many cards they say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from core.question.pasted.item import Item
from core.question.pasted.programs import Program


@dataclass(frozen=True, slots=True)
class Run:
    """What the items say, by role: of several the last counts."""

    items: Sequence[Item]
    programs: Sequence[Program]
    typed: str

    def item(self, *roles: str) -> Item | None:
        return next((item for item in reversed(self.items) if item.role in roles), None)

    def number(self, role: str) -> int | None:
        item = self.item(role)
        value = None if item is None else item.value
        return int(value) if isinstance(value, int | float) else None

    def text(self, role: str) -> str:
        item = self.item(role)
        return "" if item is None else str(item.value).lower()


def cards(run: Run) -> Iterator[Item]:
    """How many processes, each with a card of its own."""
    nodes = run.number("recipe.nodes") or 1
    for role, times in (("recipe.processes", 1), ("recipe.per_node", nodes)):
        item = run.item(role)
        if item is not None and isinstance(item.value, int):
            yield replace(item, role="card_count", value=item.value * times)
            return
    item = run.item("recipe.visible")
    if item is not None:
        yield replace(item, role="card_count")
