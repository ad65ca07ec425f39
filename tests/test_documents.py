"""What the documents say is there, and what they quote works."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from core.answer import answer

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted(
    path
    for path in (
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "deploy").glob("*.md"),
    )
)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)")
QUESTION = re.compile(r"^ {4}(?:/gpumem |@gpumem )?(.*\?)$", re.MULTILINE)
QUOTED = re.compile(r'(?:Q=|--json |python -m core )"([^"]+)"')


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(path):
    for target in LINK.findall(path.read_text("utf-8")):
        assert (path.parent / target).exists(), target


NAMED = re.compile(r"`((?:core|bot|tests|docs|deploy)/[\w./-]*|[\w.]+\.(?:toml|example))`")


def test_the_map_names_only_what_is_there():
    named = NAMED.findall((ROOT / "docs" / "architecture.md").read_text("utf-8"))

    assert len(named) > 25
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_map_has_every_layer():
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    layers = [
        name
        for contract in contracts["contracts"]
        if contract.get("exhaustive")
        for line in contract["layers"]
        for name in re.findall(r"\w+", line)
    ]

    missing = [name for name in layers if f"`{name}`" not in text and f"/{name}/`" not in text]
    assert missing == ["__main__", "__main__"]


def readme_questions() -> list[str]:
    text = (ROOT / "README.md").read_text("utf-8")
    return [*QUESTION.findall(text), *QUOTED.findall(text)]


def test_the_readme_quotes_questions():
    assert len(readme_questions()) >= 4


@pytest.mark.parametrize("question", readme_questions())
def test_every_question_of_the_readme_is_answered(question):
    assert answer(question).verdict.summary


def test_ci_runs_nothing_that_the_readme_does_not_say():
    readme = (ROOT / "README.md").read_text("utf-8")

    for command in ("make test", "npm ci --prefix bot/workspace/web", "install", "chromium"):
        assert command in (ROOT / ".ci" / "run").read_text("utf-8")
        assert command in readme


def test_make_help_lists_every_target():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony is not None
    shown = subprocess.run(
        ["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout

    for target in phony.group(1).split():
        assert f"make {target}" in shown


def test_no_text_names_a_path_of_a_machine():
    paths = re.compile(r"(?<![\w.])/(?:" + "root|work|home/" + r")(?:/|\b)(?!\*)")
    suffixes = {".py", ".md", ".toml", ".ts", ".tsx", ".lock", ".txt", ".json"}
    folders = ("core", "bot", "tests", "deploy", "docs")
    found = [path for folder in folders for path in (ROOT / folder).rglob("*")]
    for path in (*found, *ROOT.glob("*")):
        if path.suffix in suffixes and "node_modules" not in path.parts:
            assert not paths.search(path.read_text("utf-8")), path
