"""How a training run is split beside ZeRO: by tensors, layers, sequences and experts."""

from dataclasses import dataclass

from core.asked.question import Training


@dataclass(frozen=True, slots=True)
class Split:
    """
    Sizes in Megatron's words. *gpus* hold one replica; what is left of all GPUs are replicas,
    which *expert* of them divide the experts among (so it takes no further GPUs).
    """

    tensor: int = 1
    pipeline: int = 1
    context: int = 1
    expert: int = 1

    @property
    def gpus(self) -> int:
        """Cards of one replica."""
        return self.tensor * self.pipeline * self.context

    @property
    def is_split(self) -> bool:
        """Whether anything but ZeRO divides the run."""
        return max(self.gpus, self.expert) > 1

    @property
    def by_weights(self) -> bool:
        """Whether weights are divided by it: sequences alone are DeepSpeed's and FSDP's as well."""
        return max(self.tensor, self.pipeline, self.expert) > 1


WHOLE = Split()


def split_of_run(training: Training) -> Split:
    """As it was said; nothing is split unasked."""
    return Split(
        training.tensor_parallel_size or 1,
        training.pipeline_parallel_size or 1,
        training.context_parallel_size or 1,
        training.expert_parallel_size or 1,
    )
