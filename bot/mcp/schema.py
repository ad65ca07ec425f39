"""
What the tools give back, as a schema to rely on: the keys of `python -m core --json`.

Amounts are whole bytes and say so in their key. Every part says how it is known, by which formula
and from which source; every total has its range.
"""

from pydantic import BaseModel, ConfigDict, Field


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Provenance(_Row):
    """How one part is known."""

    known: str = Field(description="exact, measured or modelled")
    formula: str
    source: str


class Estimate(_Row):
    """Memory of one model in one format, over all GPUs."""

    model: str
    precision: str
    components: dict[str, int] = Field(description="bytes of each part")
    total_bytes: int
    low_bytes: int = Field(description="the low end of the range")
    high_bytes: int = Field(description="the high end of the range")
    provenance: dict[str, Provenance]


class Placement(_Row):
    """One way to place it on GPUs."""

    gpu: str = Field(description="id of the card")
    count: int
    tensor_parallel: int
    pipeline_parallel: int
    data_parallel: int
    nodes: int
    fits: bool
    chance: str = Field(description="that memory suffices: safe, likely, edge, no")
    needed_per_gpu_bytes: int
    budget_per_gpu_bytes: int = Field(description="what can be used of a card")
    headroom_per_gpu_bytes: int
    max_context_tokens: int | None
    max_sequences: int | None = Field(description="users at the same time")


class Verdict(_Row):
    """The answer in one line."""

    summary: str
    fits: bool | None
    value: int | str | None = Field(description="what was looked for: a count, tokens, a model")


class Safe(_Row):
    """The fewest of the first line's cards that hold the top of the range."""

    gpu: str
    count: int


class Change(_Row):
    """Something smaller that fits: *question* asks for it."""

    what: str
    question: str
    command: str | None


class Sizing(_Row):
    """The answer to one question."""

    verdict: Verdict
    estimates: tuple[Estimate, ...]
    placements: tuple[Placement, ...]
    assumed: tuple[str, ...] = Field(description="what was not said and how it was chosen")
    unused: tuple[str, ...] = Field(description="words of the question that were not understood")
    safe: Safe | None
    caveats: tuple[str, ...]
    changes: tuple[Change, ...]
    command: str | None = Field(description="how to serve it")


class Compared(_Row):
    """One of several questions, and how far its memory is from that of the first."""

    question: str
    verdict: str
    total_bytes: int | None
    more_than_first_bytes: int | None


class Comparison(_Row):
    """Several questions side by side, in their order."""

    compared: tuple[Compared, ...]


class ExplainedPart(_Row):
    """One part of the memory, down to its source."""

    model: str
    precision: str
    part: str
    bytes: int
    known: str
    formula: str
    source: str


class Explanation(_Row):
    """Where each number of an answer comes from."""

    verdict: str
    parts: tuple[ExplainedPart, ...]
    rule_of_thumb: tuple[str, ...] = Field(description="the quick rule, step by step")
