"""Published throughput: no run is above the ceiling, and what is said of engines is in the rows."""

from collections import Counter

import pytest

from core.memory.speed.reached import reach_of
from tests.accuracy.score import quantile
from tests.accuracy.throughput import Reached, bands, ceiling_of, reached, rows

ROWS = rows()
SECONDS = {"short": 0.001, "long": 0.02}


@pytest.fixture(scope="module")
def found() -> list[Reached]:
    return list(reached(ROWS))


def test_every_row_names_its_source_and_the_day_it_was_checked():
    assert [row["id"] for row in ROWS if len(row["source"]) < 20 or not row["checked"]] == []
    assert len({row["id"] for row in ROWS}) == len(ROWS)


def test_there_are_enough_runs_of_both_engines(found):
    engines = Counter(each.row["engine"] for each in found)

    assert engines["vllm"] >= 40
    assert engines["llama.cpp"] >= 40


def test_only_prompts_on_cards_without_a_rate_have_no_ceiling(found):
    compared = {each.row["id"] for each in found}
    left_out = [row for row in ROWS if row["id"] not in compared]

    assert {row["measures"] for row in left_out} == {"prompt"}
    assert {row["gpu"] for row in left_out} == {
        "m1-8gb", "m1-max-64gb", "m2-ultra-192gb", "m3-max-64gb",
    }  # fmt: skip


def test_the_ceiling_is_never_below_what_was_measured(found):
    above = [(each.row["id"], each.share) for each in found if each.share > 1]

    assert above == []


def test_the_ceiling_is_not_a_figure_that_nobody_comes_near(found):
    best = max(each.share for each in found if each.row["measures"] == "decode")

    assert best > 0.75


def test_what_engines_reach_is_what_the_rows_say(found):
    for (engine, step), shares in bands(found).items():
        reach = reach_of(engine, SECONDS[step])
        assert reach is not None
        assert reach.rows == len(shares)
        for told, share in zip(reach[:3], (0.1, 0.5, 0.9), strict=True):
            assert told == pytest.approx(quantile(shares, share), abs=0.0051)


def test_a_row_that_claims_too_much_is_found():
    row = next(row for row in ROWS if row["measures"] == "decode")
    ceiling = ceiling_of(row)
    assert ceiling is not None
    [claimed] = reached([row | {"value": 1.01 * ceiling}])

    assert claimed.share > 1
