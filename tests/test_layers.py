"""Who may import whom: the contracts in pyproject.toml hold, and each of them can break."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LINT = (
    "from importlinter.cli import lint_imports as lint\n"
    "raise SystemExit(lint(no_cache=True, no_logo=True))"
)


def lint(tree: Path) -> subprocess.CompletedProcess[str]:
    """`lint-imports` in *tree*."""
    return subprocess.run(
        [sys.executable, "-c", LINT], cwd=tree, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code alone, to be broken."""
    tree = tmp_path_factory.mktemp("layers")
    shutil.copy(ROOT / "pyproject.toml", tree)
    for source in [*ROOT.glob("core/**/*.py"), *ROOT.glob("bot/**/*.py")]:
        target = tree / source.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
    return tree


def test_every_contract_is_kept(copy: Path):
    said = lint(copy)

    assert said.returncode == 0, said.stdout
    assert " 0 broken" in said.stdout


def lint_with(copy: Path, file: str, upward: str) -> subprocess.CompletedProcess[str]:
    """`lint-imports` where *file* imports *upward* too."""
    source = copy / file
    kept = source.read_text("utf-8")
    source.write_text(f"{kept}\nimport {upward}\n", "utf-8")
    try:
        return lint(copy)
    finally:
        source.write_text(kept, "utf-8")


@pytest.mark.parametrize(
    ("file", "upward", "contract"),
    [
        ("core/units.py", "bot.app", "core: no bot, no Slack, no connection"),
        ("core/answer.py", "slack_sdk", "core: no bot, no Slack, no connection"),
        ("core/units.py", "core.wording.say", "core: layers"),
        ("core/catalog/gpu.py", "core.asked.question", "core: layers"),
        ("core/memory/weights.py", "core.question.parser", "core: layers"),
        ("core/memory/weights.py", "core.planning.fit", "core: layers"),
        ("core/planning/fit.py", "core.answer", "core: layers"),
        ("bot/running/work.py", "bot.slack.client", "bot: layers"),
        ("bot/slack/place.py", "bot.views.notice", "bot: layers"),
        ("bot/views/controls.py", "bot.listeners.actions", "bot: layers"),
        ("bot/listeners/mention.py", "bot.app", "bot: layers"),
        ("bot/i18n/texts.py", "bot.running.metrics", "bot: layers"),
        ("bot/workspace/clock.py", "bot.i18n", "bot: layers"),
        ("bot/workspace/clock.py", "core.units", "workspace: nothing of the core"),
        ("bot/views/controls.py", "bot.conversation.refining", "bot: what messages carry"),
        ("bot/conversation/state.py", "bot.views.answer", "bot: what messages carry"),
    ],
)
def test_an_upward_import_breaks_its_contract(copy: Path, file: str, upward: str, contract: str):
    said = lint_with(copy, file, upward)

    assert said.returncode == 1
    broken = [line for line in said.stdout.splitlines() if line.endswith(" BROKEN")]
    assert any(line.startswith(contract) for line in broken)
    assert f"{file[:-3].replace('/', '.')} -> {upward}" in said.stdout


@pytest.mark.parametrize(
    ("file", "back", "package"),
    [
        ("core/question/words/words.py", "core.question.steps.load", "core.question"),
        ("core/memory/parallelism.py", "core.memory.serving", "core.memory"),
        ("bot/slack/errors.py", "bot.slack.client", "bot.slack"),
    ],
)
def test_a_cycle_breaks_its_contract(copy: Path, file: str, back: str, package: str):
    said = lint_with(copy, file, back)

    assert said.returncode == 1
    assert "no cycles BROKEN" in said.stdout
    assert f"No cycles are allowed in {package}." in said.stdout
