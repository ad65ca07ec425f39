"""`make` installs what a target needs, once, and again when a lock file has changed."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
RUNTIME, TOOLS = "requirements.lock", "requirements-dev.lock"
# In place of Python: makes environments of itself and notes what it was asked to do.
STAND_IN = """#!/bin/sh
echo "$*" >> calls
test "$2" != venv || { mkdir -p "$3/bin" && cp "$0" "$3/bin/python"; }
test ! -e refuse
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The Makefile with locks of its own and a Python that installs nothing."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    for number, name in enumerate((RUNTIME, TOOLS)):
        (tmp_path / name).write_text("")
        os.utime(tmp_path / name, (number, number))
    python = tmp_path / "python"
    python.write_text(STAND_IN)
    python.chmod(0o755)
    return tmp_path


def installed_by(target: str, checkout: Path) -> list[str]:
    """The lock files that `make` installed from before it did what *target* says."""
    calls = checkout / "calls"
    calls.write_text("")
    subprocess.run(["make", "-s", target, "PYTHON=./python"], cwd=checkout, capture_output=True)
    return [line.split()[-1] for line in calls.read_text().splitlines() if " pip install " in line]


def change(lock: Path) -> None:
    """As if it had been written after everything that is there."""
    newest = max(path.stat().st_mtime for path in lock.parent.rglob("*"))
    os.utime(lock, (newest + 1, newest + 1))


@pytest.mark.parametrize("target", ["run", "ask", "bench"])
def test_to_run_the_bot_the_runtime_is_enough(target: str, checkout: Path):
    assert installed_by(target, checkout) == [RUNTIME]


@pytest.mark.parametrize("target", ["test", "check"])
def test_to_test_it_the_tools_are_added(target: str, checkout: Path):
    assert installed_by(target, checkout) == [RUNTIME, TOOLS]
    assert installed_by(target, checkout) == []


def test_a_second_run_installs_nothing(checkout: Path):
    installed_by("run", checkout)

    assert installed_by("run", checkout) == []


def test_a_run_after_a_test_installs_nothing(checkout: Path):
    installed_by("test", checkout)

    assert installed_by("run", checkout) == []


def test_a_changed_lock_is_installed(checkout: Path):
    installed_by("test", checkout)
    change(checkout / RUNTIME)

    assert installed_by("run", checkout) == [RUNTIME]


def test_changed_tools_are_installed_when_they_are_needed(checkout: Path):
    installed_by("test", checkout)
    change(checkout / TOOLS)

    assert installed_by("run", checkout) == []
    assert installed_by("test", checkout) == [TOOLS]


def test_what_could_not_be_installed_is_tried_again(checkout: Path):
    (checkout / "refuse").touch()
    installed_by("run", checkout)
    (checkout / "refuse").unlink()

    assert installed_by("run", checkout) == [RUNTIME]
