"""
Architectures of Transformers as fake tensors on the CPU, one step of training under `Live`, and the
same architecture as our Model. Nothing is computed and nothing is allocated, but with adapters,
which PEFT cannot put on fake tensors: these runs are real and small.
"""

import json
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import pytest

from core.catalog.hf_config import read_config
from core.catalog.model import Model
from tests.oracle.live import Live, torch

transformers: Any = pytest.importorskip("transformers", reason="the oracle needs [oracle]")
_fake: Any = pytest.importorskip("torch._subclasses.fake_tensor")

WIDTHS: dict[str, dict[str, Any]] = {
    # Llama 2 7B's heads, Llama 3.1 8B's, Qwen3's mixture: widths small enough to be made in no time
    "dense": {"architecture": "LlamaForCausalLM", "num_key_value_heads": 16},
    "gqa": {"architecture": "LlamaForCausalLM", "num_key_value_heads": 4},
    "qwen2": {"architecture": "Qwen2ForCausalLM", "num_key_value_heads": 4},
    "mistral": {"architecture": "MistralForCausalLM", "num_key_value_heads": 4},
    "small": {
        "architecture": "LlamaForCausalLM", "hidden_size": 512, "intermediate_size": 1408,
        "num_attention_heads": 8, "num_key_value_heads": 2,
    },
    "normed_heads": {
        "architecture": "Qwen3ForCausalLM", "num_key_value_heads": 4, "head_dim": 128,
    },
    "mixture": {
        "architecture": "Qwen3MoeForCausalLM", "num_key_value_heads": 4, "num_experts": 16,
        "num_experts_per_tok": 4, "moe_intermediate_size": 768, "head_dim": 128,
        "decoder_sparse_step": 1, "mlp_only_layers": [],
    },
}  # fmt: skip
COMMON = {
    "hidden_size": 2048,
    "intermediate_size": 5632,
    "num_attention_heads": 16,
    "vocab_size": 4096,
    "tie_word_embeddings": False,
    "max_position_embeddings": 4096,
}
TOKENS = 512
FEW = 128  # of a run that is computed


@dataclass(frozen=True)
class Step:
    """Bytes of one step on *tokens* tokens: kept until the loss, gradients, states."""

    parameters: int  # elements
    trained: int  # elements
    kept: int
    gradients: int
    states: int


def ours(kind: str, layers: int) -> Model:
    """The same architecture as we read it from its config.json."""
    return read_config(json.dumps(_config(kind, layers).to_dict()), name=kind)


def step(
    kind: str, layers: int, *, checkpointing: bool = False, lora: tuple[str, ...] = ()
) -> Step:
    """Forward to the last hidden state, backward, one step of AdamW."""
    with nullcontext() if lora else _fake.FakeTensorMode(allow_non_fake_inputs=True):
        model = _in_16_bits(_config(kind, layers))
        trained = list(model.parameters())
        if lora:
            model, trained = _adapted(model, lora)
        if checkpointing:
            options = {"use_reentrant": False}
            model.gradient_checkpointing_enable(gradient_checkpointing_kwargs=options)
        model.train()
        tokens = torch.zeros(1, FEW if lora else TOKENS, dtype=torch.long)
        # Padded, as batches are: without a mask SDPA keeps keys and values of their own heads only.
        mask = torch.ones_like(tokens)
        if lora:
            mask[0, 0] = 0
        every = [*model.parameters(), *model.buffers(), tokens, mask]
        live = Live(every)
        with live:
            body = model.base_model.model.model if lora else model.model
            found = body(input_ids=tokens, attention_mask=mask, use_cache=False)
            hidden = found.last_hidden_state
            kept = live.now - live.start
            hidden.float().sum().backward()
        optimizer = torch.optim.AdamW(trained, foreach=True)
        optimizer.step()
    reached = [each for each in trained if each.grad is not None]
    states = [
        value
        for state in optimizer.state.values()
        for name, value in state.items()
        if name != "step"
    ]
    return Step(
        parameters=sum(each.numel() for each in model.parameters()),
        trained=sum(each.numel() for each in reached),
        kept=kept,
        gradients=sum(each.grad.numel() * each.grad.element_size() for each in reached),
        states=sum(each.numel() * each.element_size() for each in states),
    )


def kept_by_a_layer(kind: str, **how: Any) -> float:
    """
    Bytes of one token in one layer: what two more layers keep, so that ends do not count.

    Attention on the CPU keeps its mask in every layer, 2 bytes for each pair of tokens, which that
    of a GPU does not: taken off. Layers that are made anew keep none.
    """
    two, four = (step(kind, layers, **how).kept for layers in (2, 4))
    tokens = FEW if how.get("lora") else TOKENS
    mask = 0 if how.get("checkpointing") else 2 * tokens
    return (four - two) / 2 / tokens - mask


def largest_of_loss(tokens: int = 512, words: int = 4096) -> float:
    """Bytes a logit at the peak of Transformers' loss, 16-bit logits in the hands of the caller."""
    loss_utils = pytest.importorskip("transformers.loss.loss_utils")
    hidden = torch.randn(1, tokens, 8, dtype=torch.bfloat16, requires_grad=True)
    head = torch.nn.Parameter(torch.randn(words, 8, dtype=torch.bfloat16))
    labels = torch.zeros(1, tokens, dtype=torch.long)
    live = Live([hidden, head, labels])
    with live:
        logits = hidden @ head.t()
        loss_utils.ForCausalLMLoss(logits, labels, words).backward()
    return (live.peak - live.start) / (tokens * words)


def copies_of_an_update(**how: bool) -> float:
    """Of the trained weights, in the optimizer's step: AdamW over ten matrices."""
    weights = [torch.nn.Parameter(torch.zeros(64, 64)) for _ in range(10)]
    for each in weights:
        each.grad = torch.ones_like(each)
    optimizer = torch.optim.AdamW(weights, **how)
    optimizer.step()
    states = [value for state in optimizer.state.values() for value in state.values()]
    live = Live([*weights, *(each.grad for each in weights), *states])
    with live:
        optimizer.step()
    return (live.peak - live.start) / sum(each.numel() * each.element_size() for each in weights)


def _config(kind: str, layers: int) -> Any:
    widths = WIDTHS[kind]
    config_class = getattr(transformers, widths["architecture"]).config_class
    fields = {name: value for name, value in widths.items() if name != "architecture"}
    config = config_class(**(COMMON | fields), num_hidden_layers=layers)
    config.architectures = [widths["architecture"]]
    config._attn_implementation = "sdpa"
    return config


def _in_16_bits(config: Any) -> Any:
    usual = torch.get_default_dtype()
    torch.set_default_dtype(torch.bfloat16)
    try:
        return getattr(transformers, config.architectures[0])(config)
    finally:
        torch.set_default_dtype(usual)


def _adapted(model: Any, names: tuple[str, ...]) -> tuple[Any, list[Any]]:
    peft = pytest.importorskip("peft", reason="adapters need peft, of the extra [oracle]")
    targets = "all-linear" if names == ("all-linear",) else list(names)
    settings = peft.LoraConfig(r=8, target_modules=targets, lora_dropout=0.0)
    adapted = peft.get_peft_model(model, settings)
    return adapted, [each for each in adapted.parameters() if each.requires_grad]
