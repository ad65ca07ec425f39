"""
A pasted log -> what happened, what was measured beside what we estimate, what would help.

    >>> found = answer_log("ValueError: No available memory for the cache blocks. vllm")
    >>> found.happened.key, found.answered
    ('log.no_kv', None)

Nothing of ours stands beside a log whose model, format or weights we do not know.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from core.answer import answer_question
from core.asked.question import Cards, Language, Question
from core.catalog.catalog import Catalog
from core.catalog.load import load_catalog
from core.catalog.model import Model
from core.errors import QuestionError
from core.logs.compared import Compared, compared, each_token_alike, measured
from core.logs.fact import bytes_of
from core.logs.happened import happened
from core.logs.log import BY_BUFFER, Log
from core.logs.question import cards_of, question_of, ranks, says_ranks, tensor_parallel
from core.logs.read import read_log
from core.logs.suggested import Suggested, suggested, with_flag
from core.memory.layout import Layout
from core.memory.weights import weights
from core.planning.result import Answer, Change
from core.question.parser import parse
from core.units import Quantity
from core.wording.note import Bytes, Note, note

CLOSE = 0.01
MOST_OFF = 0.15  # of the weights: what is further off is another model or format
OF_ANY_PROGRAM = ("PyTorch", "nvidia-smi")  # whose output may be of whatever runs
Ask = Callable[[Question], Answer]


@dataclass(frozen=True, slots=True)
class LogAnswer:
    """
    *asked* is the question that was made of the log, "" where none could be; *answered* what we
    say to it, None where nothing of ours may stand beside the log, and *unsure* says why.
    *by_the_log* are changes by measured figures, *by_us* those by our estimate.
    """

    log: Log
    language: Language
    happened: Note
    parts: tuple[Compared, ...]
    asked: str = ""
    answered: Answer | None = None
    unsure: Note | None = None
    by_the_log: tuple[Suggested, ...] = ()
    by_us: tuple[Change, ...] = ()


def answer_log(
    text: str,
    said: str = "",
    *,
    language: Language | None = None,
    ask: Ask | None = None,
    catalog: Catalog | None = None,
) -> LogAnswer | None:
    """
    None where *text* is no log. *said* is what the asker writes beside it: its model and cards
    count where the log names none, and its language is that of the answer.
    """
    catalog = catalog or load_catalog()
    log = read_log(text, catalog)
    if log is None:
        return None
    beside = _beside(said, catalog)
    log = _with_cards_of(beside, log)
    tongue: Language = language or (beside.language if beside else "en")
    asked = _asked(log, said, beside, tongue, catalog)
    alone = LogAnswer(log, tongue, happened(log), measured(log), asked)
    by_the_log = suggested(log, asked, lambda _: False)
    if not asked:
        return replace(alone, unsure=note("log.no_model"), by_the_log=by_the_log)
    question, why = _question(log, asked, catalog)
    if question is None:
        return replace(alone, unsure=why, by_the_log=by_the_log)
    question = replace(question, language=tongue)
    try:
        found = (ask or answer_question)(question)
    except QuestionError:
        return replace(alone, unsure=note("log.unknown_model"), by_the_log=by_the_log)
    return _beside_each_other(alone, found, ask or answer_question, catalog)


def _beside(said: str, catalog: Catalog) -> Question | None:
    """What is understood of the asker's own words, which need no model."""
    if not said.strip():
        return None
    try:
        return parse(said, None, catalog)
    except QuestionError as error:
        return error.understood if isinstance(error.understood, Question) else None


def _with_cards_of(beside: Question | None, log: Log) -> Log:
    """Divided over as many cards as the asker says, where the log says nothing of it."""
    gpus: tuple[Cards, ...] = beside.gpus if beside else ()
    count = gpus[0].count if len(gpus) == 1 else None
    flag = {"vLLM": "tensor-parallel-size", "SGLang": "tp-size"}.get(log.program)
    if count is None or count < 2 or flag is None or says_ranks(log):
        return log
    return replace(log, settings=replace(log.settings, flags={flag: str(count)}))


def _asked(
    log: Log, said: str, beside: Question | None, language: Language, catalog: Catalog
) -> str:
    """The asker's model counts as well where the log names a file that we do not know."""
    if log.program in OF_ANY_PROGRAM and not log.settings.command:
        return _own_question(log, said, beside, language)
    model, cards, context = _model(beside), _cards(beside), _context(beside)
    asked = question_of(log, model, cards, language, context)
    if not model or not asked or _question(log, asked, catalog)[0] is not None:
        return asked
    other = question_of(log, model, cards, language, context, instead=True)
    return other if _question(log, other, catalog)[0] is not None else asked


def _own_question(log: Log, said: str, beside: Question | None, language: Language) -> str:
    """
    Of a traceback or of nvidia-smi, which may be of any program: what the asker says, with the
    card of the log where no other is named.
    """
    if beside is None or not beside.models:
        return ""
    where = cards_of(log, language)
    on = "em" if language == "pt" else "on"
    return said if beside.gpus or not where else f"{said}\n{on} {where}"


def _model(beside: Question | None) -> str:
    models = beside.models if beside else ()
    if len(models) != 1 or not isinstance(models[0], Model):
        return ""
    formats = beside.precisions if beside else ()
    return " ".join((models[0].id or models[0].name, *(one.spoken for one in formats[:1])))


def _cards(beside: Question | None) -> str:
    gpus: tuple[Cards, ...] = beside.gpus if beside else ()
    return f"{gpus[0].count or 1}x {gpus[0].gpu.name}" if len(gpus) == 1 else ""


def _context(beside: Question | None) -> Quantity | None:
    return beside.context_length if beside else None


def _question(log: Log, asked: str, catalog: Catalog) -> tuple[Question | None, Note | None]:
    """The question, or why there is none."""
    try:
        question = parse(asked, None, catalog)
    except QuestionError:
        return None, note("log.unknown_model")
    if len(question.models) != 1 or not isinstance(question.models[0], Model):
        return None, note("log.unknown_model")
    if question.compare or (question.task != "serve" and log.program not in OF_ANY_PROGRAM):
        return None, note("log.unknown_model")
    if log.program in BY_BUFFER and not question.precisions:
        return None, note("log.no_format")
    most = question.models[0].max_position_embeddings
    if question.context_length is None and most and log.program in ("vLLM", "SGLang"):
        flag = "--context-length" if log.program == "SGLang" else "--max-model-len"
        lines = asked.split("\n")
        at = 1 if cards_of(log) and len(lines) > 1 else 0
        lines.insert(len(lines) - at, f"{flag} {most}")
        question = parse(" ".join(lines), None, catalog)
    return question, None


def _beside_each_other(alone: LogAnswer, found: Answer, ask: Ask, catalog: Catalog) -> LogAnswer:
    log, scenario = alone.log, found.scenarios[0]
    gpu = found.question.gpus[0].gpu if len(found.question.gpus) == 1 else None
    parts = compared(log, scenario, _layout(log, found), gpu)
    if log.program in BY_BUFFER and found.question.context_length is None:
        parts = tuple(replace(one, ours=None) if one.what != "weights" else one for one in parts)
    split = _is_split(log, parts)
    if split:
        parts = tuple(replace(one, ours=None) if one.what == "weights" else one for one in parts)
    other = _other_weights(log, found, parts)
    if other is not None:
        return replace(alone, unsure=other)
    if _is_in_8_bits(alone, parts):
        return _in_8_bits(alone, ask, catalog)

    def fits(asked: str) -> bool:
        try:
            changed = ask(parse(asked, None, catalog))
        except QuestionError:
            return False
        return changed.verdict.fits is True

    alike = isinstance(scenario.model, Model) and each_token_alike(scenario.model)
    fits_here, failed = found.verdict.fits, log.failure is not None
    return replace(
        alone,
        parts=parts,
        answered=found,
        unsure=_otherwise(fits_here, failed, log) or (note("log.split") if split else None),
        by_the_log=suggested(log, alone.asked, fits, each_token_alike=alike),
        by_us=found.changes if failed else (),
    )


def _is_in_8_bits(alone: LogAnswer, parts: tuple[Compared, ...]) -> bool:
    """Whether the cache holds twice the tokens that it holds in 16 bits, and nobody said why."""
    errors = {part.what: part.error for part in parts if part.error is not None}
    error = errors.get("kv_tokens")
    unsaid = "kv-cache-dtype" not in alone.asked.replace("_", "-")
    return error is not None and abs(error + 0.5) < CLOSE and unsaid


def _in_8_bits(alone: LogAnswer, ask: Ask, catalog: Catalog) -> LogAnswer:
    kind = "fp8_e4m3" if alone.log.program == "SGLang" else "fp8"
    asked = with_flag(alone.asked, "--kv-cache-dtype", kind)
    changed = replace(parse(asked, None, catalog), language=alone.language)
    beside = _beside_each_other(replace(alone, asked=asked), ask(changed), ask, catalog)
    return replace(beside, unsure=beside.unsure or note("log.in_8_bits"))


def _otherwise(fits: bool | None, failed: bool, log: Log) -> Note | None:
    """Where our verdict and the log differ."""
    if fits and failed and log.failure and log.failure.kind not in ("not_free", "heads"):
        return note("log.fits_here")
    loaded = any(fact.what == "kv_tokens" for fact in log.facts)
    if fits is False and not failed and loaded:
        return note("log.refused_here")
    return None


def _layout(log: Log, found: Answer) -> Layout:
    """As the log's ranks say, or as our placement on the same number of cards."""
    width, count = tensor_parallel(log), ranks(log)
    best = found.headline
    if best is not None and best.count == count and best.tensor_parallel == width:
        sizes = (best.tensor_parallel, best.pipeline_parallel, best.data_parallel)
        return Layout(*sizes, best.expert_parallel)
    return Layout(width, max(1, count // width))


def _is_split(log: Log, parts: tuple[Compared, ...]) -> bool:
    """
    Whether llama.cpp keeps weights in the computer's memory that we take to be on the cards, as
    where experts stay there.
    """
    host = log.summed("host_weights")
    part = next((one for one in parts if one.what == "weights" and one.ours is not None), None)
    if log.program not in BY_BUFFER or host is None or part is None or part.ours is None:
        return False
    ours, said = bytes_of(part.ours), bytes_of(part.measured)
    return said < (1 - MOST_OFF) * ours < said + bytes_of(host)


def _other_weights(log: Log, found: Answer, parts: tuple[Compared, ...]) -> Note | None:
    """Weights so far from ours that they cannot be those of this model in this format."""
    scenario, file = found.scenarios[0], log.most("file_size")
    if log.program in BY_BUFFER and file is not None and isinstance(scenario.model, Model):
        ours = weights(scenario.model, scenario.precision)
        said = bytes_of(file)
    else:
        part = next((one for one in parts if one.what == "weights"), None)
        if part is None or part.ours is None:
            return None
        ours, said = bytes_of(part.ours), bytes_of(part.measured)
    if abs(ours - said) <= MOST_OFF * said:
        return None
    model, precision = scenario.model.name, scenario.precision.name
    return note("log.other_weights", model=model, precision=precision, ours=Bytes(ours))
