"""Loading the tables, and what is said where a row of them is wrong."""

import tomllib
from pathlib import Path

import pytest
import rtoml

from core.catalog.load import load_catalog, read_catalog
from core.errors import CatalogError
from core.units import Quantity

ROOT = Path(__file__).parents[3]
ROW = """
[[gpu]]
id = "t4"
name = "T4"
vendor = "nvidia"
memory = "15360 MiB/gpu"
source = "a page"
checked = 2026-11-22
"""


def write(root: Path, text: str, name: str = "gpus/some.toml") -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return root


def test_every_table_reads_as_the_standard_library_reads_it() -> None:
    """The parser we use is the fast one; the other is Python's own."""
    for path in (*(ROOT / "core").rglob("*.toml"), *(ROOT / "bot").rglob("*.toml")):
        text = path.read_text(encoding="utf-8")
        assert repr(rtoml.loads(text)) == repr(tomllib.loads(text)), path


def test_an_edited_table_is_what_is_read(tmp_path: Path) -> None:
    assert read_catalog(write(tmp_path, ROW)).gpus["t4"].memory == Quantity(15360, "MiB/gpu")

    write(tmp_path, ROW.replace("15360", "15000"))

    assert read_catalog(tmp_path).gpus["t4"].memory == Quantity(15000, "MiB/gpu")


def test_the_catalogue_is_loaded_once() -> None:
    assert load_catalog() is load_catalog()


def test_the_catalogue_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        load_catalog().gpus["h900"] = load_catalog().gpus["t4"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(
            ROW.replace("15360 MiB/gpu", "15360 MiB"),
            "gpus/some.toml, t4, memory: Value error, '15360 MiB' is not a quantity in GiB/GPU",
            id="a unit is missing",
        ),
        pytest.param(
            ROW.replace("vendor", "vendors"),
            "gpus/some.toml, t4, vendor: Field required",
            id="a key is misspelt",
        ),
        pytest.param(
            ROW + 'colour = "green"\n',
            "gpus/some.toml, t4, colour: Extra inputs are not permitted",
            id="a key we do not have",
        ),
        pytest.param(
            ROW + ROW, "gpus/some.toml, t4: 't4' stands in the tables twice", id="a row twice"
        ),
        pytest.param(
            'shape = "round"\n' + ROW,
            "gpus/some.toml: unknown key at the top: shape",
            id="a key outside the rows",
        ),
        pytest.param(
            "[[gpu]\n",
            "gpus/some.toml: not TOML: unclosed array table, expected `]` at line 1 column 7",
            id="not TOML",
        ),
    ],
)
def test_a_wrong_row_is_named_with_its_file_and_key(
    tmp_path: Path, text: str, message: str
) -> None:
    write(tmp_path, text)

    with pytest.raises(CatalogError) as raised:
        read_catalog(tmp_path)

    assert str(raised.value) == message
