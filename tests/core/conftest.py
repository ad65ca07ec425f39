"""Models that the tests of the core speak of, by the names people use."""

import pytest

from core.asked.held import Held
from core.asked.question import Engine, Training
from core.asked.scenario import USUAL_OVERHEAD, Scenario
from core.catalog.catalog import Catalog
from core.catalog.load import load_catalog
from core.catalog.model import Model
from core.catalog.precision import Precision


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog()


def model_named(name: str) -> Model:
    """The catalogue's row with this display name."""
    return next(model for model in load_catalog().models.values() if model.name == name)


def precision(id: str) -> Precision:
    return load_catalog().precisions[id]


def scenario(
    model: Model,
    weights: str = "bf16",
    *,
    kv: str = "bf16",
    context_length: int = 8192,
    sequences: int = 1,
    engine: Engine | None = None,
    shared_prefix: int = 0,
) -> Scenario:
    """A serving scenario with everything usual but what is named."""
    return Scenario(
        task="serve",
        model=model,
        precision=precision(weights),
        kv_precision=precision(kv),
        held=Held(context_length, sequences, shared_prefix),
        engine=engine or Engine("vllm"),
        overhead=USUAL_OVERHEAD,
        training=Training(),
    )
