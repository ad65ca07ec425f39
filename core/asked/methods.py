"""
What a method of preference or reward training holds beside the model it trains, in TRL.

Read at trl f2cd5771: trainer/dpo_trainer.py, kto_trainer.py, grpo_trainer.py, rloo_config.py,
experimental/ppo/ppo_trainer.py, experimental/orpo, experimental/cpo.
"""

from dataclasses import dataclass, replace

from core.asked.question import Training


@dataclass(frozen=True, slots=True)
class Method:
    """
    *pairs*: a chosen and a rejected answer pass the model together, twice the batch. *reference*:
    a frozen copy of the model. *reward*: a frozen model that scores. *critic*: a second model of
    the same size, trained in full. *generates*: answers are written while it trains.
    """

    pairs: bool = False
    reference: bool = False
    reward: bool = False
    critic: bool = False
    generates: bool = False
    scores: bool = False  # a score a sequence, and no logits


SUPERVISED = Method()
METHODS: dict[str, Method] = {
    "dpo": Method(pairs=True, reference=True),
    "ipo": Method(pairs=True, reference=True),
    "kto": Method(reference=True),
    "orpo": Method(pairs=True),
    "cpo": Method(pairs=True),
    "simpo": Method(pairs=True),
    "reward": Method(pairs=True, scores=True),
    "rm": Method(pairs=True, scores=True),
    "grpo": Method(generates=True),  # beta is 0 unless it is set, and no reference is loaded
    "rloo": Method(generates=True, reference=True),
    "ppo": Method(generates=True, reference=True, reward=True, critic=True),
}
USUAL_SHARE = 0.3  # vllm_gpu_memory_utilization of GRPOConfig
USUAL_PROMPT = 512  # tokens of a prompt, where only the answer's are said


def method_of(training: Training) -> Method:
    """That of *training*, with a reference or reward model where one was asked for or refused."""
    found = METHODS.get(training.method or "", SUPERVISED)
    if found is SUPERVISED:
        return found
    reference = training.reference if training.reference is not None else found.reference
    reward = training.reward if training.reward is not None else found.reward
    return replace(
        found,
        reference=reference or training.ref_model is not None,
        reward=reward or training.reward_model is not None,
    )


def colocates(training: Training) -> bool:
    """Whether vLLM writes the answers on the cards that train."""
    writes = method_of(training).generates and training.use_vllm is True
    return writes and training.vllm_mode != "server"
