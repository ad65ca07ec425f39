"""Whatever stands in a log, there is an answer to it that Slack takes, or none."""

import re
import tomllib
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.slack.block_kit.limits import check_reply
from bot.views.log import log_view
from core.logs.answer import answer_log
from core.logs.as_json import log_as_json
from core.logs.as_text import log_as_text
from core.logs.row import rows_of
from tests.examples import examples

DATA = Path(__file__).with_name("data") / "threads.toml"
LOGS = [row["text"] for row in tomllib.loads(DATA.read_text("utf-8"))["log"]]
ODD = st.sampled_from(["0", "0.0", "1", "-1", "99999999", "123456789012", "", "0.01", "None"])
WORDS = st.sampled_from(["", "llama 3.1 8b on a 3090", "8b", "on 2x H100", "cabe o gemma 2 9b?"])


@given(st.lists(st.sampled_from(LOGS), min_size=1, max_size=2), WORDS, st.data())
@settings(max_examples=examples(10))
def test_odd_figures_and_lost_lines_break_nothing(logs, words, data):
    figures = data.draw(st.lists(ODD, min_size=1, max_size=4))
    every = data.draw(st.integers(2, 9))
    numbers = iter(range(1, 10**6))

    def odd(match: re.Match[str]) -> str:
        number = next(numbers)
        return figures[number % len(figures)] if number % every == 0 else match[0]

    lines = re.sub(r"\d+(?:\.\d+)?", odd, "\n".join(logs)).split("\n")
    found = answer_log("\n".join(lines[data.draw(st.integers(0, 3)) :]), words)

    if found is not None:
        assert log_as_text(found)
        assert log_as_json(found)["program"] == found.log.program
        assert check_reply(log_view(found)) == []
        assert found.answered is not None or rows_of(found, "2026-11-25") == []
