"""Total parameters, recomputed from the architecture of every row."""

import pytest

from core.catalog.load import load_catalog
from core.catalog.model import Model
from core.catalog.tensors import count
from tests.rows import every

MODELS = list(load_catalog().models.values())
TOLERANCE = 0.005
WITH_A_REASON = 0.01


@every(MODELS)
def test_counted_parameters_agree_with_the_published_total(model: Model) -> None:
    """Within 0.5 %; a row that is further off says why ("counted 0.6 % low: ...")."""
    explained = any(note.startswith("counted") for note in model.notes)

    assert count(model) == pytest.approx(
        model.elements, rel=WITH_A_REASON if explained else TOLERANCE
    )


def test_nearly_every_row_is_within_a_tenth_of_a_per_cent() -> None:
    close = [model for model in MODELS if abs(count(model) / model.elements - 1) < 0.001]

    assert len(close) >= 0.95 * len(MODELS)
