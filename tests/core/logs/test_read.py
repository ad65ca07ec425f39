"""Logs of public threads: every figure that each of them says, and why the run failed."""

import tomllib
from pathlib import Path

import pytest

from core.logs.fact import NAMES, UNITS
from core.logs.read import read_log
from core.question.pasted.output.sentences import DEVICE, sentences
from core.units import BYTE, BYTE_PER_GPU, Quantity

DATA = Path(__file__).with_name("data")
ROWS = [
    row
    for name in ("threads.toml", "kept_out.toml")
    for row in tomllib.loads((DATA / name).read_text("utf-8"))["log"]
]
CLOSE = 2  # bytes: decimals of GiB are no whole numbers of them


@pytest.mark.parametrize(
    "row", ROWS, ids=[f"{i} {row['source'][19:]}" for i, row in enumerate(ROWS)]
)
def test_what_a_log_says_is_read_and_nothing_else_of_it(row):
    log = read_log(row["text"])

    assert log is not None
    assert log.program == row["program"]
    for what, said in row.get("says", {}).items():
        assert _same(log.most(what), said), (what, log.most(what))
    for what, said in row.get("summed", {}).items():
        assert _same(log.summed(what), said)
    for what, said in row.get("names", {}).items():
        assert log.name(what) == said
    for flag, said in row.get("flags", {}).items():
        assert log.settings.flags[flag] == said
    assert (log.failure.kind if log.failure else None) == row.get("failure")
    assert (log.failure.during if log.failure else "") == row.get(
        "during", ""
    ) or "during" not in row
    if "cards" in row:
        assert [f"{cards.gpu.name} x{cards.count}" for cards in log.cards] == row["cards"]


@pytest.mark.parametrize("text", ["", "does llama 3.1 8b fit on a 4090?", "8B fp16, 24 GiB free"])
def test_a_question_is_no_log(text):
    assert read_log(text) is None


def test_of_several_starts_the_last_one_counts():
    start = "INFO core.py Initializing a V1 LLM engine (v0.8.5) with config: model='{}'"
    took = "INFO Model loading took {} GiB and 3 seconds"
    lines = (start.format("a/one"), took.format(10), start.format("a/two"), took.format(4))

    log = read_log("\n".join(lines))

    assert log.most("weights").m_as("GiB/gpu") == 4
    assert [fact.line for fact in log.facts if fact.what == "weights"] == [4]


ROW = "llama_memory_breakdown_print: |   - CUDA0 ({}) | {} |\n"
# https://github.com/ggml-org/llama.cpp/issues/19437
PROJECTED = ROW.format(
    "GTX 1080 Ti", "11165 = 8702 + (10001 =  9814 +     134 +      51) + 17592186036877"
)
TAKEN = ROW.format("RTX 4090", "24077 =  945 + (19187 = 17904 +     384 +     898) +        3945")
FITTED = "llama_params_fit: successfully fit params to free device memory"


def test_what_llama_cpp_reckons_with_before_it_loads_is_not_measured():
    assert read_log(PROJECTED) is None
    assert read_log(TAKEN + FITTED) is None
    assert read_log(f"{PROJECTED}{FITTED}\n{TAKEN}").most("weights").m_as("MiB/gpu") == 17904


def test_every_figure_of_the_tables_has_a_unit():
    roles = {role for sentence in sentences() for role in sentence.roles.values()}
    whats = {role.removeprefix("log.") for role in roles if role.startswith("log.")}

    assert whats - {DEVICE.removeprefix("log."), "free_gib"} <= {*UNITS, *NAMES}


def _same(found: Quantity | None, said: str | float) -> bool:
    if found is None:
        return False
    if not isinstance(said, str):
        return found.magnitude == said
    figure, unit = said.split()
    wanted = Quantity(float(figure), unit).m_as(BYTE)
    unit = BYTE_PER_GPU if found.is_compatible_with(BYTE_PER_GPU) else BYTE
    return abs(found.m_as(unit) - wanted) <= CLOSE
