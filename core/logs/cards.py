"""Cards that a log names: by nvidia-smi, llama.cpp, ollama; how many of each."""

from collections.abc import Iterable, Iterator

from core.asked.question import Cards
from core.catalog.catalog import Catalog
from core.catalog.gpu import GPU
from core.catalog.names import index_of
from core.logs.fact import Fact
from core.question.pasted.item import Item
from core.question.pasted.output.cards import card_of
from core.question.pasted.output.machines import of_machines
from core.question.pasted.output.smi import of_smi
from core.question.pasted.output.startup import of_startup
from core.question.reading import CardMention
from core.units import BYTE, BYTE_PER_GPU, Quantity


def named_cards(text: str, names: Iterable[str], catalog: Catalog) -> tuple[Cards, ...]:
    """One for each kind; *names* are those of lines that name a card and no more."""
    index = index_of(catalog)
    for reader in (of_smi, of_startup, of_machines):
        items = [item for item in reader(text, index, "en") if item.role == "cards"]
        found = tuple(cards for cards in map(_cards, items) if cards is not None)
        if found:
            return found
    rows = [row for row in (card_of(name, None, index) for name in names) if row is not None]
    return tuple(
        Cards(row, sum(other.id == row.id for other in rows))
        for row in {row.id: row for row in rows}.values()
    )


def in_use(text: str, catalog: Catalog) -> Iterator[Fact]:
    """What nvidia-smi says is in use, a card a fact, where it is more than a display takes."""
    for item in of_smi(text, index_of(catalog), "en"):
        if item.role == "output.used" and isinstance(item.value, Quantity):
            line = text.count("\n", 0, item.start) + 1
            used = Quantity(item.value.m_as(BYTE), BYTE_PER_GPU)
            yield Fact("used", used, line, "nvidia-smi", f"GPU in line {line}")


def _cards(item: Item) -> Cards | None:
    mention = item.value
    if not isinstance(mention, CardMention) or not isinstance(mention.row, GPU):
        return None
    return Cards(mention.row, mention.counts[0] if mention.counts else 1)
