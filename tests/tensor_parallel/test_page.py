"""Every line of docs/tensor-parallel.md, worked out again from the numbers of its config.json."""

import pytest

from core.catalog.load import load_catalog
from core.memory.splitting.split import Split
from tests.tensor_parallel.__main__ import PAGE
from tests.tensor_parallel.lines import LINES, Line
from tests.tensor_parallel.page import SIZES, page, working

CATALOG = load_catalog()


def works(line: Line, size: int, *, whole_experts: bool) -> bool:
    """
    vLLM's rules in one place: heads, key-value heads, widths, portions of them, the vocabulary.

    Written apart from core/memory/splitting, for a model without recurrent layers.
    """
    if line.heads % size or -(-line.vocab // 64) * 64 % size:
        return False
    if line.kv_heads and line.kv_heads % size and size % line.kv_heads:
        return False
    widths = [line.dense, line.shared, *([] if whole_experts else [line.experts])]
    if any(width % size for width in widths):
        return False
    portion, portion_size = line.portion
    if size == 1 or portion == "none":
        return True
    if portion == "mxfp4":
        blocks = line.experts // portion_size
        return whole_experts or blocks - (size - 1) * -(-blocks // size) > 0
    of_rank = [width // size for width in widths if width]
    if line.kv_heads and portion == "block":
        of_rank.append(max(line.kv_heads * line.head_dim // size, line.head_dim))
    of_rank.append(line.heads * line.head_dim // size)
    return all(columns % portion_size == 0 for columns in of_rank)


@pytest.mark.parametrize("line", LINES, ids=[line.id for line in LINES])
def test_the_sizes_of_a_line(line):
    expected = tuple(size for size in SIZES if works(line, size, whole_experts=False))

    assert working(line.id, CATALOG, Split()) == expected


@pytest.mark.parametrize(
    "line", [line for line in LINES if line.experts], ids=[x.id for x in LINES if x.experts]
)
def test_the_sizes_with_whole_experts(line):
    expected = tuple(size for size in SIZES if works(line, size, whole_experts=True))

    assert working(line.id, CATALOG, Split(expert_parallel=True)) == expected


def test_thirty_checkpoints_are_on_the_page():
    assert len({line.id for line in LINES}) == len(LINES) >= 30


def test_the_page_is_as_the_command_writes_it():
    assert PAGE.read_text(encoding="utf-8") == page(CATALOG)
