"""Sentences that an honest answer does not leave out."""

import re
from collections.abc import Iterator

from core.asked.dtypes import lacks_bf16, needs_float32
from core.asked.question import Engine, Question
from core.asked.scenario import Scenario
from core.asked.split import split_of_run
from core.catalog.catalog import Catalog
from core.catalog.model import Model
from core.catalog.precision import Precision
from core.memory.engines.sglang import SWA_FULL_TOKENS_RATIO, WITH_A_WINDOW_POOL
from core.memory.engines.vllm import NCCL_BELOW_ELSEWHERE, is_hopper
from core.memory.kv_cache import is_window
from core.memory.offload import OFFLOADS
from core.memory.parallelism import judge
from core.memory.splitting.split import split_of
from core.memory.training.host import in_host_memory
from core.memory.training.parts import float32_ends
from core.memory.training.recipe import recipe
from core.planning.answers_room import room_for_answers
from core.planning.beyond import tokens_of
from core.planning.chance import is_known, safe_on
from core.planning.command import serve_command
from core.planning.commands.neuron import LOGICAL_CORES
from core.planning.commands.nodes import without_a_way
from core.planning.commands.others import is_of_another, named_instead
from core.planning.commands.refuses import refused, too_old
from core.planning.comparable import cache_of_comparable_models
from core.planning.fit import CARDS_PER_NODE, card
from core.planning.formats import THREE_BITS
from core.planning.headline import is_tight, may_be_too_few
from core.planning.host_memory import host_memory
from core.planning.placement import Placement, Role
from core.planning.plan import Plan
from core.planning.pooled import encoded, pooled
from core.planning.reported import reported
from core.planning.rollout import rollout
from core.planning.slots import slots
from core.planning.unified import unified
from core.planning.verdict import headline
from core.units import BYTE_PER_GPU, Quantity
from core.wording.amounts import gib
from core.wording.not_used import MOST
from core.wording.note import Bytes, Note, note

DEFAULT_RANK = 16  # of --max-lora-rank: vLLM 0.33.0, config/lora.py
_RANK_PASSED = re.compile(r"max[-_]lora[-_]rank[\s=]+\d")
WHOLE_LAYERS = ("transformers", "llama.cpp")  # engines that split layers over cards, not tensors


def caveats(question: Question, plan: Plan, catalog: Catalog) -> Iterator[Note]:
    """In the order of what matters most."""
    best = headline(plan)
    scenario = plan.scenarios[0]
    if plan.estimates[0].method == "size_only" and question.task == "serve":
        yield note("caveat.rule_of_thumb")
        if question.context_length is not None or question.sequences is not None:
            yield _load(question, plan, catalog)
    if plan.refused is not None and scenario.precision.id in THREE_BITS:
        yield note("caveat.three_bits", precision=scenario.precision.called)
    if best is not None and is_tight(best):
        yield tight_caveat(best)
    if best is not None and may_be_too_few(best):
        yield from _safe(plan, best)
    if best is not None:
        yield from pooled(scenario, best)
    yield from encoded(scenario)
    if best is not None and isinstance(scenario.model, Model) and question.task == "serve":
        placed = plan.scenarios[best.estimate].model
        yield from _about_layout(placed, best, plan) if isinstance(placed, Model) else ()
    if best is not None and question.task == "serve":
        yield from host_memory(plan.scenarios[best.estimate], best)
        yield from slots(question, plan.scenarios[best.estimate])
    if best is not None:
        yield from unified(best)
        yield from _about_card(scenario, best)
        if best.gpu.members > 1:
            yield note("caveat.together")
        passed = _RANK_PASSED.search(question.text) is not None
        for one in _about_engine(plan.scenarios[best.estimate], best):
            if not (passed and one.key == "caveat.default_rank"):
                yield one
        if best.gpu.smallest:
            yield note("caveat.even", gpu=best.gpu.smallest, count=best.count)
    yield from _about_pictures(scenario)
    if best is not None and best.fits and question.task == "serve":
        yield from _about_command(plan.scenarios[best.estimate], best)
        yield from room_for_answers(question, plan.scenarios[best.estimate])
        other, found = named_instead(question), plan.scenarios[best.estimate]
        if other is not None and not (is_of_another(found) and serve_command(found, best)):
            yield note("caveat.no_command_of", name=other)
    for model in {id(s.model): s.model for s in plan.scenarios}.values():
        limit = model.max_position_embeddings if isinstance(model, Model) else None
        if limit and tokens_of(scenario) > limit:
            fixed = isinstance(model, Model) and bool(model.learned_positions)
            key = "caveat.beyond_positions" if fixed else "caveat.beyond_context"
            yield note(key, model=model.name, tokens=limit)
    advertised = [p.gpu for p in plan.placements if p.gpu.memory_basis == "advertised"]
    for gpu in dict.fromkeys(gpu.name for gpu in advertised if not gpu.id[0].isdigit()):
        yield note("caveat.advertised", gpu=gpu)
    yield from reported(question)
    yield from _not_used(question)


def _safe(plan: Plan, best: Placement) -> Iterator[Note]:
    """How many of the cards hold the top of the range."""
    found = safe_on(plan, best)
    if found is not None:
        yield note("caveat.safe", cards=best.gpu.counted(found.count))
    elif is_known(plan.scenarios[best.estimate]):
        yield note("caveat.none_safe", gpu=best.gpu.name)


def tight_caveat(best: Placement) -> Note:
    """Little is left; or what is left does not do if every part lies at the top of its range."""
    cards, left = best.gpu.counted(best.count), best.headroom
    if not may_be_too_few(best):
        return note("caveat.tight", cards=cards, size=left)
    high = best.needed_high
    return note("caveat.may_be_too_few", cards=cards, left=left, high=high, over=high - best.budget)


def _about_pictures(scenario: Scenario) -> Iterator[Note]:
    """Whether they fit into the context; of a model that has no eyes, that."""
    pictures, model = scenario.pictures, scenario.model
    if scenario.task != "serve" or not isinstance(model, Model):
        return
    if scenario.engine.images_per_prompt and not model.other_parameters:
        yield note("caveat.no_pictures", model=model.name)
    if pictures is not None:
        key = "pictures" if pictures.tokens < scenario.held.tokens else "pictures_too_many"
        said = {"count": pictures.count, "width": pictures.width, "height": pictures.height}
        context = scenario.held.tokens
        yield note(f"caveat.{key}", **said, tokens=pictures.tokens, context=context)


def _about_card(scenario: Scenario, best: Placement) -> Iterator[Note]:
    """
    What the card of the headline cannot compute in, that nobody measured on it, and how a training
    run is divided.
    """
    native = best.gpu.native_dtypes
    precision = scenario.precision.id
    if scenario.task == "serve" and too_old(best.gpu, scenario.engine):
        yield note("caveat.too_old", gpu=best.gpu.name, has=best.gpu.compute_capability or "")
    elif precision == "bf16" and lacks_bf16(best.gpu) and not _float32(scenario, best):
        key = "no_bf16" if scenario.task == "serve" else "no_bf16_training"
        yield note(f"caveat.{key}", gpu=best.gpu.name)
    if native and precision.startswith("fp8") and "fp8" not in native:
        yield note("caveat.no_fp8", gpu=best.gpu.name)
    if native and precision == "nvfp4" and "fp4" not in native:
        yield note("caveat.no_fp4", gpu=best.gpu.name)
    if best.gpu.id in LOGICAL_CORES and best.tensor_parallel > 1:
        ranks = best.tensor_parallel * LOGICAL_CORES[best.gpu.id]
        yield note(
            "caveat.logical_cores", gpu=best.gpu.name, chips=best.tensor_parallel, ranks=ranks
        )
    if best.gpu.vendor not in ("nvidia", "") and isinstance(scenario.model, Model):
        yield note("caveat.not_nvidia", gpu=best.gpu.name)
    split = split_of_run(scenario.training)
    if scenario.task != "serve" and split.by_weights and best.count >= split.gpus:
        sizes = {"tensor": split.tensor, "pipeline": split.pipeline, "context": split.context}
        key = "fsdp_split" if best.zero_stage in (2, 3) else "train_split"
        yield note(f"caveat.{key}", **sizes, replicas=best.count // split.gpus)
    elif best.zero_stage:
        yield note("caveat.zero", stage=best.zero_stage)
    host = in_host_memory(scenario)
    if host is not None:
        yield note("caveat.host_training", size=Bytes(host.size), high=Bytes(host.high))
    yield from _about_rollout(scenario, best)
    if scenario.task == "qlora" and isinstance(scenario.model, Model):
        size = Bytes(float32_ends(recipe(scenario.task, scenario.training), scenario.model))
        yield note("caveat.float32_ends", size=size)


def _about_rollout(scenario: Scenario, best: Placement) -> Iterator[Note]:
    """How vLLM is split on cards that train, and where its share is too small for it to start."""
    found = None if scenario.task == "serve" else rollout(scenario, card(best.gpu), best.count)
    if found is None:
        return
    values = {"percent": round(100 * found.share), "size": found.tensor_parallel}
    if found.starts:
        yield note("caveat.rollout", **values)
    else:
        yield note("caveat.rollout_needs", **values, needs=Bytes(found.needs))


def _about_engine(scenario: Scenario, best: Placement) -> Iterator[Note]:
    """What a figure of the engine's own part rests on, and what counts per GPU or per replica."""
    engine = scenario.engine
    if scenario.task != "serve" or not isinstance(scenario.model, Model):
        return
    several = best.tensor_parallel > 1 and engine.name == "vllm" and best.gpu.vendor == "nvidia"
    several = several and engine.cache_max_entry_count is None
    if several and not is_hopper(best.gpu) and (not best.fits or is_tight(best)):
        yield note("caveat.read_on_hopper", gpu=best.gpu.name, size=Bytes(NCCL_BELOW_ELSEWHERE))
    rank = scenario.adapters.rank if scenario.adapters else 0
    if engine.name == "vllm" and rank > DEFAULT_RANK:
        yield note("caveat.default_rank", usual=DEFAULT_RANK, rank=rank)
    if engine.cpu_offload is not None and best.count > 1 and engine.name in OFFLOADS:
        yield note("caveat.cpu_offload", size=engine.cpu_offload, count=best.count)
    yield from _about_windows(scenario, scenario.model)
    copies = best.data_parallel
    weights = best.share.parts.get("weights", 0)
    if copies > 1 and not best.expert_parallel:
        yield note("caveat.copies", copies=copies, size=Bytes(weights * best.count))


def _about_windows(scenario: Scenario, model: Model) -> Iterator[Note]:
    """SGLang's pools are not what the windows of a model would need."""
    windows = [group.sliding_window or 0 for group in model.attention if is_window(group)]
    if scenario.engine.name != "sglang" or not windows or max(windows) >= scenario.held.tokens:
        return
    if model.model_type in WITH_A_WINDOW_POOL:
        ratio = scenario.engine.swa_full_tokens_ratio or SWA_FULL_TOKENS_RATIO
        yield note("caveat.window_pool", ratio=ratio, window=max(windows))
    else:
        yield note("caveat.no_window_pool", model=model.name)


def _float32(scenario: Scenario, best: Placement) -> bool:
    return isinstance(scenario.model, Model) and needs_float32(scenario.model, best.gpu)


def _about_command(scenario: Scenario, best: Placement) -> Iterator[Note]:
    """Where there is no command, this says why."""
    reason = refused(scenario, best) or without_a_way(best, scenario.engine)
    if reason is not None:
        yield reason


def _load(question: Question, plan: Plan, catalog: Catalog) -> Note:
    """Context and users were named, and the rule has no term for them."""
    found = cache_of_comparable_models(plan.scenarios[0], catalog)
    if found is None:
        return note("caveat.load_not_in_rule")
    return note(
        "caveat.load_of_comparable_models",
        low=gib(question.language, found.low),
        low_model=found.low_model,
        high=gib(question.language, found.high),
        high_model=found.high_model,
        models=found.models,
    )


def _about_layout(model: Model, best: Placement, plan: Plan) -> Iterator[Note]:
    precision = plan.scenarios[best.estimate].precision
    split = split_of(plan.scenarios[best.estimate].engine, expert_parallel=best.expert_parallel)
    copies = judge(model, precision, best.tensor_parallel, split).kv_copies
    if copies > 1:
        extra = best.share.parts.get("kv_cache", 0) * (copies - 1) // copies
        yield note(
            "caveat.kv_copies",
            size=best.tensor_parallel,
            copies=copies,
            extra=Quantity(extra, BYTE_PER_GPU),
        )
    yield from _refused(model, precision, best, plan.scenarios[best.estimate].engine)
    together = max(best.gpu.scale_up_domain, best.gpu.gpus_per_node or 1)
    if best.nodes > 1 and best.count > together:
        yield note(_over_the_network(best), nodes=best.nodes)


def _over_the_network(best: Placement) -> str:
    if best.pipeline_parallel > 1:
        per_node = best.gpu.gpus_per_node or CARDS_PER_NODE
        within = best.tensor_parallel <= max(per_node, best.gpu.scale_up_domain)
        return "caveat.nodes" if within else "caveat.nodes_of_ranks"
    return "caveat.nodes_of_experts" if best.expert_parallel else "caveat.nodes_of_ranks"


def _refused(model: Model, precision: Precision, best: Placement, engine: Engine) -> Iterator[Note]:
    """Why the named size, or all the asked cards together, are no tensor-parallel group."""
    if engine.name in WHOLE_LAYERS:
        return
    named = engine.tensor_parallel_size or (best.count if Role.ASKED in best.role else 1)
    whole = bool(engine.enable_expert_parallel)
    reason = judge(model, precision, named, split_of(engine, expert_parallel=whole)).reason
    added = best.expert_parallel and not whole  # the flag that makes the size possible
    if reason is not None and (named != best.tensor_parallel or added):
        yield reason


def _not_used(question: Question) -> Iterator[Note]:
    """A caveat with the words that the first line does not name."""
    named = question.without_role if len(question.without_role) <= MOST else ()
    words = [one for one in question.unused if one not in named]
    if words:
        yield note("caveat.unused", words=", ".join(words))
