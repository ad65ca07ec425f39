"""The examples in docstrings are true."""

import doctest
import re
from importlib import import_module
from pathlib import Path

from tests.rows import every

ROOT = Path(__file__).parents[1]
FOLDERS = ("core", "bot", "tests")
EXAMPLE = re.compile(r"^ *>>> ", re.MULTILINE)


def with_examples() -> list[str]:
    """Modules that hold any, by name."""
    files = [file for folder in FOLDERS for file in sorted((ROOT / folder).rglob("*.py"))]
    names = [file for file in files if EXAMPLE.search(file.read_text("utf-8"))]
    return [".".join(file.relative_to(ROOT).with_suffix("").parts) for file in names]


@every(with_examples())
def test_examples(name: str) -> None:
    found = doctest.testmod(import_module(name))

    assert found.attempted > 0
    assert found.failed == 0
