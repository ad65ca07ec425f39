"""All tables together, immutable, loaded once."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.catalog.checkpoint import Checkpoint
from core.catalog.gpu import GPU, Instance
from core.catalog.looked_up import LookedUp
from core.catalog.model import Model
from core.catalog.precision import Precision
from core.catalog.usage import Usage


@dataclass(frozen=True, slots=True)
class Catalog:
    """
    Rows by id; models without a hub id, and *usage* of models, by the model's id or name.

    *checkpoints* are the quantised repositories by the one they were made from, best first.
    *looked_up* is what a hub said of others, by lower-case id: it may grow while it is used.
    """

    models: Mapping[str, Model]
    gpus: Mapping[str, GPU]
    instances: Mapping[str, Instance]
    precisions: Mapping[str, Precision]
    usage: Mapping[str, Usage] = field(default_factory=dict[str, Usage])
    checkpoints: Mapping[str, tuple[Checkpoint, ...]] = field(
        default_factory=dict[str, tuple[Checkpoint, ...]]
    )
    looked_up: Mapping[str, LookedUp] = field(default_factory=dict[str, LookedUp])
