"""
Menus that change one thing of the question in place: precision, context, users, GPU.

A menu's options are too short to carry the question, so it travels in the block_id; where it is
longer than that, "Change…" remains, whose button carries more.
"""

from bot.conversation.state import BLOCK_ID
from bot.i18n import t
from bot.slack.block_kit.blocks import actions, option, select
from bot.slack.block_kit.reply import Block
from bot.views.part import Part
from core.asked.question import Question
from core.catalog.model import Model
from core.planning.result import Answer
from core.units import SEQUENCE, TOKEN_PER_SEQUENCE, whole
from core.wording.amounts import number
from core.wording.say import say_format

PRECISION, CONTEXT, USERS, GPU = "precision", "context", "users", "gpu"
BLOCK = "refine"  # the state follows
ANY_GPU = "any"

# What people choose between, by id of the tables in core/data; a test compares the names.
PRECISIONS = {
    "fp32": "FP32",
    "bf16": "BF16",
    "fp8": "FP8",
    "int8": "INT8",
    "awq": "AWQ",
    "gptq": "GPTQ",
    "nvfp4": "NVFP4",
    "mxfp4": "MXFP4",
    "nf4": "NF4",
    "q8_0": "Q8_0",
    "q6_k": "Q6_K",
    "q5_k_m": "Q5_K_M",
    "q4_k_m": "Q4_K_M",
}
CONTEXTS = tuple(2**power for power in range(11, 21))  # 2,048 to 1,048,576 tokens
USER_COUNTS = tuple(2**power for power in range(10))  # 1 to 512
COUNTS = (1, 2, 4, 8)
GPUS = {
    "t4": "T4",
    "l4": "L4",
    "a10g": "A10G",
    "rtx-4090": "RTX 4090",
    "rtx-5090": "RTX 5090",
    "a100-sxm4-40gb": "A100 40GB",
    "l40s": "L40S",
    "a100-sxm4-80gb": "A100 80GB",
    "h100-sxm5-80gb": "H100 80GB",
    "h200-sxm5-141gb": "H200 141GB",
    "b200-sxm6-180gb": "B200 180GB",
    "mi300x-192gb": "MI300X",
}


def refine_part(answer: Answer, state: str | None) -> Part:
    """The menus that make sense for this answer, with what it assumed as the choice."""
    if state is None or len(BLOCK) + len(state) > BLOCK_ID or len(answer.estimates) > 1:
        return Part()
    question, language = answer.question, answer.question.language
    menus = [_precision_menu(answer, language)]
    if _has_cache(answer):
        if question.intent != "max_context":
            menus.append(_context_menu(answer, language))
        if question.intent != "max_sequences":
            menus.append(_users_menu(answer, language))
    menus.append(_gpu_menu(question, language))
    return Part(blocks=(actions(*menus, block_id=f"{BLOCK}{state}"),), rank=9)


def _has_cache(answer: Answer) -> bool:
    """Context and users weigh only where the architecture is known and somebody serves."""
    known = all(isinstance(estimate.model, Model) for estimate in answer.estimates)
    return known and bool(answer.estimates) and answer.question.task == "serve"


def _precision_menu(answer: Answer, language: str) -> Block:
    options = dict(PRECISIONS)
    current = answer.estimates[0].precision if answer.estimates else None
    if current and current.variant_of in options:  # "FP8" once, of blocks where they are
        options = {
            current.id if id == current.variant_of else id: name for id, name in options.items()
        }
    elif current:
        options.setdefault(current.id, say_format(language, current.name))
    made = [option(name, id) for id, name in options.items()]
    chosen = current and current.id
    return select(t(language, "refine.precision"), PRECISION, made, chosen)


def _context_menu(answer: Answer, language: str) -> Block:
    current = whole(answer.scenarios[0].context_length, TOKEN_PER_SEQUENCE)
    model = answer.scenarios[0].model
    most = (isinstance(model, Model) and model.max_position_embeddings) or max(CONTEXTS)
    values = sorted({current, *(value for value in CONTEXTS if value <= most)})
    options = [option(t(language, "refine.tokens", count=value), str(value)) for value in values]
    return select(t(language, "refine.context"), CONTEXT, options, str(current))


def _users_menu(answer: Answer, language: str) -> Block:
    current = whole(answer.scenarios[0].sequences, SEQUENCE)
    values = sorted({current, *USER_COUNTS})
    options = [option(_users(value, language), str(value)) for value in values]
    return select(t(language, "refine.users"), USERS, options, str(current))


def _users(count: int, language: str) -> str:
    return t(language, "options.user" if count == 1 else "options.users", count=count)


def _gpu_menu(question: Question, language: str) -> Block:
    """The usual cards in any number, and the card that was named in the usual numbers."""
    options = {ANY_GPU: t(language, "refine.any_gpu")} | GPUS
    chosen = ANY_GPU
    if len(question.gpus) == 1:
        named = question.gpus[0]
        counts = sorted({*COUNTS, named.count or 1})
        options = {
            **options,
            named.gpu.id: named.gpu.name,
            **{
                f"{named.gpu.id}:{count}": f"{number(language, count)} × {named.gpu.name}"
                for count in counts
            },
        }
        chosen = f"{named.gpu.id}:{named.count}" if named.count else named.gpu.id
    elif question.gpus:
        chosen = ""  # several cards: none of the options says that
    made = [option(name, id) for id, name in options.items()]
    return select(t(language, "refine.gpu"), GPU, made, chosen)
