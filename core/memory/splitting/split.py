"""Which engine splits, and whether experts stay whole."""

from dataclasses import dataclass

from core.asked.question import Engine, EngineName


@dataclass(frozen=True, slots=True)
class Split:
    """
    *version* is major and minor, None where none was named: then only what every version takes.

    Under expert parallelism a rank holds whole experts, so that their width is not divided.
    """

    engine: EngineName = "vllm"
    version: tuple[int, int] | None = None
    expert_parallel: bool = False


def split_of(engine: Engine, *, expert_parallel: bool) -> Split:
    """The split of a serving command: *expert_parallel* is what its layout does."""
    parts = (engine.version or "").lstrip("v").split(".")
    version = None
    if len(parts) >= 2 and parts[0].isdecimal() and parts[1].isdecimal():
        version = int(parts[0]), int(parts[1])
    return Split(engine.name, version, expert_parallel)
