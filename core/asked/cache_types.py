"""llama.cpp's cache in two formats: -ctk for the keys, -ctv for the values."""

from core.asked.question import Engine
from core.catalog.catalog import Catalog
from core.catalog.model import Model
from core.catalog.precision import Precision

BOTH = "+"  # between the ids of the keys' and of the values' format


def in_two_formats(
    wider: Precision, engine: Engine, model: Model | None, catalog: Catalog
) -> Precision:
    """
    The format of keys and values together: their mean, as a key is as wide as a value.

    A latent vector is stored once, as keys (llama.cpp, src/llama-kv-cache.cpp: no values with MLA).
    *wider* where only one format was named.
    """
    narrow = catalog.precisions.get(engine.cache_type_k or engine.cache_type_v or "")
    if narrow is None:
        return wider
    keys, values = (narrow, wider) if engine.cache_type_k else (wider, narrow)
    if model is not None and model.mla is not None:
        return keys
    return Precision.model_validate(
        wider.model_dump()
        | {
            "id": f"{keys.id}{BOTH}{values.id}",
            "name": f"{keys.name} + {values.name}",
            "kv_width": (keys.cache_width + values.cache_width) / 2,
        }
    )
