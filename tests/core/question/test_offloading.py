"""What of a training run is said to lie in the host's memory."""

import pytest

from core.question.parser import parse

RUN = "full fine-tune llama 3.1 70b zero 3 {} on 2x A100 80GB seq 2048 batch 1"


@pytest.mark.parametrize(
    ("said", "optimizer", "parameters"),
    [
        ("with parameter and optimizer offload", True, True),
        ("with optimizer + param offloading to the cpu", True, True),
        ("with cpu offload of optimizer and parameters", True, True),
        ("offload the optimizer and the weights to host memory", True, True),
        ("com offload do otimizador e dos parâmetros para a CPU", True, True),
        ("with optimizer offload to cpu", True, None),
        ("with cpu offload", True, None),
        ("offload params to cpu", None, True),
        ("with optimizer offload", True, None),
    ],
)
def test_each_thing_that_is_offloaded_is_read(said, optimizer, parameters):
    question = parse(RUN.format(said))

    assert question.training is not None
    assert question.training.offload_optimizer is optimizer
    assert question.training.offload_parameters is parameters
    assert question.unused == ()
    assert "ram" not in question.not_answered


def test_fsdp_offloads_both():
    training = parse("full fine-tune llama 3.1 70b fsdp cpu offload on 8x A100 80GB").training

    assert training is not None
    assert training.offload_optimizer
    assert training.offload_parameters
