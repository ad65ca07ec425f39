"""From a filled `Reading` to the `Question`, or to what stands in its way."""

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from core.asked.at_home import at_home
from core.asked.methods import METHODS
from core.asked.question import Cards, Engine, Question, Size, Task, Training
from core.catalog.model import Model
from core.catalog.precision import Precision
from core.question.reading import Reading, Setting
from core.question.settle.alternatives import alternatives
from core.question.settle.amounts_before import changed_amounts
from core.question.settle.cards import cards_of
from core.question.settle.cues import (
    asks_for_earlier,
    asks_of_found,
    is_awaited,
    leans_on_previous,
    on_the_same_cards,
    starts_afresh,
    take_fresh_start,
)
from core.question.settle.follow_up import changed, on_cards_of
from core.question.settle.formats import assign_formats
from core.question.settle.leaning import take_what_leans
from core.question.settle.leftovers import require_model, settle_leftovers
from core.question.settle.micro_batch import settle_micro_batch
from core.question.settle.models import settle_models
from core.question.settle.pooling_flags import without_pooling_flags
from core.question.settle.problem import problem
from core.question.settle.repositories import claim_repositories, named_repositories
from core.question.settle.subject import require_subject, says_something
from core.question.settle.together import says_together, stand_together
from core.question.settle.unknown_names import note_refused
from core.question.settle.whose_card import require_card
from core.question.steps.intents import settle_intent
from core.question.steps.one_card import servers_on_one_card
from core.question.words.regex import regex
from core.units import DIMENSIONLESS, SEQUENCE, TOKEN_PER_SEQUENCE, Quantity


def settle(
    reading: Reading, previous: Question | None, doubtful: Mapping[str, tuple[str, ...]]
) -> Question:
    """The question in what was taken; with *previous*, what it changes of that one."""
    take_fresh_start(reading)
    if previous is not None:
        if asks_for_earlier(reading):
            raise _of_earlier(reading)
        take_what_leans(reading, previous)
    precisions = assign_formats(reading)
    precisions = precisions or _format_of_command(reading)
    require_subject(reading, follows=previous is not None)
    models = settle_models(reading)
    models = named_repositories(reading.text.raw, models, precisions, reading.index)
    claim_repositories(reading, models)
    if models:
        note_refused(reading)
    cards = cards_of(reading)
    settle_micro_batch(reading, cards)
    servers = servers_on_one_card(reading)
    together = reading.task is None and len(cards) > 1 and stand_together(reading)
    one = cards[:1] if together else cards
    intent = settle_intent(reading, models=len(models), precisions=len(precisions), cards=one)
    own_cards = reading.own_cards and not cards
    if own_cards:
        together = reading.task is None and says_together(reading)
    if (together or (own_cards and not reading.asks_amount)) and intent == "memory":
        intent = "fit"
    follows = previous is not None and (leans_on_previous(reading) or is_awaited(reading, previous))
    if previous is not None and follows:
        _keep_kind_of_run(reading, previous)
    task = reading.task or "serve"
    if not models and not reading.subjects and not (follows and says_something(reading)):
        if reading.lacks_model:
            pass
        elif intent != "max_model":
            _refuse_nothing_but_names(reading, doubtful)
        elif not cards and not own_cards and not (previous is not None and previous.gpus):
            settle_leftovers(reading, doubtful)
            asked = reading.text.raw.strip(" ?")
            raise problem(
                reading,
                "unknown_gpu",
                "which_card",
                suggestions=tuple(f"{asked}, {card}" for card in ("1x H100 80GB", "24 GB")),
            )
    if models or not reading.subjects:
        settle_leftovers(reading, doubtful)
    if previous is None:
        require_card(reading, cards)
    training = _training(reading, previous if follows else None)
    context, sequences = reading.context, reading.sequences
    limit = cast("int | None", reading.engine_settings.get("max_num_seqs"))
    at_most = limit is not None and (
        sequences is None or (sequences == limit and not _names_people(reading))
    )
    sequences = limit if at_most else sequences
    if reading.full_context and context is None:
        context = _full_context(reading, models, previous if follows else None)
    if training is not None:
        context, sequences = None, None
    question = Question(
        text=reading.text.raw,
        language=reading.language,
        intent=intent,
        task=task,
        models=models,
        precisions=precisions,
        kv_precision=reading.kv_precision,
        context_length=None if context is None else Quantity(context, TOKEN_PER_SEQUENCE),
        shared_prefix=_prefix(reading),
        sequences=None if sequences is None else Quantity(sequences, SEQUENCE),
        gpus=cards,
        own_cards=own_cards,
        together=together,
        overhead=None if reading.overhead is None else Quantity(reading.overhead, DIMENSIONLESS),
        engine=_engine(reading, precisions, cards),
        component=reading.component,
        per_gpu=reading.per_gpu,
        family=reading.family,
        not_answered=tuple(reading.subjects),
        training=training,
        reported=tuple(dict.fromkeys(reading.reported)),
        unused=without_pooling_flags(_unused(reading, set(reading.unused)), models),
        without_role=without_pooling_flags(
            filter(_counts, _unused(reading, set(reading.unused) - reading.decoys)), models
        ),
        assumed=tuple(reading.notes),
        at_most=at_most,
        difference=reading.asks_difference,
        counts=reading.asks_count,
    )
    question = alternatives(reading, question)
    question = replace(question, servers=servers)
    if previous is not None and follows:
        after = changed(previous, question, reading)
        if is_awaited(reading, previous) and after.gpus and on_the_same_cards(reading):
            after = replace(after, intent="fit")  # "... here?"
        return replace(after, latest=changed_amounts(previous, after))
    if previous is not None and not cards and _is_about_cards_of(previous, reading):
        return on_cards_of(previous, question)
    return question


def _of_earlier(reading: Reading) -> Exception:
    error = problem(reading, "need_model", "earlier")
    error.leans = True
    return error


def _keep_kind_of_run(reading: Reading, previous: Question) -> None:
    """ "with zero 3?" after a LoRA run is of that run."""
    if reading.task_implied and previous.task in _KEEPS.get(reading.task, ()):
        reading.task = previous.task


def _is_about_cards_of(previous: Question, reading: Reading) -> bool:
    """A question of its own on the cards of the one before: "what can I run there?"."""
    if not previous.gpus or starts_afresh(reading):
        return False
    asks = reading.intent == "max_model" or asks_of_found(reading, previous)
    return asks or on_the_same_cards(reading)


def _refuse_nothing_but_names(reading: Reading, doubtful: Mapping[str, tuple[str, ...]]) -> None:
    """A card that we do not know comes before a model that was not named."""
    settle_leftovers(reading, doubtful)
    reading.unused.clear()
    require_model(reading, doubtful)


def _format_of_command(reading: Reading) -> tuple[Precision, ...]:
    """`--dtype` counts where no `--quantization` and no other format does."""
    return () if reading.dtype is None else (reading.dtype,)


def _full_context(
    reading: Reading, models: tuple[Model | Size, ...], previous: Question | None
) -> int | None:
    lengths = [
        row.max_position_embeddings
        for row in (models or (previous.models if previous else ()))
        if isinstance(row, Model) and row.max_position_embeddings is not None
    ]
    length = min(lengths, default=None)
    if length is not None:
        reading.note("reading.full_context", tokens=length)
    return length


def _training(reading: Reading, previous: Question | None) -> Training | None:
    """In a training run a sequence is a training sequence and a batch a micro batch."""
    goes_on = previous is not None and previous.task != "serve" and reading.training
    if reading.task is None and not goes_on:
        return None
    settings = dict(reading.training)
    if reading.context is not None:
        settings.setdefault("sequence_tokens", reading.context)
    if reading.sequences is not None:
        settings.setdefault("batch", reading.sequences)
    if reading.parts_length is not None:
        settings.setdefault("sequence_tokens", reading.parts_length)
    _take_writer(reading, settings)
    _take_split(reading, settings)
    return Training(**settings)  # type: ignore[arg-type]


_OF_WRITER = ("use_vllm", "vllm_mode", "vllm_gpu_memory_utilization")


def _take_split(reading: Reading, settings: dict[str, Setting]) -> None:
    """ "tp 8 pp 4" of a run is its own; where vLLM writes its answers, tensor parallelism is
    vLLM's."""
    if any(settings.get(name) is not None for name in _OF_WRITER):
        ranks = reading.engine_settings.pop("tensor_parallel_size", None)
        if ranks is not None:
            settings.setdefault("vllm_tensor_parallel_size", ranks)
    for name in ("tensor_parallel_size", "pipeline_parallel_size", "data_parallel_size"):
        size = reading.engine_settings.pop(name, None)
        if size is not None:
            settings.setdefault(name, size)


def _take_writer(reading: Reading, settings: dict[str, Setting]) -> None:
    """ "GRPO with vLLM": it writes the answers and serves nobody; a share of memory is its own."""
    method = METHODS.get(str(settings.get("method")))
    if method is None or not method.generates:
        return
    if reading.answer is not None:
        settings.setdefault("max_completion_length", reading.answer.number)
    if reading.engine != "vllm":
        return
    settings.setdefault("use_vllm", True)
    share = reading.engine_settings.pop("gpu_memory_utilization", None)
    if share is not None:
        settings.setdefault("vllm_gpu_memory_utilization", share)


def _engine(
    reading: Reading, precisions: tuple[Precision, ...], cards: tuple[Cards, ...]
) -> Engine | None:
    """
    Settings without a name are vLLM's: it is the engine of our figures. What any engine serves
    beside a model hints at none: GGUF files and gaming cards are llama.cpp's then as well.
    """
    settings = reading.engine_settings
    if reading.engine is None and not settings:
        return None
    of_any = settings.keys() <= _OF_ANY_ENGINE
    files = bool(precisions) and all(each.kind == "gguf" for each in precisions)
    usual = "llama.cpp" if of_any and (files or (not precisions and at_home(cards))) else "vllm"
    return Engine(name=reading.engine or usual, **settings)  # type: ignore[arg-type]


# Settings alone do not change what kind of a run it is; a rank makes one of an adapter
_KEEPS: dict[Task | None, tuple[Task, ...]] = {
    "full": ("full", "lora", "qlora", "pretrain"),
    "lora": ("lora", "qlora"),
}
_LETTERS = regex(r"[a-wyz]{2}")
_OF_ANY_ENGINE = frozenset(
    ("max_loras", "max_lora_rank", "speculative_method", "draft_model", "num_speculative_tokens",
     "images_per_prompt", "image_size")
)  # fmt: skip


def _prefix(reading: Reading) -> Quantity | None:
    if reading.shared_prefix is None:
        return None
    return Quantity(reading.shared_prefix, TOKEN_PER_SEQUENCE)


def _names_people(reading: Reading) -> bool:
    """ "64 users" come; "256 x 128k" only repeats what the flag lets in."""
    said = [one for one in reading.chosen if one.role == "sequences"]
    return any(_LETTERS.search(reading.text.plain, one.start, one.end) for one in said)


def _counts(words: str) -> bool:
    """A number or a flag: it may have been meant to count."""
    return words.startswith("-") or any(map(str.isdigit, words))


def _unused(reading: Reading, places: set[tuple[int, int]]) -> tuple[str, ...]:
    """In the order they were typed, as they were typed."""
    typed = (reading.text.typed(*at) for at in sorted(places))
    return tuple(words for words in typed if words)
