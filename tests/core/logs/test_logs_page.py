"""docs/logs.md shows what is so."""

import tomllib
from pathlib import Path

from core.logs.answer import answer_log
from core.logs.as_text import log_as_text

PAGE = Path(__file__).parents[3] / "docs" / "logs.md"
DATA = Path(__file__).with_name("data") / "threads.toml"


def test_the_page_has_the_log_and_its_answer():
    page = PAGE.read_text("utf-8")
    rows = tomllib.loads(DATA.read_text("utf-8"))["log"]
    [log] = [row["text"] for row in rows if "The model's max seq len (29000)" in row["text"]]

    assert _indented(log.strip()) in page
    assert _indented(log_as_text(answer_log(log, "llama 3.1 8b bf16 on a 3090"))) in page


def test_the_page_says_how_many_logs_there_are():
    page = PAGE.read_text("utf-8")
    kept_out = tomllib.loads(DATA.with_name("kept_out.toml").read_text("utf-8"))["log"]

    assert f"has {len(tomllib.loads(DATA.read_text('utf-8'))['log'])} logs of public" in page
    assert f"\n{len(kept_out)} more that were not tried" in page


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.split("\n"))
