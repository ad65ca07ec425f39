"""
From a question to scenarios: one model at one precision with everything chosen.

Every default of the project is chosen here, and listed in *assumed*.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from core.asked.adapters import Adapters, adapters_of
from core.asked.at_home import at_home, usual_gguf
from core.asked.cache_types import in_two_formats
from core.asked.drafts import Draft, draft_of, draft_tokens
from core.asked.dtypes import NO_FLOAT16, NOT_IN_VLLM, OF_A_FORMAT, cached_in_float32, needs_float32
from core.asked.held import Held
from core.asked.lmdeploy import with_its_share
from core.asked.pictures import Pictures, pictures_of, with_pictures, without_towers
from core.asked.prefixes import shared_by_engine
from core.asked.question import Cards, Engine, Question, Size, Task, Training
from core.asked.served import served_as
from core.asked.team_defaults import engine_of_team, precision_of_team
from core.asked.training_defaults import usual_training
from core.catalog.catalog import Catalog
from core.catalog.checkpoint import checkpoint_format
from core.catalog.model import Model
from core.catalog.precision import Precision
from core.units import DIMENSIONLESS, SEQUENCE, TOKEN_PER_SEQUENCE, Quantity, whole
from core.wording.note import Note, note

CONTEXT_LENGTH = Quantity(8192, TOKEN_PER_SEQUENCE)  # never the model's maximum: nobody pays for it
SEQUENCES = Quantity(1, SEQUENCE)
USUAL_OVERHEAD = Quantity(1.2, DIMENSIONLESS)  # the factor of the quick rule
SIXTEEN_BITS = "bf16"
TOWERS_BY_FLAG = ("vllm", "sglang")  # engines that leave towers out where a flag says so
SIXTEEN_BIT_TYPES = ("bf16", "fp16")

# Cards that people buy or rent most, small to large: where none is named the answer shows these.
USUAL_CARDS = (
    "t4",
    "l4",
    "a10g",
    "rtx-4090",
    "rtx-5090",
    "a100-sxm4-40gb",
    "l40s",
    "a100-sxm4-80gb",
    "h100-sxm5-80gb",
    "h200-sxm5-141gb",
    "b200-sxm6-180gb",
    "mi300x-192gb",
)


@dataclass(frozen=True, slots=True)
class Scenario:
    """
    One model at one precision, nothing left open.

    *held* are the sequences that are held at the same time, as integers, which is what the
    formulas and the planner count in; the properties are the same as quantities. *overhead* is
    the factor of the quick rule.
    """

    task: Task
    model: Model | Size
    precision: Precision
    kv_precision: Precision
    held: Held
    engine: Engine
    overhead: Quantity
    training: Training
    adapters: Adapters | None = None
    draft: Draft | None = None
    pictures: Pictures | None = None  # in each prompt; *held* counts their tokens

    @property
    def context_length(self) -> Quantity:
        """token/sequence"""
        return Quantity(self.held.tokens, TOKEN_PER_SEQUENCE)

    @property
    def sequences(self) -> Quantity:
        """sequence"""
        return Quantity(self.held.sequences, SEQUENCE)

    @property
    def shared_prefix(self) -> Quantity:
        """token/sequence"""
        return Quantity(self.held.shared_prefix, TOKEN_PER_SEQUENCE)


@dataclass(frozen=True, slots=True)
class Resolved:
    """What will be computed: the scenarios of one question and the cards to place them on."""

    scenarios: tuple[Scenario, ...]
    cards: tuple[Cards, ...]
    asked_for_cards: bool  # False: *cards* is our usual list
    assumed: tuple[Note, ...]


def resolve(question: Question, catalog: Catalog) -> Resolved:
    """Choose what the question left open."""
    assumed = list(question.assumed)
    cards = question.gpus or usual_cards(catalog)
    team_engine = engine_of_team(question)
    pairs = list(_pairs(question, catalog, assumed, team_engine))
    engine = question.engine or _usual_engine(question, pairs, team_engine)
    engine = with_its_share(engine, question.assumed)
    serves = engine.name if question.task == "serve" else None
    pairs = [
        (model, precision)
        if isinstance(model, Size)
        else served_as(model, precision, catalog, engine=serves, question=question)
        for model, precision in pairs
    ]
    if serves == "vllm":
        pairs = [_computable(*pair, question, catalog, assumed) for pair in pairs]
    if serves in TOWERS_BY_FLAG and engine.images_per_prompt == 0 and not engine.videos_per_prompt:
        pairs = [(without_towers(model), precision) for model, precision in pairs]
    held = shared_by_engine(_held(question, assumed), engine, question, assumed)
    wide = cached_in_float32(serves, pairs)
    kv_precision = question.kv_precision or catalog.precisions["fp32" if wide else SIXTEEN_BITS]
    bare = all(isinstance(model, Size) for model, _ in pairs)
    if bare and question.overhead is None and question.task == "serve":
        assumed.append(note("assumed.overhead"))
    if not bare and question.task == "serve":
        if question.kv_precision is None:
            assumed.append(note("assumed.kv_float32" if wide else "assumed.kv_precision"))
        if question.engine is None:
            key = "team.engine" if team_engine == engine else "assumed.engine"
            assumed.append(note(key, engine=ENGINE_NAMES[engine.name]))
    adapters = adapters_of(engine, assumed) if question.task == "serve" else None
    draft = draft_of(engine, catalog) if question.task == "serve" else None
    engine = draft_tokens(engine, draft, assumed) if draft is not None else engine
    scenarios = tuple(
        Scenario(
            task=question.task,
            model=model,
            precision=precision,
            kv_precision=in_two_formats(
                kv_precision, engine, model if isinstance(model, Model) else None, catalog
            ),
            held=with_pictures(question, model, engine, held, assumed),
            engine=engine,
            overhead=question.overhead or USUAL_OVERHEAD,
            training=usual_training(question, assumed),
            adapters=adapters,
            draft=draft,
            pictures=pictures_of(engine, model) if isinstance(model, Model) else None,
        )
        for model, precision in pairs
    )
    return Resolved(scenarios, cards, bool(question.gpus), tuple(dict.fromkeys(assumed)))


def usual_cards(catalog: Catalog) -> tuple[Cards, ...]:
    """The cards of an answer to a question that names none."""
    return tuple(Cards(catalog.gpus[id]) for id in USUAL_CARDS if id in catalog.gpus)


def default_precision(
    model: Model | Size,
    catalog: Catalog,
    task: Task = "serve",
    engine: Engine | None = None,
    cards: tuple[Cards, ...] = (),
) -> tuple[Precision, Note]:
    """
    The format where none was named, and how the answer says so.

    The usual GGUF for llama.cpp, gaming cards and Macs; otherwise that of the published
    checkpoint; 16 bits where nothing is known or the checkpoint is in float32, which engines narrow
    unasked (vLLM's --dtype auto).
    """
    if task == "qlora":
        return _chosen("assumed.precision", catalog.precisions["nf4-dq"])
    if task == "serve" and engine is not None and engine.name == "llama.cpp":
        return _chosen("assumed.gguf", catalog.precisions[usual_gguf(model)])
    writes = isinstance(model, Size) or model.is_language_model
    if task == "serve" and engine is None and at_home(cards) and writes:
        return _chosen("assumed.gguf_at_home", catalog.precisions[usual_gguf(model)])
    if task == "serve" and isinstance(model, Model) and (model.quantization or model.dtype):
        quantised = checkpoint_format(model, catalog.precisions)
        if quantised is not None or model.dtype not in (None, "fp32"):
            published = quantised or catalog.precisions[model.dtype or SIXTEEN_BITS]
            return _chosen("assumed.published_precision", published)
        if model.pooling and model.model_type not in NO_FLOAT16:  # vLLM: _resolve_auto_dtype
            return _chosen("assumed.precision", catalog.precisions["fp16"])
    return _chosen("assumed.precision", catalog.precisions[SIXTEEN_BITS])


def _chosen(key: str, precision: Precision) -> tuple[Precision, Note]:
    return precision, note(key, precision=precision.spoken)


ENGINE_NAMES = {
    "vllm": "vLLM",
    "sglang": "SGLang",
    "llama.cpp": "llama.cpp",
    "transformers": "Transformers",
    "tensorrt-llm": "TensorRT-LLM",
}


def _pairs(
    question: Question, catalog: Catalog, assumed: list[Note], team_engine: Engine | None
) -> Iterator[tuple[Model | Size, Precision]]:
    """Every model at every precision; the format of the checkpoint where none was named."""
    engine = question.engine or team_engine
    for model in question.models:
        if question.precisions:
            for precision in question.precisions:
                yield model, precision
            continue
        precision = precision_of_team(question, model, engine, catalog)
        if precision is not None:
            assumed.append(note("team.precision", precision=precision.spoken))
            yield model, precision
            continue
        precision, said = default_precision(model, catalog, question.task, engine, question.gpus)
        assumed.append(said)
        yield model, precision


def _held(question: Question, assumed: list[Note]) -> Held:
    """
    What was said in quantities, taken out of them once for the planner.

    A bare size has no cache to size, so nothing is assumed for it.
    """
    context_length, sequences = question.context_length, question.sequences
    named = any(isinstance(model, Model) for model in question.models)
    usual = whole(CONTEXT_LENGTH, TOKEN_PER_SEQUENCE)
    if named and question.task == "serve":
        if context_length is None and question.intent != "max_context":
            usual = _usual_context(question)
            key = "team.context" if usual == _of_team(question) else "assumed.context"
            assumed.append(note(key, tokens=usual))
        if sequences is None and question.intent != "max_sequences":
            assumed.append(note("assumed.sequences", sequences=whole(SEQUENCES, SEQUENCE)))
    return Held(
        tokens=usual if context_length is None else whole(context_length, TOKEN_PER_SEQUENCE),
        sequences=whole(sequences or SEQUENCES, SEQUENCE),
        shared_prefix=_tokens(question.shared_prefix),
    )


def _usual_context(question: Question) -> int:
    """No more than the shortest of the named models was made for."""
    limits = [
        model.max_position_embeddings for model in question.models if isinstance(model, Model)
    ]
    usual = _of_team(question) or whole(CONTEXT_LENGTH, TOKEN_PER_SEQUENCE)
    return min([usual, *(limit for limit in limits if limit)])


def _of_team(question: Question) -> int | None:
    """Tokens of context that the team has set."""
    length = question.team.context_length if question.team else None
    return None if length is None else _tokens(length)


def _computable(
    model: Model | Size,
    precision: Precision,
    question: Question,
    catalog: Catalog,
    assumed: list[Note],
) -> tuple[Model | Size, Precision]:
    """In float32 where vLLM refuses the model in the only 16-bit type of all the named cards."""
    if isinstance(model, Size) or precision.id not in SIXTEEN_BIT_TYPES or not question.gpus:
        return model, precision
    if not all(needs_float32(model, cards.gpu) for cards in question.gpus):
        return model, precision
    assumed[:] = [one for one in assumed if one.key not in OF_A_FORMAT]
    assumed.append(note("assumed.float32", model=model.name))
    return model, catalog.precisions["fp32"]


def _usual_engine(
    question: Question, pairs: list[tuple[Model | Size, Precision]], team_engine: Engine | None
) -> Engine:
    """
    That of the team; otherwise llama.cpp for GGUF files and Apple's machines, vLLM for the rest,
    Transformers for T5.
    """
    if team_engine is not None:
        return team_engine
    if any(isinstance(model, Model) and model.model_type in NOT_IN_VLLM for model, _ in pairs):
        return Engine("transformers")
    gguf = bool(pairs) and all(precision.kind == "gguf" for _, precision in pairs)
    apple = bool(question.gpus) and all(card.gpu.vendor == "apple" for card in question.gpus)
    return Engine("llama.cpp" if gguf or apple else "vllm")


def _tokens(length: Quantity | None) -> int:
    return 0 if length is None else whole(length, TOKEN_PER_SEQUENCE)
