"""
What something costs beside the rest: "how much extra", "does it eat VRAM", "is it smaller".

The same question is planned without it, and the difference leads the answer.
"""

from dataclasses import dataclass, replace

from core.asked.question import Engine, Question
from core.asked.scenario import Scenario, resolve
from core.catalog.catalog import Catalog
from core.catalog.model import Model
from core.planning.placement import Placement
from core.planning.plan import Plan, plan
from core.planning.verdict import headline
from core.units import BYTE_PER_GPU, whole
from core.wording.note import Bytes, Note, note
from core.wording.say import say, say_note

SAME = 2**26  # byte: less apart is alike
_DRAFTS = (
    "speculative_method", "draft_model", "num_speculative_tokens", "speculative_num_steps",
    "speculative_eagle_topk", "draft_gpu_layers",
)  # fmt: skip
_ADAPTERS = (
    "enable_lora", "max_loras", "max_lora_rank", "fully_sharded_loras", "lora_modules",
)  # fmt: skip
_PICTURES = ("images_per_prompt", "max_pixels", "image_size")
_DRAFT_WORDS = {"mtp": "mtp", "eagle": "head", "eagle3": "head"}


@dataclass(frozen=True, slots=True)
class _Extra:
    """What is asked about, in words, and the fields of the engine that ask for it."""

    what: Note
    fields: tuple[str, ...]
    after: str = ""  # a sentence that belongs to it


def with_difference(question: Question, planned: Plan, summary: str, catalog: Catalog) -> str:
    """*summary*, after what was asked about costs by itself."""
    engine = planned.scenarios[0].engine
    leads = [*_of_host(question, engine)]
    known = all(isinstance(one.model, Model) for one in planned.scenarios)
    if question.difference and question.task == "serve" and known and not leads:
        leads += _leads(question, planned, catalog)
    return " ".join((*leads, summary))


def _of_host(question: Question, engine: Engine) -> list[str]:
    """Flags of memory that is not the card's: said first, asked or not."""
    said: list[str] = []
    if question.task != "serve":
        return said
    if engine.swap_space is not None:
        said.append(say(question.language, "extra.swap_space", size=engine.swap_space))
    if engine.kv_offloading is not None:
        size = Bytes(whole(engine.kv_offloading, BYTE_PER_GPU))
        said.append(say(question.language, "extra.kv_offloading", size=size))
    return said


def _leads(question: Question, planned: Plan, catalog: Catalog) -> list[str]:
    language = question.language
    if len(planned.estimates) == 2:
        return [say_note(language, apart(planned))]
    found = _asked_about(planned.scenarios[0]) if len(planned.estimates) == 1 else None
    if found is None and question.kv_precision is not None and len(planned.estimates) == 1:
        plain = plan(resolve(replace(question, kv_precision=None), catalog))
        what = note("change.kv_precision", precision=question.kv_precision.name)
        return [say_note(language, _adds(what, plain, planned, language))]
    if found is None:
        return []
    engine = question.engine or planned.scenarios[0].engine
    bare = replace(engine, **dict.fromkeys(found.fields))
    without = plan(resolve(replace(question, engine=bare), catalog))
    lead = say_note(language, _adds(found.what, without, planned, language))
    return [lead, say(language, found.after)] if found.after else [lead]


def _asked_about(scenario: Scenario) -> _Extra | None:
    """The draft, the adapters or the pictures of *scenario*."""
    draft, adapters, pictures = scenario.draft, scenario.adapters, scenario.pictures
    if draft is not None and draft.kind == "host":
        return _Extra(note("extra.host", method=scenario.engine.speculative_method or ""), _DRAFTS)
    if draft is not None and draft.kind != "unknown":
        return _Extra(note(f"extra.{_DRAFT_WORDS.get(draft.kind, 'draft')}"), _DRAFTS)
    if adapters is not None:
        what = note("extra.adapters", count=adapters.count, rank=adapters.rank)
        return _Extra(what, _ADAPTERS, "extra.adapters_note")
    if scenario.engine.enforce_eager and scenario.engine.name == "vllm":
        return _Extra(note("extra.eager"), ("enforce_eager",))
    if pictures is not None:
        return _Extra(note("extra.pictures", count=pictures.count), _PICTURES)
    return None


def _adds(what: Note, without: Plan, planned: Plan, language: str) -> Note:
    """The parts of the one less those of the other; per GPU where both are divided alike."""
    size = _total(planned, 0) - _total(without, 0)
    called = say_note(language, what)
    each = _each(headline(without), headline(planned))
    if size <= -SAME and each is not None:
        return note("extra.less_each", what=called, size=Bytes(-size), each=Bytes(-each))
    if size <= -SAME:
        return note("extra.less", what=called, size=Bytes(-size))
    if size < SAME:
        key = "nothing" if what.key == "extra.host" else "little"
        return note(f"extra.{key}", what=called, size=Bytes(SAME))
    if each is None:
        return note("extra.adds", what=called, size=Bytes(size))
    return note("extra.adds_each", what=called, size=Bytes(size), each=Bytes(each))


def apart(planned: Plan) -> Note:
    """How far two alternatives lie apart."""
    size = abs(_total(planned, 0) - _total(planned, 1))
    split = abs(_on_a_card(headline(planned, 0), headline(planned, 1)))
    if size < SAME <= split:
        return note("extra.apart_by_split", each=Bytes(split))
    if size < SAME:
        return note("extra.same", size=Bytes(SAME))
    each = _each(headline(planned, 0), headline(planned, 1))
    if each is None:
        return note("extra.apart", size=Bytes(size))
    return note("extra.apart_each", size=Bytes(size), each=Bytes(abs(each)))


def _total(planned: Plan, index: int) -> int:
    return planned.estimates[index].size


def _on_a_card(one: Placement | None, other: Placement | None) -> int:
    """What one split takes more of each card than another of as many, byte."""
    if one is None or other is None or (one.gpu.id, one.count) != (other.gpu.id, other.count):
        return 0
    return other.share.needed - one.share.needed


def _each(one: Placement | None, other: Placement | None) -> int | None:
    """Byte on each of several GPUs; None on one, and where the split is another."""
    if one is None or other is None or one.count < 2:
        return None
    alike = (one.gpu.id, one.count, one.tensor_parallel, one.pipeline_parallel)
    same = alike == (other.gpu.id, other.count, other.tensor_parallel, other.pipeline_parallel)
    return other.share.needed - one.share.needed if same else None
