"""
Flags for models that give vectors or scores.

vLLM 0.33.0: --runner pooling (engine/arg_utils.py, config/model.py: RunnerOption), up to 0.9
--task embed. A language model that ranks by the words "no" and "yes" is turned into a classifier
while it loads (model_executor/models/config.py, is_original_qwen3_reranker).
"""

from collections.abc import Iterator

from core.catalog.model import Model

OWN_CODE = ("nomic_bert", "new", "jina_v3")  # model types whose repositories bring their own code
QWEN3_RERANKER = (
    """--hf-overrides '{"architectures": ["Qwen3ForSequenceClassification"], """
    """"classifier_from_token": ["no", "yes"], "is_original_qwen3_reranker": true}'"""
)


def pooling_flags(model: Model) -> Iterator[str]:
    """Of `vllm serve`; none of a model that writes text."""
    if not model.pooling:
        return
    yield "--runner pooling"
    if model.model_type in OWN_CODE:
        yield "--trust-remote-code"
    if model.model_type == "qwen3" and "Reranker" in model.name:
        yield QWEN3_RERANKER
