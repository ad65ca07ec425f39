"""
What the flags and keys of each tool mean: ``core/data/flags/*.toml``, one tool a file.

A file is read when a text first names its tool. Every row says which role a flag's value has;
flags that change no GPU memory, and flags that do but that we do not count, are plain lists.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import rtoml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from core.asked.question import Engine, EngineName, Task, Training
from core.errors import CatalogError

FOLDER = Path(str(files("core"))) / "data" / "flags"

Kind = Literal["serve", "train", "launch", "container", "shell"]
Reads = Literal[
    "switch",  # no value, or a word for yes or no
    "text",  # any one word
    "lower",  # the same in lower case
    "choice",  # one of `values`
    "several",  # any words up to the next flag, one at least
    "count",  # a whole number
    "tokens",  # a whole number; 32k as people mean it
    "human",  # a whole number; 32k is 32,000 and 32K 32,768, as vLLM reads it
    "si",  # a whole number; 32k is 32,000 and 32Ki 32,768, as SGLang reads it
    "number",  # a number with a point
    "positive",  # a number: whether it is above nothing
    "gib",  # GiB as a number: bytes
    "bytes",  # bytes, or 4G
    "format",  # a number format by name
    "list",  # names between commas, in brackets, or one after the other
    "words",  # any words between commas, or one after the other
    "numbers",  # numbers between commas
    "object",  # JSON, or key=value: a flag "name.key" says what each key means
    "devices",  # "0,1,2" or "all": how many
    "model",  # a model's name, which is left where it stands
    "stage",  # ZeRO's stage, also out of a file's name: "ds_z3_config.json"
]

# Roles that say something about a training run as a whole; `recipe` makes fields of them.
RECIPE = frozenset(
    {
        "recipe.adapter",  # lora, qlora, full, ...
        "recipe.bits",  # what the frozen weights are loaded in: 4, 8, or 0 for neither
        "recipe.double_quant",
        "recipe.method",  # sft, dpo, grpo, ...: what is trained besides the model itself
        "recipe.stage",  # ZeRO's stage, "offload" and all, out of a name
        "recipe.shard",  # FSDP's strategy
        "recipe.offload_both",  # optimizer and parameters together
        "recipe.batch",  # sequences of one step on all cards together
        "recipe.per_node",
        "recipe.nodes",
        "recipe.processes",  # on all nodes together
        "recipe.visible",  # cards that the program may see
        "recipe.experts",  # how many ways experts are divided; 1 is none
        "recipe.weight_only",  # TensorRT-LLM: weights of 8 bits, unless another width is said
        "recipe.pod_gpus",  # cards of one pod or container
        "recipe.served_name",  # what a model is called by its users
    }
)
PLAIN = frozenset(
    {
        "model", "context_length", "context_total", "slots", "sequences", "precision", "dtype",
        "kv_precision", "nothing", "decoy.flag",
    }
)  # fmt: skip
FIELDS = frozenset(
    {f"engine.{name}" for name in Engine.__dataclass_fields__}
    | {f"training.{name}" for name in Training.__dataclass_fields__}
)
Value = str | int | float | bool


class _Row(BaseModel):
    """One flag as it stands in a file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    names: tuple[str, ...]
    role: str
    reads: Reads
    values: Mapping[str, Value] = {}  # what is written -> what it means
    neutral: tuple[str, ...] = ()  # values that change nothing, or leave the choice to the tool
    full: tuple[str, ...] = ()  # values that mean: as long as the model was made for
    missing: Value | None = None  # what the flag alone means, where its value may be left out

    @field_validator("role")
    @classmethod
    def _known(cls, role: str) -> str:
        if role not in PLAIN | RECIPE | FIELDS:
            raise ValueError(f"no such role: {role}")
        return role


class _Lists(BaseModel):
    """Flags of which only the number of values matters, as words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    switch: str = ""
    text: str = ""
    several: str = ""


class _File(BaseModel):
    """One file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tool: str
    kind: Kind
    engine: EngineName | None = None
    like: EngineName = "vllm"  # the engine that one which we do not model is sized as
    title: str = ""  # as it is called, where that is not its name
    task: Task | None = None  # of a training tool, where nothing else is said
    version: str
    source: str
    checked: date
    double_quant: bool = False  # of bitsandbytes' 4 bits, where nothing is said
    extends: tuple[str, ...] = ()  # tools whose flags this one takes as well
    telling: str = ""  # keys by which a settings file of this tool is known
    flag: tuple[_Row, ...] = ()
    nothing: _Lists = _Lists()
    not_counted: _Lists = _Lists()


@dataclass(frozen=True, slots=True)
class Flag:
    """What one flag or key means."""

    role: str
    reads: Reads
    values: Mapping[str, Value] = field(default_factory=dict[str, Value])
    neutral: tuple[str, ...] = ()
    full: tuple[str, ...] = ()
    missing: Value | None = None


@dataclass(frozen=True, slots=True)
class Tool:
    """All that a tool's command line and its settings take."""

    name: str
    title: str
    kind: Kind
    engine: EngineName | None
    like: EngineName
    task: Task | None
    double_quant: bool
    version: str
    source: str
    checked: date
    extends: tuple[str, ...]
    telling: frozenset[str]
    flags: Mapping[str, Flag]

    def find(self, name: str) -> Flag | None:
        """The flag of this name; case counts only where there are two ("-C" and "-c")."""
        return self.flags.get(name) or self.flags.get(key_of(name))


def key_of(name: str) -> str:
    """
    A name as the tables have it.

    >>> key_of("Max_Model_Len"), key_of("zero_optimization.stage")
    ('max-model-len', 'zero-optimization.stage')
    """
    return name.lower().replace("_", "-")


@cache
def tools() -> tuple[str, ...]:
    """The names of all tools, which are those of the files."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@cache
def tool(name: str) -> Tool:
    """A tool with the flags of those that it extends. CatalogError names a file that is wrong."""
    return read_tool(FOLDER / f"{name}.toml")


def read_tool(path: Path) -> Tool:
    """One file, checked."""
    place = f"flags/{path.name}"
    try:
        file = _File.model_validate(rtoml.loads(path.read_text("utf-8")))
    except (rtoml.TomlParsingError, UnicodeDecodeError) as error:
        raise CatalogError(f"{place}: not TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise CatalogError(f"{place}, {key}: {first['msg']}") from error
    if file.tool != path.stem:
        raise CatalogError(f"{place}: its tool is called {file.tool!r}")
    own = _own_flags(file, place)
    inherited = [tool(base).flags for base in reversed(file.extends)]
    return Tool(
        name=file.tool,
        title=file.title or file.tool,
        kind=file.kind,
        engine=file.engine,
        like=file.like,
        task=file.task,
        double_quant=file.double_quant,
        version=file.version,
        source=file.source,
        checked=file.checked,
        extends=file.extends,
        telling=frozenset(key_of(name) for name in file.telling.split()),
        flags=MappingProxyType({k: v for flags in (*inherited, own) for k, v in flags.items()}),
    )


def _own_flags(file: _File, place: str) -> dict[str, Flag]:
    flags: dict[str, Flag] = {}
    for names, flag in _named(file):
        for name in names:
            if name in flags:
                raise CatalogError(f"{place}: {name!r} stands there twice")
            flags[name] = flag
    return flags


def _named(file: _File) -> Iterator[tuple[tuple[str, ...], Flag]]:
    for row in file.flag:
        given = row.model_dump(exclude={"names"})
        yield row.names, Flag(**given)
    for lists, role in ((file.nothing, "nothing"), (file.not_counted, "decoy.flag")):
        yield tuple(lists.switch.split()), Flag(role, "switch")
        yield tuple(lists.text.split()), Flag(role, "text")
        yield tuple(lists.several.split()), Flag(role, "several")
