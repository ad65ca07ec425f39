"""
A question as a short text that is read as the same question: for buttons and shared answers.

The law, tested over the whole catalogue and over every phrase of the tests:
`parse(restate(question))` is the question again, apart from the text itself and what was noted on
the way, and apart from what is said once and not repeated at every click: what we do not answer,
and the figures of output that was pasted.
"""

from core.asked.question import Cards, Language, Question, Size, Training
from core.catalog.catalog import Catalog
from core.catalog.checkpoint import checkpoint_format
from core.catalog.checkpoints import plain_model
from core.catalog.gpu import GPU
from core.catalog.model import Model
from core.catalog.names import NameIndex, Row, index_of
from core.catalog.precision import Precision
from core.question.parser import usual_catalog
from core.question.restate_flags import engine_flags, training_flags
from core.question.words.regex import regex
from core.units import DIMENSIONLESS, SEQUENCE, TOKEN_PER_SEQUENCE, Quantity, Unit, plain
from core.wording.say import say

_MODELS, _FORMATS, _CARDS = 0, 2, -3  # places among the parts of a question
_SIMPLE = regex(r"[\w .+/:-]+")


def restate(question: Question, catalog: Catalog | None = None) -> str:
    """
    >>> from core.question.parser import parse
    >>> restate(parse("pls: 2xH100 enough for llama 3.1 70b in fp8, 32k?"))
    'does this fit: Llama 3.1 70B, FP8, 32768 tokens of context, on 2x H100 80GB'
    """
    language = question.language
    index = index_of(catalog or usual_catalog())
    if _are_two(question.compare, index):
        first, second = (restate(one, catalog) for one in question.compare)
        if question.compare[1].task == "serve" != question.compare[0].task:
            second = f"{second}, {say(language, 'restate.serve')}"  # not the run before it
        return say(language, "restate.two", first=first, second=second)
    parts = [
        *_compared(question.compare or (question,), index),
        "" if question.component is None else say(language, f"restate.only_{question.component}"),
        say(language, "restate.per_gpu") if question.per_gpu else "",
    ]
    rest = ", ".join(filter(None, parts))
    if question.family is not None:
        return say(language, "restate.max_model_of", family=question.family, rest=rest)
    return say(language, f"restate.{question.intent}", rest=rest)


def _are_two(compared: tuple[Question, ...], index: NameIndex) -> bool:
    """
    Two questions in one: they differ in several things, a model, a format or a card among them, or
    one is of a run and the other of a server.
    """
    if len(compared) != 2:
        return False
    columns = list(zip(*(_parts(one, index) for one in compared), strict=True))
    differ = {place for place, (one, other) in enumerate(columns) if one != other}
    served = {one.task == "serve" for one in compared}
    apart = bool(differ & {_MODELS, _FORMATS, len(columns) + _CARDS})
    return len(served) > 1 or (len(differ) > 1 and apart)


def _compared(questions: tuple[Question, ...], index: NameIndex) -> list[str]:
    """The parts of one question; of several that are compared, what differs once for each."""
    columns = zip(*(_parts(one, index) for one in questions), strict=True)
    return [" vs ".join(filter(None, dict.fromkeys(column))) for column in columns]


def _parts(question: Question, index: NameIndex) -> list[str]:
    language = question.language
    return [
        _models(question, index),
        _task(question),
        " vs ".join(_precision(row, index) for row in question.precisions),
        _kv(question, index),
        _counted(language, "context", question.context_length, TOKEN_PER_SEQUENCE),
        _counted(language, "prefix", question.shared_prefix, TOKEN_PER_SEQUENCE),
        _counted(language, "users", question.sequences, SEQUENCE),
        *_training(question.training),
        _cards(question, index),
        _overhead(question.overhead),
        _engine(question),
    ]


def _models(question: Question, index: NameIndex) -> str:
    kinds = {type(model) for model in question.models}
    names = [
        _size(model, question.language, beside=len(kinds) > 1)
        if isinstance(model, Size)
        else _model(model, question.precisions, index)
        for model in question.models
    ]
    return " vs ".join(names)


def _size(size: Size, language: Language, *, beside: bool) -> str:
    """Beside a model "8B" would be another size of it, and "2M" a context."""
    return say(language, "restate.any", size=size.name) if beside else size.name


def _model(model: Model, precisions: tuple[Precision, ...], index: NameIndex) -> str:
    """The repository that was named, unless another format was named since."""
    own = checkpoint_format(model, index.catalog.precisions)
    if model.checkpoint_id is not None:
        if own is None or model.checkpoint_of is None or any(_is_of(p, own) for p in precisions):
            return model.checkpoint_id
        model = plain_model(model, index.catalog)
    return _own_name(model, (model.name, model.id or "", *model.aliases), index)


def _is_of(said: Precision, own: Precision) -> bool:
    """The format of the files, by its name or by its bits alone."""
    by_bits = said.id == f"int{own.bits.magnitude:g}"
    return said.id in (own.id, own.variant_of) or by_bits


def _precision(row: Precision, index: NameIndex) -> str:
    """A name of several words has words of a language in it; the id has none."""
    names = (row.name, row.id) if " " not in row.name else (row.id, row.name)
    return _own_name(row, (*names, *row.aliases), index)


def _own_name(row: Row, names: tuple[str, ...], index: NameIndex) -> str:
    """The first name without brackets or commas that is this row's alone."""
    for name in names:
        if name and _SIMPLE.fullmatch(name) and index.exact(name) is row:
            return name
    return names[0]


def _kv(question: Question, index: NameIndex) -> str:
    row = question.kv_precision
    return "" if row is None else f"kv cache {_precision(row, index)}"


def _counted(language: str, key: str, amount: Quantity | None, unit: Unit) -> str:
    if amount is None:
        return ""
    number = f"{amount.m_as(unit):.0f}"
    one = key == "users" and number == "1"
    return say(language, "restate.user" if one else f"restate.{key}", number=number)


def _task(question: Question) -> str:
    if question.task == "serve":
        return ""
    return say(question.language, f"restate.{question.task}")


def _training(training: Training | None) -> list[str]:
    """As many parts for every run, so that those of a comparison stand in columns."""
    training = training or Training()
    return [
        (training.optimizer or "").replace("_", " "),
        "" if training.sequence_tokens is None else f"seq {training.sequence_tokens}",
        "" if training.batch is None else f"batch {training.batch}",
        "" if training.lora_rank is None else f"rank {training.lora_rank}",
        "" if training.zero_stage is None else f"zero-{training.zero_stage}",
        _switch("gradient checkpointing", training.gradient_checkpointing),
        _switch("flash attention", training.flash_attention),
        "" if training.data_parallel_size is None else f"dp {training.data_parallel_size}",
        _switch("reference model", training.reference),
        _switch("reward model", training.reward),
        ", ".join(training_flags(training)),
    ]


def _switch(name: str, value: bool | None) -> str:
    return "" if value is None else name if value else f"no {name}"


def _cards(question: Question, index: NameIndex) -> str:
    if question.own_cards:
        together = "_together" if question.together else ""
        return say(question.language, f"restate.on_own{together}")
    if not question.gpus:
        return ""
    join = " + " if question.together else " vs "
    named = join.join(_card(cards, index) for cards in question.gpus)
    return say(question.language, "restate.on", cards=named)


def _card(cards: Cards, index: NameIndex) -> str:
    if cards.instance is not None:
        each = max(1, int(cards.instance.gpu_count))
        machines = (cards.count or each) // each
        name = cards.instance.name
        return name if machines == 1 else f"{machines}x {name}"
    if cards.count is None and "-vgpu-" in cards.gpu.id:
        return _profile(cards.gpu, index)
    name = _card_name(cards.gpu, index)
    return name if cards.count is None else f"{cards.count}x {name}"


def _card_name(gpu: GPU, index: NameIndex) -> str:
    if gpu.vendor == "":
        return f"{gpu.label if gpu.label is not None else gpu.memory.magnitude:g}GB GPU"
    return _own_name(gpu, (gpu.name, *gpu.aliases, gpu.id), index)


def _profile(gpu: GPU, index: NameIndex) -> str:
    """A virtual GPU by its profile, "A40-24Q": a share of a card counts as one."""
    whole = index.catalog.gpus[gpu.part_of or ""]
    names = (name for name in whole.aliases if " " not in name and index.exact(name) is whole)
    return f"{next(names, whole.name)}-{gpu.label}q"


def _overhead(overhead: Quantity | None) -> str:
    if overhead is None:
        return ""
    factor = plain(overhead, DIMENSIONLESS)
    return "no overhead" if factor == 1 else f"{factor:.9g}x overhead"


def _engine(question: Question) -> str:
    if question.engine is None:
        return ""
    cache = question.kv_precision.id if question.kv_precision else ""
    return " ".join(engine_flags(question.engine, cache))
