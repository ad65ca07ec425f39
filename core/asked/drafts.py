"""
What drafts the next tokens beside a model: another model, a head, its own MTP layers, or nothing.

Names of methods as the engines spell them: vLLM 0.33.0 config/speculative.py (SpeculativeMethod),
SGLang 0.5.23 arg_groups/fields/speculative.py, TensorRT-LLM's decoding_type.
"""

from dataclasses import dataclass, replace
from typing import Literal

from core.asked.at_home import usual_gguf
from core.asked.question import Engine
from core.catalog.catalog import Catalog
from core.catalog.checkpoint import checkpoint_format
from core.catalog.model import Model
from core.catalog.names import index_of
from core.catalog.precision import Precision
from core.wording.note import Note, note

DraftKind = Literal["model", "eagle", "eagle3", "mtp", "host", "unknown"]

# Drafts that look tokens up in the host's memory.
ON_THE_HOST = frozenset({"ngram", "suffix", "lookahead", "prompt_lookup", "user_provided"})
KINDS: dict[str, DraftKind] = {
    "draft_model": "model",
    "draft_target": "model",
    "drafttarget": "model",
    "standalone": "model",
    "draft": "model",
    "eagle": "eagle",
    "eagle2": "eagle",
    "eagle3": "eagle3",
    "eagle-3": "eagle3",
    "mtp": "mtp",
    "nextn": "mtp",
}
SIXTEEN_BITS = "bf16"
ONE_STEP, USUAL_TOKENS = 1, 3  # what recipes of MTP, and of heads and small models, begin with


@dataclass(frozen=True, slots=True)
class Draft:
    """
    *model* and *precision* of a draft model, in the format of its own repository; *name* as typed.

    A head (`eagle`, `eagle3`) follows from the model that it was made for, MTP layers are that
    model's own. `host`: nothing on the GPU. `unknown`: something that we cannot size.
    """

    kind: DraftKind
    name: str = ""
    model: Model | None = None
    precision: Precision | None = None


def draft_of(engine: Engine, catalog: Catalog) -> Draft | None:
    """What the flags ask for; None where nothing drafts."""
    method, typed = engine.speculative_method, engine.draft_model
    if not method and not typed:
        tokens = engine.num_speculative_tokens
        return None if tokens is None else Draft("unknown", f"of {tokens} tokens")
    kind = _kind(method or "", typed)
    if kind == "eagle" and engine.name == "sglang" and not typed:
        kind = "mtp"  # SGLang calls the model's own layers EAGLE where no head is named
    named = _named(typed, catalog) if typed and kind in ("model", "unknown") else None
    if named is not None and engine.name == "llama.cpp" and named[1].kind != "gguf":
        named = named[0], catalog.precisions[usual_gguf(named[0])]
    if named is None:
        return Draft(
            "unknown" if kind == "model" else kind, typed or (method or "").replace("-", " ")
        )
    return Draft("model", typed or "", *named)


def draft_tokens(engine: Engine, draft: Draft, assumed: list[Note]) -> Engine:
    """
    With a number of tokens to draft where nobody said one: vLLM does not start without, unless the
    draft's config has it. What is taken here changes no memory.
    """
    said = engine.num_speculative_tokens is not None
    if said or draft.kind == "unknown" or engine.name != "vllm":
        return engine
    tokens = ONE_STEP if draft.kind == "mtp" else USUAL_TOKENS
    assumed.append(note("assumed.draft_tokens", tokens=tokens))
    return replace(engine, num_speculative_tokens=tokens)


def _kind(method: str, typed: str | None) -> DraftKind:
    method = method.lower()
    if method in ON_THE_HOST:
        return "host"
    if method.endswith("_mtp"):
        return "mtp"
    if method in KINDS:
        return KINDS[method]
    if method or not typed:
        return "unknown"
    name = typed.lower().replace("-", "")
    return "eagle3" if "eagle3" in name else "eagle" if "eagle" in name else "model"


def _named(typed: str, catalog: Catalog) -> tuple[Model, Precision] | None:
    """
    The row of a hub id, a name or a file, and the format of its own files: that of the target says
    nothing about the draft's.
    """
    named = index_of(catalog).repositories.in_text(typed)
    stored = next((each.model for each in named if each.model is not None), None)
    model = stored or index_of(catalog).exact(typed)
    if isinstance(model, Model):
        own = checkpoint_format(model, catalog.precisions)
        return model, own or catalog.precisions[model.dtype or SIXTEEN_BITS]
    return _of_file(typed, catalog)


def _of_file(typed: str, catalog: Catalog) -> tuple[Model, Precision] | None:
    """ "llama-3.2-1b-q8_0.gguf": a model, and behind the last stroke or dot its format."""
    name = typed.split("/")[-1].removesuffix(".gguf")
    index = index_of(catalog)
    for mark in ("-", "."):
        model, _, format = name.rpartition(mark)
        row, precision = index.exact(model), index.exact(format)
        if isinstance(row, Model) and isinstance(precision, Precision):
            return row, precision
    return None
