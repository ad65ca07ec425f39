"""Preference and reward training by hand: Llama 3.1 8B, 2,048 tokens, 16 bits."""

from dataclasses import replace

import pytest

from core.asked.question import Task, Training
from core.catalog.load import load_catalog
from core.memory.training.parts import parts_of
from core.memory.training.peak import peak
from core.memory.training.recipe import Recipe, recipe
from core.memory.training.states import states
from core.planning.fit import card
from core.planning.rollout import rollout
from tests.core.conftest import model_named, precision, scenario
from tests.sizes import GIB

P = 8_030_261_248
WORDS, LAYERS, HIDDEN = 128_256, 32, 4096
BEFORE = ("reference", "reward", "critic")


def plan_of(method: str, task: Task = "full", gpus: int = 1, **said: object) -> Recipe:
    return recipe(task, Training(method=method, **said), gpus)  # type: ignore[arg-type]


def sizes(plan: Recipe, weights: str = "bf16") -> dict[str, int]:
    found = parts_of(plan, model_named("Llama 3.1 8B"), precision(weights))
    return {part.name: part.size for part in found}


def moments(plan: Recipe, weights: str = "bf16"):
    model = model_named("Llama 3.1 8B")
    return peak(model, plan, states(model, precision(weights), plan))


@pytest.mark.parametrize(
    ("method", "reference", "reward", "critic"),
    [
        ("dpo", 2 * P, 0, 0),
        ("kto", 2 * P, 0, 0),
        ("orpo", 0, 0, 0),
        ("simpo", 0, 0, 0),
        ("grpo", 0, 0, 0),  # beta is 0
        ("rloo", 2 * P, 0, 0),
        ("reward", 0, 0, 0),
        ("ppo", 2 * P, 2 * P, 16 * P),  # the critic: weight, gradient, copy and two moments
    ],
)
def test_models_beside_the_one_that_is_trained(method, reference, reward, critic):
    found = sizes(plan_of(method))

    assert tuple(found.get(name, 0) for name in BEFORE) == (reference, reward, critic)
    assert found["optimizer"] == 12 * P


@pytest.mark.parametrize(("method", "critic"), [("dpo", 0), ("rloo", 0), ("ppo", 16 * P)])
def test_with_adapters_the_model_without_them_is_the_reference(method, critic):
    found = sizes(plan_of(method, "lora"))

    assert "reference" not in found
    assert found.get("critic", 0) == critic


def test_a_critic_beside_a_base_in_4_bits_is_trained_in_16():
    """8-bit AdamW, paged: 2 + 2 + 2 x (1 + 4 / 256) bytes a parameter."""
    plan = plan_of("ppo", "qlora", optimizer="paged_adamw_8bit")

    assert sizes(plan, "nf4-dq")["critic"] == pytest.approx((4 + 2 * (1 + 4 / 256)) * P, rel=1e-9)


@pytest.mark.parametrize(("stage", "share"), [(0, 1), (2, 1), (3, 8)])
def test_frozen_models_are_whole_before_stage_3(stage, share):
    found = sizes(plan_of("ppo", gpus=8, zero_stage=stage))

    assert found["reference"] == found["reward"] == 2 * P // share


def test_pairs_pass_the_model_together():
    """Chosen and rejected: 2 x 2,048 tokens keep an input of each layer, and 14 bytes a logit."""
    found = moments(plan_of("dpo"))

    assert found.kept == 2 * (2 * 2048) * LAYERS * HIDDEN
    assert found.logits == (2 * 2048) * WORDS * 14


def test_a_reward_model_has_scores_and_no_logits():
    found = moments(plan_of("reward"))

    assert found.kept == 2 * (2 * 2048) * LAYERS * HIDDEN
    assert found.logits == 0


def test_policy_and_critic_keep_their_activations_at_the_same_time():
    assert moments(plan_of("ppo")).kept == 2 * 2 * 2048 * LAYERS * HIDDEN


def test_only_the_answer_has_logits():
    """1,024 tokens of answer and the one before them."""
    plan = plan_of("grpo", max_completion_length=1024)

    assert moments(plan).logits == 1025 * WORDS * 14


def test_a_kl_term_needs_the_reference():
    assert sizes(plan_of("grpo", reference=True))["reference"] == 2 * P
    assert "reference" not in sizes(plan_of("dpo", reference=False))


def test_answers_of_all_accumulated_steps_are_written_at_once():
    """64 answers of 2,048 tokens; 2 x 32 layers x 8 heads x 128 x 2 bytes a token: 16 GiB."""
    plan = plan_of("grpo", gradient_accumulation_steps=64)

    found = moments(plan)

    assert found.writing == found.size == 64 * 2048 * 131_072 == 16 * GIB
    assert moments(replace(plan, generated=0)).writing == 0


def test_ppo_keeps_the_scores_of_every_answer():
    """53 tokens x 128,256 words x 4 bytes beside the cache of 565 tokens, for each of 8 answers."""
    plan = plan_of(
        "ppo", max_completion_length=53, sequence_tokens=565, gradient_accumulation_steps=8
    )

    assert moments(plan).writing == 8 * (565 * 131_072 + 53 * WORDS * 4)


# vLLM on the cards that train


def colocated(**said: object):
    usual = scenario(model_named("Llama 3.1 8B"))
    training = Training(method="grpo", use_vllm=True, sequence_tokens=2048, **said)  # type: ignore[arg-type]
    return replace(usual, task="full", training=training)


A100 = load_catalog().gpus["a100-sxm4-80gb"]
CONTEXT = 0.51 * GIB  # vLLM's CUDA context, which its share does not count


def test_vllm_takes_the_share_that_was_named():
    kind = card(A100)

    found = rollout(colocated(vllm_gpu_memory_utilization=0.5), kind, 4)

    assert found is not None
    assert found.size == pytest.approx(0.5 * kind.visible + CONTEXT, abs=GIB / 1000)
    assert (found.starts, found.tensor_parallel) == (True, 1)


def test_a_share_below_the_weights_does_not_start():
    """A tenth of 79.6 GiB is less than the 15 GiB of weights; over four cards it is enough."""
    alone = rollout(colocated(vllm_gpu_memory_utilization=0.1), card(A100), 1)
    four = rollout(colocated(vllm_gpu_memory_utilization=0.1), card(A100), 4)

    assert alone is not None
    assert four is not None
    assert not alone.starts
    assert alone.needs > 2 * P
    assert (four.starts, four.tensor_parallel) == (True, 4)


def test_vllm_elsewhere_takes_nothing():
    assert rollout(colocated(vllm_mode="server"), card(A100), 4) is None
    elsewhere = replace(colocated(), training=Training(method="dpo", use_vllm=True))
    assert rollout(elsewhere, card(A100), 4) is None
