"""
What has been taken of a text, on its way to a question.

`settle/fill.py` fills it with the chosen candidates and blanks out their characters; what is left
is filler, or is named in the answer.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.asked.question import (
    ComponentName,
    EngineName,
    Intent,
    Language,
    Reported,
    Size,
    Subject,
    Task,
)
from core.catalog.families import Family
from core.catalog.gpu import GPU, Instance
from core.catalog.model import Model
from core.catalog.names import NameIndex
from core.catalog.precision import Precision
from core.question.candidate import Candidate, Evidence
from core.question.normalise import Text
from core.units import Quantity
from core.wording.note import Note, note

CLAIMED = "\0"
# Of an engine or a training run
Setting = str | int | float | bool | tuple[str, ...] | tuple[float, ...] | Quantity


@dataclass(slots=True)
class Mention:
    """A thing and where it stands in the plain text."""

    start: int
    end: int


@dataclass(slots=True)
class ModelMention(Mention):
    """A model, a family that waits for its size, or a bare size."""

    row: Model | Family | Size
    key: str  # as the index writes the name; "70b" for a size


@dataclass(slots=True)
class PrecisionMention(Mention):
    """A number format; *key* as the index writes the name that was used."""

    row: Precision
    key: str
    generic: bool  # a bare width: "8 bits"


@dataclass(slots=True)
class CardMention(Mention):
    """A card or machine; *key* as the index writes the name that was used."""

    row: GPU | Instance
    key: str
    counts: tuple[int, ...] = ()
    label: float | None = None  # GB that were named beside it
    nameless: bool = False
    plural: bool = False
    said: bool = False  # of a nameless one: "card" stands beside it
    listed: bool = False  # "or" stands beside it
    per_node: int | None = None  # in each machine, where nobody said how many
    usual: bool = False  # cards of no kind: the usual one stands for them


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, where it stands, and how plainly it was said."""

    number: int
    at: tuple[int, int]
    evidence: Evidence = Evidence.NAMED
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class EngineSaid:
    """*hint* where the word only hints at it: "gguf"; *other* where it is another name of it."""

    name: EngineName
    version: str | None = None
    hint: bool = False
    command: bool = False
    other: str | None = None
    like: str | None = None  # one that we do not model, sized as *name*


@dataclass(frozen=True, slots=True)
class Unknown:
    """A run of unknown words that belong together: "some-model-nobody-made"."""

    start: int
    end: int
    words: int


@dataclass(slots=True)
class Reading:
    """What the steps share."""

    text: Text
    language: Language
    index: NameIndex
    plain: str = ""  # blanked where claimed
    models: list[ModelMention] = field(default_factory=list[ModelMention])
    precisions: list[PrecisionMention] = field(default_factory=list[PrecisionMention])
    cards: list[CardMention] = field(default_factory=list[CardMention])
    kv_precision: Precision | None = None
    contexts: list[Amount] = field(default_factory=list[Amount])
    context: int | None = None
    full_context: bool = False
    shared_prefix: int | None = None
    parts_length: int | None = None  # of a run: its longest prompt and answer together
    own: Amount | None = None  # tokens of each beside the shared prefix
    prompt: Amount | None = None
    answer: Amount | None = None
    total: int | None = None  # llama.cpp: tokens that its slots share
    slots: int | None = None
    loads: list[Amount] = field(default_factory=list[Amount])
    sequences: int | None = None
    global_batch: Amount | None = None  # of all cards together, in a training run
    several_contexts: list[int] = field(default_factory=list[int])  # of a comparison
    several_loads: list[int] = field(default_factory=list[int])
    tasks: list[Task] = field(default_factory=list[Task])
    several: dict[str, list[Setting]] = field(default_factory=dict[str, list[Setting]])  # by role
    several_kv: list[Precision] = field(default_factory=list[Precision])
    several_engines: list[EngineName] = field(default_factory=list[EngineName])
    card_counts: list[Amount] = field(default_factory=list[Amount])
    one_card: tuple[int, int] | None = None
    own_cards: bool = False  # those of the asker's team: "on our cluster"
    counts_again: bool = False  # "would 4 fix it?": of the cards of the question before
    relative: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])  # "half of that"
    dropped: set[str] = field(default_factory=set[str])  # amounts: "forget the context"
    picked: bool = False  # one of the models before, or another version of it
    place: int | None = None  # of what was compared: "the second one"
    asks_again: bool = False  # "why so much?": the same once more
    more_cards: int = 0  # on top of those of the question before
    slices: list[tuple[str, tuple[int, int]]] = field(
        default_factory=list[tuple[str, tuple[int, int]]]
    )
    overhead: float | None = None
    chosen: tuple[Candidate, ...] = ()
    intent: Intent | None = None
    family: str | None = None  # the largest of which is asked for
    component: ComponentName | None = None
    lacks_model: bool = False  # and may: what is left is kept for the question after it
    asks_whole: bool = False  # "all together", after a part
    named_part: ComponentName | None = None  # "and the weights?": after another part
    per_gpu: bool = False
    asks_amount: bool = False  # "how much", "how many H100s"
    asks_difference: bool = False  # "how much extra", "is it smaller"
    asks_count: bool = False  # "how many H100s"
    card_alone: bool = False  # "...: L4?"
    withdrawn: tuple[Candidate, ...] = ()  # said and taken back, with nothing in its place
    subjects: list[Subject] = field(default_factory=list[Subject])  # asked, and not answered
    task: Task | None = None
    task_implied: bool = False  # by its settings alone: "zero 3", "with checkpointing"
    serves: bool = False
    aligns: bool = False  # DPO and the like: a training run
    deepspeed: tuple[int, int] | None = None
    dtype: Precision | None = None
    engines: list[tuple[EngineSaid, tuple[int, int]]] = field(
        default_factory=list[tuple[EngineSaid, tuple[int, int]]]
    )
    engine: EngineName | None = None
    engine_settings: dict[str, Setting] = field(default_factory=dict[str, Setting])
    training: dict[str, Setting] = field(default_factory=dict[str, Setting])
    said: dict[str, Evidence] = field(default_factory=dict[str, Evidence])  # by role
    reported: list[Reported] = field(default_factory=list[Reported])
    notes: list[Note] = field(default_factory=list[Note])
    unused: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    decoys: set[tuple[int, int]] = field(default_factory=set[tuple[int, int]])
    unknown: tuple[str, tuple[Unknown, ...]] | None = None  # words that nobody claimed, of *plain*
    evidence: int = 0  # how much of the text is about our subject

    def __post_init__(self) -> None:
        self.plain = self.plain or self.text.plain

    def claim(self, start: int, end: int) -> None:
        """These characters are understood."""
        self.plain = self.plain[:start] + CLAIMED * (end - start) + self.plain[end:]

    def set_aside(self, start: int, end: int) -> None:
        """These are understood as something we do not use: they will be named."""
        self.claim(start, end)
        self.unused.append((start, end))

    def take(self, pattern: re.Pattern[str], *hints: str) -> Iterator[re.Match[str]]:
        """Every match in what is not claimed, claimed."""
        if hints and not any(hint in self.plain for hint in hints):
            return
        position = 0
        while (match := pattern.search(self.plain, position)) is not None:
            position = max(match.end(), position + 1)
            self.claim(match.start(), match.end())
            yield match

    def also_said(self, role: str, value: Setting) -> None:
        """Every value that was said of one thing, once: they may be compared."""
        values = self.several.setdefault(role, [])
        if value not in values:
            values.append(value)

    def note(self, key: str, **values: object) -> None:
        """Something that was chosen or mended, once."""
        new = note(key, **values)
        if new not in self.notes:
            self.notes.append(new)
