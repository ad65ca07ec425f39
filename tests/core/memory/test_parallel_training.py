"""Training that is split by tensors, layers, sequences and experts, by hand."""

from dataclasses import replace

import pytest

from core.answer import answer
from core.asked.question import Training
from core.memory.training.parts import parts_of
from core.memory.training.peak import peak
from core.memory.training.recipe import HABITS, Recipe, recipe
from core.memory.training.states import states
from tests.core.conftest import model_named, precision

# Llama 3.1 70B: 80 layers, hidden 8,192; embedding and head 128,256 x 8,192 each
P, ENDS = 70_553_706_496, 128_256 * 8192
LAYERS = P - 2 * ENDS
SPLIT = Recipe(
    "full", zero_stage=1, data_parallel=2, tensor_parallel=8, pipeline_parallel=4,
    sequence_tokens=4096, habits=HABITS["megatron"],
)  # fmt: skip


def sizes(plan: Recipe, name: str = "Llama 3.1 70B") -> dict[str, int]:
    return {part.name: part.size for part in parts_of(plan, model_named(name), precision("bf16"))}


def moments(plan: Recipe, name: str = "Llama 3.1 70B"):
    model = model_named(name)
    return peak(model, plan, states(model, precision("bf16"), plan))


def test_a_stage_holds_its_layers_and_one_end():
    """(68,452,360,192 / 4 + 1,050,673,152) / 8 parameters: 2 bytes, 4, and 12 over 2 replicas."""
    here = (LAYERS // 4 + ENDS) // 8

    found = sizes(SPLIT)

    assert here == 2_270_470_400
    assert (found["weights"], found["gradients"]) == (2 * here, 4 * here)
    assert found["optimizer"] == 12 * here // 2


def test_layers_that_do_not_divide_fill_the_first_stages():
    """61 layers over 4 stages: 16 of 61."""
    plan = replace(SPLIT, tensor_parallel=1)
    model = model_named("DeepSeek V3")
    ends = 129_280 * 7168
    rest = model.elements - 2 * ends

    assert sizes(plan, "DeepSeek V3")["weights"] == pytest.approx(
        2 * (rest * 16 / 61 + ends), rel=1e-9
    )


def test_both_ends_hold_a_tied_embedding():
    """Llama 3.2 1B: 128,256 x 2,048, embedding and head in one; 16 layers."""
    model, ends = model_named("Llama 3.2 1B"), 128_256 * 2048
    plan = replace(SPLIT, tensor_parallel=1, pipeline_parallel=2)

    found = sizes(plan, "Llama 3.2 1B")["weights"]

    assert found == pytest.approx(2 * ((model.elements - ends) / 2 + ends), rel=1e-9)


def test_the_first_stage_keeps_as_many_micro_batches_as_there_are_stages():
    """4 x 4,096 tokens x 20 layers x 8,192 x 2 bytes / 8 ranks, and no logits."""
    found = moments(SPLIT)

    assert found.kept == 4 * 4096 * 20 * 8192 * 2 / 8
    assert (found.micro_batches, found.logits) == (4, 0)


def test_fewer_micro_batches_than_stages_fill_no_more():
    assert moments(replace(SPLIT, micro_batches=2)).micro_batches == 2


def test_the_last_stage_counts_where_its_logits_are_more():
    """Llama 3.2 1B in two stages of 8 layers: 2,048 tokens x 128,256 words x 14 bytes."""
    plan = Recipe("full", zero_stage=1, pipeline_parallel=2)

    found = moments(plan, "Llama 3.2 1B")

    assert found.logits == 2048 * 128_256 * 14
    assert found.kept == 2048 * 8 * 2048 * 2


def test_without_sequence_parallelism_the_inputs_stay_whole():
    """Checkpointed inputs on every rank; otherwise 8 of 12 h + 4 I elements a token and layer."""
    whole = replace(SPLIT, sequence_parallel=False, pipeline_parallel=1)
    model = model_named("Llama 3.1 70B")
    kept_all = 12 * 8192 + 4 * 28_672

    assert moments(whole).kept == 4096 * 80 * 8192 * 2
    found = moments(replace(whole, checkpointing="none")).kept
    expected = 4096 * 80 * 2 * ((kept_all - 8 * 8192) / 8 + 8 * 8192)
    assert found == pytest.approx(expected, rel=1e-9)
    divided = moments(replace(SPLIT, pipeline_parallel=1, checkpointing="none")).kept
    assert divided == pytest.approx(4096 * 80 * 2 * kept_all / 8, rel=1e-9)
    assert model.intermediate_size == 28_672


def test_sequences_are_divided_and_their_ranks_share_the_optimizer():
    plan = Recipe("full", zero_stage=1, context_parallel=4, data_parallel=2, sequence_tokens=8192)

    found = moments(plan)

    assert found.logits == 2048 * 128_256 * 14
    assert sizes(plan)["optimizer"] == 12 * P // 8


def test_experts_are_divided_and_the_rest_is_not():
    """Qwen3 30B A3B: 48 layers of 128 experts, three matrices of 2,048 x 768."""
    model, experts = model_named("Qwen3 30B A3B"), 48 * 128 * 3 * 2048 * 768
    rest = model.elements - experts
    plan = replace(
        SPLIT, tensor_parallel=1, pipeline_parallel=1, data_parallel=16, expert_parallel=8
    )

    found = sizes(plan, "Qwen3 30B A3B")

    assert found["weights"] == 2 * (rest + experts // 8)
    assert found["gradients"] == 4 * (rest + experts // 8)
    assert found["optimizer"] == pytest.approx(12 * model.elements / 16, rel=1e-9)


def test_experts_are_divided_over_no_more_gpus_than_there_are():
    """TP 4 and EP 8 on 8 GPUs: an eighth of the experts, a quarter of the rest."""
    model, experts = model_named("Qwen3 30B A3B"), 48 * 128 * 3 * 2048 * 768
    plan = replace(
        SPLIT, tensor_parallel=4, pipeline_parallel=1, data_parallel=2, expert_parallel=8
    )

    found = sizes(plan, "Qwen3 30B A3B")

    expected = 2 * ((model.elements - experts) / 4 + experts / 8)
    assert found["weights"] == pytest.approx(expected, rel=1e-9)


def test_fsdp_in_a_pipeline_keeps_its_stage_whole():
    """(LAYERS / 4 + ENDS) / 8 parameters: weights of 2 bytes, gradients of 4."""
    plan = replace(SPLIT, zero_stage=3, habits=HABITS["torchtitan"])

    assert moments(plan).gathered == pytest.approx(6 * 2_270_470_400, rel=1e-9)


def test_a_split_has_the_habits_of_megatron():
    said = recipe("pretrain", Training(tensor_parallel_size=8, pipeline_parallel_size=4), 64)

    assert (said.data_parallel, said.zero_stage, said.gpus) == (2, 1, 64)
    assert said.habits == HABITS["megatron"]
    assert recipe("full", Training(), 8).tensor_parallel == 1


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("full fine-tune llama 3.1 70b tp 8 pp 4 on 24xH100",
         "takes 32 GPUs, and 24 are no multiple of that"),
        ("full fine-tune llama 3.1 70b tp 5 on 10xH100",
         "64 attention heads do not divide by tensor parallel 5"),
        ("pretrain llama 3.1 8b tp 4 pp 2 dp 4 on 8xH100", "4 replicas take 32 GPUs, not 8"),
        ("pretrain llama 3.1 8b --expert-model-parallel-size 2 on 8xH100",
         "Llama 3.1 8B has no experts"),
    ],
)  # fmt: skip
def test_sizes_that_do_not_go_together_are_refused(question, reason):
    found = answer(question).verdict

    assert found.fits is False
    assert reason in found.summary


def test_replicas_that_are_named_make_the_count():
    found = answer("pretrain llama 3.1 8b tp 4 pp 2 dp 4 on H100").headline

    assert found is not None
    assert (found.count, found.tensor_parallel, found.pipeline_parallel) == (32, 4, 2)


def test_a_split_of_a_run_is_read_as_its_own():
    found = answer("tp 8 pp 4 64xH100 pretrain llama 3.1 70b")

    assert found.headline is not None
    best = found.headline
    assert (best.count, best.tensor_parallel, best.pipeline_parallel) == (64, 8, 4)
    assert best.fits
    assert "Not counted" not in found.verdict.summary
    # 25.37 GiB of states, 0.63 of inputs, one layer anew, 2 GiB of context and a tenth of slack
    assert best.share.needed / 2**30 == pytest.approx(25.37 + 0.63 + 0.34 + 2.0, abs=0.15)
