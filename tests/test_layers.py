"""Who may import whom: the contracts in pyproject.toml hold, and each of them can break."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
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


UPWARD = [
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
]
BACK = [
    ("core/question/words/words.py", "core.question.steps.load", "core.question"),
    ("core/memory/parallelism.py", "core.memory.serving", "core.memory"),
    ("bot/slack/errors.py", "bot.slack.client", "bot.slack"),
]


def lint_with(copy: Path, imports: Iterable[tuple[str, str]]) -> dict[str, str]:
    """What `lint-imports` says of each broken contract where files import these modules too."""
    kept = {file: (copy / file).read_text("utf-8") for file, _ in imports}
    for file, imported in imports:
        with (copy / file).open("a", encoding="utf-8") as source:
            source.write(f"\nimport {imported}\n")
    try:
        said = lint(copy).stdout.partition("Broken contracts")[2]
    finally:
        for file, text in kept.items():
            (copy / file).write_text(text, "utf-8")
    parts = re.split(r"^(.+)\n-+\n", said, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def module_of(file: str) -> str:
    return file[:-3].replace("/", ".")


@pytest.fixture(scope="module")
def broken(copy: Path) -> dict[str, str]:
    """All of UPWARD at once: a report names each import under the contract that it breaks."""
    return lint_with(copy, [(file, upward) for file, upward, _ in UPWARD])


@pytest.mark.parametrize(("file", "upward", "contract"), UPWARD)
def test_an_upward_import_breaks_its_contract(
    broken: dict[str, str], file: str, upward: str, contract: str
):
    [said] = [said for name, said in broken.items() if name.startswith(contract)]

    assert f"{module_of(file)} -> {upward} (" in said


@pytest.fixture(scope="module")
def cycles(copy: Path) -> str:
    """The same for BACK."""
    return lint_with(copy, [(file, back) for file, back, _ in BACK])["no cycles"]


@pytest.mark.parametrize("package", [package for *_, package in BACK])
def test_a_cycle_breaks_its_contract(cycles: str, package: str):
    assert f"No cycles are allowed in {package}." in cycles
