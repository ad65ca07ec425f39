"""Which repository a command loads."""

from core.catalog.checkpoints import USUAL_FOUR_BITS, is_any_four_bits, served_id
from core.catalog.model import Model
from core.catalog.precision import Precision

SIXTEEN_BITS = 16


def repository(precision: Precision, model: Model) -> str | None:
    """
    The repository to load; None where none is known in this format.

    vLLM and SGLang quantise to FP8 and by bitsandbytes while they load; any other format than the
    published one needs a checkpoint that someone quantised before.
    """
    published = model.quantization or ""
    if is_any_four_bits(precision) and published in USUAL_FOUR_BITS:
        return served_id(model)
    same = precision.id == published or (not published and precision.plain_bits >= SIXTEEN_BITS)
    while_loading = precision.vllm_quantization is not None and not published
    return served_id(model) if same or while_loading else None


def quantised_while_loading(precision: Precision, model: Model) -> str | None:
    """The value of --quantization, where the repository is not in this format yet."""
    return None if model.quantization else precision.vllm_quantization
