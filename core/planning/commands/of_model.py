"""
Flags of `vllm serve` that a model asks for.

vLLM 0.33.0: --runner pooling (config/model.py: RunnerOption; engine/arg_utils.py), in place of
--task embed up to 0.9. A language model that ranks by the words "no" and "yes" is turned into a
classifier while it loads (model_executor/models/config.py, is_original_qwen3_reranker). Voxtral's
repositories hold Mistral's own files.
"""

from collections.abc import Iterator

from core.catalog.model import Model

# model types whose repositories bring code of their own that configs are read with
OWN_CODE = ("nomic_bert", "new", "jina_v3", "internvl_chat", "molmo", "phi4mm")
QWEN3_RERANKER = (
    """--hf-overrides '{"architectures": ["Qwen3ForSequenceClassification"], """
    """"classifier_from_token": ["no", "yes"], "is_original_qwen3_reranker": true}'"""
)
MISTRAL_FILES = "--tokenizer-mode mistral --config-format mistral --load-format mistral"


def flags_of(model: Model) -> Iterator[str]:
    """None of most models."""
    if model.pooling:
        yield "--runner pooling"
    if model.model_type in OWN_CODE:
        yield "--trust-remote-code"
    if model.model_type == "qwen3" and "Reranker" in model.name:
        yield QWEN3_RERANKER
    if model.model_type == "voxtral":
        yield MISTRAL_FILES
