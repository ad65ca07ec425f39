"""
Answers built by hand, so that the views are tested apart from the core.

The numbers are those of real questions, rounded as little as possible: what a reader of these tests
sees is what an asker would see.
"""

from dataclasses import dataclass, replace

from core.asked.held import Held
from core.asked.question import Cards, Engine, Question, Size, Training
from core.asked.scenario import USUAL_OVERHEAD, Scenario
from core.catalog.gpu import GPU
from core.catalog.model import Attention, Model
from core.catalog.precision import Precision
from core.memory.estimate import Estimate
from core.memory.part import Known, Part
from core.memory.rule_of_thumb import RuleOfThumb
from core.planning.placement import FEWEST, Placement, Role
from core.planning.result import Answer, Change, Verdict
from core.planning.share import Share
from core.units import (
    BILLION,
    BIT_PER_ELEMENT,
    GIB_PER_GPU,
    PARAMETER,
    SEQUENCE,
    TOKEN_PER_SEQUENCE,
    Quantity,
)
from core.wording.note import note
from tests.sizes import GIB

SOURCE = "https://example.com/config.json"
CHECKED = "2026-01-31"
COUNTED = note("source.weights")
LLAMA_8_BITS = (note("formula.size", parameters=70_553_706_496, bits=8),)
LLAMA_16_BITS = (note("formula.size", parameters=70_553_706_496, bits=16),)
LLAMA_CACHE = (note("formula.size", parameters=85_899_345_920, bits=16),)


def precision(name: str, bits: float) -> Precision:
    return Precision(
        id=name.lower(), name=name, bits=Quantity(bits, BIT_PER_ELEMENT),
        width=f"{bits} bit/element", kind="float", source=SOURCE, checked=CHECKED,
    )  # fmt: skip


def gpu(name: str, mebibytes: int) -> GPU:
    return GPU(
        id=name.lower().replace(" ", "-"), name=name, vendor="NVIDIA",
        memory=f"{mebibytes} MiB/gpu", source=SOURCE, checked=CHECKED,
    )  # fmt: skip


BF16 = precision("BF16", 16)
FP8 = precision("FP8", 8)
FP16 = precision("FP16", 16)
INT4 = precision("4 bits", 4)
SIXTEEN = precision("16 bits", 16)

H100 = gpu("H100 80GB", 81_559)
A100 = gpu("A100 80GB", 81_920)
L40S = gpu("L40S", 46_068)
RTX_4090 = gpu("RTX 4090", 24_564)

LLAMA_70B = Model(
    id="meta-llama/Llama-3.1-70B-Instruct", name="Llama 3.1 70B", family="Llama 3.1",
    model_type="llama", parameters=Quantity(70_553_706_496, PARAMETER),
    num_hidden_layers=80, hidden_size=8192, vocab_size=128_256,
    attention=(Attention(kind="full", layers=80, num_key_value_heads=8, head_dim=128),),
    source=SOURCE, checked=CHECKED,
)  # fmt: skip


@dataclass(frozen=True)
class KnownRoom:
    max_context: int | None
    max_sequences: int | None
    uneven: bool = False


def placement(
    card: GPU, count: int, needed: float, *, role: Role = Role.NONE, fits: bool = True,
    estimate: int = 0, reserved: float | None = None, users: int | None = None,
    context: int | None = None, pipeline: int = 1, nodes: int = 1,
) -> Placement:  # fmt: skip
    """*needed* and *reserved* in GiB per GPU."""
    capacity = card.capacity
    return Placement(
        estimate=estimate, gpu=card, count=count, tensor_parallel=count // pipeline,
        pipeline_parallel=pipeline, nodes=nodes, fits=fits,
        share=Share(
            parts={"weights": round(needed * GIB)}, needed=round(needed * GIB),
            needed_high=round(needed * 1.05 * GIB),
            reserved=round((needed if reserved is None else reserved) * GIB), capacity=capacity,
            budget=capacity if reserved is None else round(reserved * GIB),
            room=KnownRoom(context, users),
        ),
        valid_tensor_parallel=(1, 2, 4, 8), role=role,
    )  # fmt: skip


def scenario(
    model: Model | Size, form: Precision, *, context: int = 8192, sequences: int = 1
) -> Scenario:
    return Scenario(
        task="serve", model=model, precision=form, kv_precision=BF16,
        held=Held(context, sequences), engine=Engine("vllm"), overhead=USUAL_OVERHEAD,
        training=Training(),
    )  # fmt: skip


def bare_size() -> Answer:
    """70B at 16 bits?"""
    weights = Part(
        "weights", 140_000_000_000, 140_000_000_000, 140_000_000_000, Known.EXACT,
        (note("formula.size", parameters=70_000_000_000, bits=16),), note("source.rule"),
    )  # fmt: skip
    overhead = Part(
        "runtime", 28_000_000_000, 7_000_000_000, 42_000_000_000, Known.MODELLED,
        (note("formula.overhead", percent=20),), note("source.rule"),
    )  # fmt: skip
    size = Size("70B", Quantity(70, BILLION))
    made = Answer(
        question=Question("70B at 16 bits?", models=(size,), precisions=(SIXTEEN,)),
        scenarios=(scenario(size, SIXTEEN),),
        assumed=("20 % on top of the weights",),
        rule_of_thumb=RuleOfThumb(Quantity(70, BILLION), SIXTEEN.bits),
        estimates=(Estimate(size, SIXTEEN, (weights, overhead), "size_only"),),
        placements=(
            placement(A100, 2, 78.23, role=FEWEST | Role.RECOMMENDED),
            placement(H100, 2, 78.23, role=FEWEST | Role.RECOMMENDED),
            placement(L40S, 4, 39.12, role=FEWEST | Role.RECOMMENDED),
        ),
        verdict=Verdict(
            None, 168_000_000_000,
            "70B at 16 bits: 168.0 GB (156.5 GiB). Two A100 80GB hold it, and it is tight.",
        ),
        caveats=(
            "Tight: 2 × A100 80GB leave 1.8 GiB per GPU.",
            "The rule has no term for the KV cache, the context or the users.",
        ),
    )  # fmt: skip
    return replace(made, headline=made.placements[0])


def known_model(*, language: str = "en") -> Answer:
    """llama 3.1 70b fp8 32k context 16 users on H100?"""
    parts = (
        Part(
            "weights",
            72_659_000_000,
            72_600_000_000,
            72_800_000_000,
            Known.EXACT,
            (note("formula.size", parameters=70_553_706_496, bits=8),),
            COUNTED,
        ),
        Part(
            "kv_cache",
            171_798_691_840,
            171_798_691_840,
            171_798_691_840,
            Known.EXACT,
            LLAMA_CACHE,
            COUNTED,
        ),
        Part(
            "activations",
            2_101_346_304,
            1_900_000_000,
            2_400_000_000,
            Known.MODELLED,
            (note("formula.overhead", percent=1),),
            note("source.vllm"),
        ),
        Part(
            "runtime",
            12_455_405_158,
            10_000_000_000,
            15_000_000_000,
            Known.MEASURED,
            (note("formula.overhead", percent=2),),
            note("source.vllm"),
        ),
    )
    context = Quantity(32_768, "token/sequence")
    english = language == "en"
    text = (
        "llama 3.1 70b fp8 32k context 16 users on H100?"
        if english
        else "llama 3.1 70b fp8 com 32k de contexto e 16 usuários em H100?"
    )
    verdict = (
        "Llama 3.1 70B in FP8, 32,768 tokens × 16 users: 4 × H100 80GB."
        if english
        else "Llama 3.1 70B em FP8, 32.768 tokens × 16 usuários: 4 × H100 80GB."
    )
    made = Answer(
        question=Question(
            text, language="en" if english else "pt", models=(LLAMA_70B,), precisions=(FP8,),
            context_length=context, sequences=Quantity(16, "sequence"), gpus=(Cards(H100),),
        ),
        scenarios=(scenario(LLAMA_70B, FP8, context=32_768, sequences=16),),
        assumed=(
            ("KV cache in BF16", "vLLM 0.20") if english else ("cache KV em BF16", "vLLM 0.20")
        ),
        rule_of_thumb=RuleOfThumb(LLAMA_70B.parameters, FP8.bits),
        estimates=(Estimate(LLAMA_70B, FP8, parts, "architecture"),),
        placements=(
            placement(H100, 2, 78.9, role=FEWEST, reserved=73.28, users=6,
                      context=12_288, fits=False),
            placement(H100, 4, 60.31, role=Role.RECOMMENDED, reserved=73.28, users=21,
                      context=43_520),
            placement(H100, 8, 34.87, reserved=73.28, users=52, context=107_520),
        ),
        verdict=Verdict(None, 4, verdict),
        caveats=(
            ("The engine reserves 73.3 GiB of each GPU whatever it needs.",)
            if english
            else ("O motor reserva 73,3 GiB de cada GPU, precise ou não.",)
        ),
        command="vllm serve meta-llama/Llama-3.1-70B-Instruct --tensor-parallel-size 4 "
        "--quantization fp8 --max-model-len 32768 --max-num-seqs 16",
    )  # fmt: skip
    return replace(made, headline=made.placements[1])


def does_not_fit() -> Answer:
    """does llama 3.1 70b bf16 fit on 2x H100?"""
    weights = Part("weights", 141_107_412_992, 141_000_000_000, 141_500_000_000, Known.EXACT,
                        LLAMA_16_BITS, COUNTED)  # fmt: skip
    made = Answer(
        question=Question(
            "does llama 3.1 70b bf16 fit on 2x H100?", intent="fit", models=(LLAMA_70B,),
            precisions=(BF16,), gpus=(Cards(H100, 2),),
        ),
        scenarios=(scenario(LLAMA_70B, BF16),),
        assumed=("8,192 tokens of context", "1 user"),
        rule_of_thumb=RuleOfThumb(LLAMA_70B.parameters, BF16.bits),
        estimates=(Estimate(LLAMA_70B, BF16, (weights,), "architecture"),),
        placements=(
            placement(H100, 2, 84.1, role=Role.ASKED, fits=False, reserved=73.28),
            placement(H100, 4, 41.9, role=FEWEST | Role.RECOMMENDED, reserved=73.28, users=40,
                      context=262_144),
        ),
        verdict=Verdict(False, 2, "No: Llama 3.1 70B in BF16 does not fit on 2 × H100 80GB."),
        changes=(
            Change(note("assumed.context", tokens=4096), Quantity(4.5, GIB_PER_GPU),
                   "llama 3.1 70b fp8 on 2x H100", max_sequences=Quantity(13, SEQUENCE)),
            Change(note("assumed.context", tokens=2048), Quantity(42.2, GIB_PER_GPU),
                   "llama 3.1 70b bf16 on 4x H100", max_sequences=Quantity(40, SEQUENCE),
                   max_context=Quantity(131_072, TOKEN_PER_SEQUENCE)),
        ),
    )  # fmt: skip
    return replace(made, headline=made.placements[0])


def compared() -> Answer:
    """llama 3.1 70b 16 bits vs 4 bits"""
    estimates = tuple(
        Estimate(
            LLAMA_70B, form,
            (
                Part("weights", size, size, size, Known.EXACT, LLAMA_16_BITS, COUNTED),
                Part("kv_cache", 2_684_354_560, 2_684_354_560, 2_684_354_560, Known.EXACT,
                          LLAMA_CACHE, COUNTED),
            ),
            "architecture",
        )
        for form, size in ((BF16, 141_107_412_992), (INT4, 39_600_000_000))
    )  # fmt: skip
    made = Answer(
        question=Question(
            "llama 3.1 70b 16 bits vs 4 bits", intent="compare", models=(LLAMA_70B,),
            precisions=(BF16, INT4),
        ),
        scenarios=(scenario(LLAMA_70B, BF16), scenario(LLAMA_70B, INT4)),
        assumed=("8,192 tokens of context", "1 user"),
        rule_of_thumb=None,
        estimates=estimates,
        placements=(
            placement(H100, 2, 70.2, role=FEWEST, estimate=0),
            placement(H100, 1, 41.3, role=FEWEST, estimate=1),
            placement(L40S, 4, 36.0, role=FEWEST, estimate=0),
            placement(L40S, 1, 41.3, role=FEWEST, estimate=1),
            placement(RTX_4090, 2, 21.0, role=FEWEST, estimate=1),
        ),
        verdict=Verdict(None, None, "Llama 3.1 70B: 133.9 GiB in BF16, 39.4 GiB in 4 bits."),
    )  # fmt: skip
    return replace(made, headline=made.placements[0])
