"""The two lock files: what runs, and what runs with the tools."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions, requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
UNLOCKED = {"oracle"}  # two gigabytes of PyTorch, for `make oracle` alone
LOCKED = [extra for extra in EXTRAS if extra not in UNLOCKED]
# The locks are made with the oldest Python that we take, whichever runs the tests.
OLDEST = PROJECT["requires-python"].removeprefix(">=")
ENVIRONMENT = {"python_version": OLDEST, "python_full_version": f"{OLDEST}.0", "extra": ""}
NO_HASHES: frozenset[str] = frozenset()

_ENTRY = re.compile(
    r"^(?P<name>[a-z0-9-]+)==(?P<version>\S+) \\\n(?P<hashes>(?: {4}--.*\n)+)", re.M
)


def entries(file: str) -> dict[str, tuple[str, frozenset[str]]]:
    """Version and hashes by name."""
    text = (ROOT / file).read_text("utf-8")
    found = {
        match["name"]: (match["version"], frozenset(re.findall(r"sha256:\w+", match["hashes"])))
        for match in _ENTRY.finditer(text)
    }
    assert len(found) == text.count("==")
    return found


RUNTIME = entries("requirements.lock")
DEVELOPMENT = entries("requirements-dev.lock")


def asked(extras: tuple[str, ...]) -> list[Requirement]:
    """What pyproject.toml asks for."""
    lines = [*PROJECT["dependencies"], *(line for extra in extras for line in EXTRAS[extra])]
    return [Requirement(line) for line in lines]


def all_needed(extras: tuple[str, ...]) -> set[str]:
    """Names of what pyproject.toml leads to, as the installed packages say themselves."""
    found: set[tuple[str, frozenset[str]]] = set()
    waiting = [(canonicalize_name(need.name), frozenset(need.extras)) for need in asked(extras)]
    while waiting:
        if (one := waiting.pop()) not in found:
            found.add(one)
            waiting += needed_by(*one)
    return {name for name, _ in found}


def needed_by(name: str, extras: frozenset[str]) -> list[tuple[str, frozenset[str]]]:
    needs = [Requirement(line) for line in requires(name) or []]
    return [
        (canonicalize_name(need.name), frozenset(need.extras))
        for need in needs
        if need.marker is None
        or any(need.marker.evaluate(ENVIRONMENT | {"extra": extra}) for extra in extras or {""})
    ]


def test_development_is_runtime_and_more_of_the_same_versions():
    shared = {name: entry for name, entry in DEVELOPMENT.items() if name in RUNTIME}

    assert shared == RUNTIME
    assert len(DEVELOPMENT) > len(RUNTIME)


@pytest.mark.parametrize(
    ("lock", "extras"),
    [
        pytest.param(RUNTIME, ("hub", "mcp"), id="runtime"),
        pytest.param(DEVELOPMENT, tuple(LOCKED), id="development"),
    ],
)
def test_a_lock_has_what_pyproject_asks_for_and_nothing_else(
    lock: dict[str, tuple[str, frozenset[str]]], extras: tuple[str, ...]
):
    """If this fails, run `make lock`."""
    unmet = [str(need) for need in asked(extras) if not is_met(need, lock)]

    assert unmet == []
    assert set(lock) == all_needed(extras)


def is_met(need: Requirement, lock: dict[str, tuple[str, frozenset[str]]]) -> bool:
    locked, _ = lock.get(canonicalize_name(need.name), ("0", NO_HASHES))
    return need.specifier.contains(locked)


def test_what_is_installed_is_what_is_locked():
    assert {name: version(name) for name in RUNTIME} == {
        name: locked for name, (locked, _) in RUNTIME.items()
    }


def test_the_bot_imports_nothing_that_only_the_tools_have():
    homes = packages_distributions()
    modules = {
        module
        for folder in ("core", "bot")
        for path in (ROOT / folder).rglob("*.py")
        for module in imported(path)
    }
    foreign = modules - set(sys.stdlib_module_names) - {"core", "bot"}

    assert {"aiohttp", "pint", "pydantic", "slack_bolt"} <= foreign
    assert {module for module in foreign if not runs(homes.get(module, []))} == set()


def imported(path: Path) -> set[str]:
    """The first part of every module that *path* imports, wherever in it."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    plain = [name.name for node in nodes if isinstance(node, ast.Import) for name in node.names]
    froms = [
        node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and not node.level
    ]
    return {name.partition(".")[0] for name in plain + froms}


def runs(distributions: list[str]) -> bool:
    return any(canonicalize_name(name) in RUNTIME for name in distributions)


def test_no_lock_says_where_packages_come_from():
    for file in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / file).read_text("utf-8")
        assert not re.search(r"://|^--|index-url|find-links|trusted-host", text, re.M), file
