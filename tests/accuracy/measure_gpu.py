"""
What isolates one term of a training step, measured on a machine with a GPU: no network, random
weights. Rows go to standard output as JSON Lines, in the form of measured.jsonl.

    python -m tests.accuracy.measure_gpu > rows.jsonl
    python -m tests.accuracy.measure_gpu --device cpu     # small, and as far as a CPU goes

Terms (`workload` "term") are numbers without a formula of ours to compare them with; whole steps
(`workload` "train") are compared like any other row by `python -m tests.accuracy FILE`. Needs the
extra [oracle].
"""

import argparse
import datetime
import json
import sys
from collections.abc import Iterator
from typing import Any

GIB = 2**30
WORDS, LENGTHS = (32_000, 128_256, 256_000), (512, 2048, 8192)
UPDATES = ({"foreach": False}, {"foreach": True}, {"fused": True})
PROMPTS = (2048, 8192, 32_768)
SMALL = {"hidden_size": 256, "intermediate_size": 704, "num_hidden_layers": 2,
         "num_attention_heads": 4, "num_key_value_heads": 2, "vocab_size": 1024}  # fmt: skip
LARGE = {"hidden_size": 4096, "intermediate_size": 14_336, "num_hidden_layers": 4,
         "num_attention_heads": 32, "num_key_value_heads": 8, "vocab_size": 32_000}  # fmt: skip

Row = dict[str, Any]


def main(arguments: list[str] | None = None) -> int:
    """Exit status: 0, and 2 where PyTorch or the card is missing."""
    parser = argparse.ArgumentParser(prog="python -m tests.accuracy.measure_gpu")
    parser.add_argument("--device", choices=("cuda", "cpu"), default="cuda")
    chosen = parser.parse_args(arguments)
    try:
        import torch
    except ImportError:
        print("measure_gpu needs PyTorch: the extra [oracle]", file=sys.stderr)
        return 2
    if chosen.device == "cuda" and not torch.cuda.is_available():
        print("no GPU that PyTorch sees; --device cpu measures as far as a CPU goes",
              file=sys.stderr)  # fmt: skip
        return 2
    for row in rows(chosen.device):
        print(json.dumps(row), flush=True)
    return 0


def rows(device: str) -> Iterator[Row]:
    """Every term that *device* can show, and one whole step for each way to train."""
    large = device == "cuda"
    for words in WORDS if large else WORDS[:1]:
        for tokens in LENGTHS if large else LENGTHS[:1]:
            value = bytes_a_logit(device, tokens, words)
            yield _term(device, "bytes_per_logit", value, words=words, tokens=tokens)
    for how in UPDATES:
        [(name, on)] = how.items()
        value = copies_of_an_update(device, how)
        yield _term(device, "copies_of_an_update", value, how=name, on=on)
    for attention in ("sdpa", "eager"):
        value = attention_peak(device, attention, LENGTHS[1] if large else LENGTHS[0])
        yield _term(device, "attention_peak_gib", value / GIB, how=attention)
    yield _term(device, "autocast_copies", autocast_copies(device))
    shape = LARGE if large else SMALL
    for targets in (None, ("q_proj", "v_proj"), ("all-linear",)):
        for checkpointing in (True, False):
            yield whole_step(device, shape, targets, checkpointing)
    if large:
        yield from _of_the_card()
        for tokens in PROMPTS:
            yield _term(device, "generate_peak_gib", generate_peak(tokens) / GIB, tokens=tokens)


def bytes_a_logit(device: str, tokens: int, words: int) -> float:
    """At the peak of Transformers' loss, its 16-bit logits in the hands of the caller."""
    torch, meter = _meter(device)
    from transformers.loss.loss_utils import ForCausalLMLoss

    hidden = torch.randn(1, tokens, 8, dtype=torch.bfloat16, device=device, requires_grad=True)
    head = torch.randn(words, 8, dtype=torch.bfloat16, device=device, requires_grad=True)
    labels = torch.zeros(1, tokens, dtype=torch.long, device=device)
    with meter.measuring([hidden, head, labels]):
        logits = hidden @ head.t()
        ForCausalLMLoss(logits, labels, words).backward()
    return meter.most / (tokens * words)


def copies_of_an_update(device: str, how: dict[str, bool]) -> float:
    """Of the trained weights, while AdamW's second step runs."""
    torch, meter = _meter(device)
    weights = [torch.nn.Parameter(torch.zeros(512, 512, device=device)) for _ in range(16)]
    for each in weights:
        each.grad = torch.ones_like(each)
    optimizer = torch.optim.AdamW(weights, **how)
    optimizer.step()
    held = [value for state in optimizer.state.values() for value in state.values()]
    with meter.measuring([*weights, *(each.grad for each in weights), *held]):
        optimizer.step()
    return meter.most / sum(each.numel() * each.element_size() for each in weights)


def attention_peak(device: str, attention: str, tokens: int) -> int:
    """Bytes of one layer forward and back, scores and all."""
    torch, meter = _meter(device)
    model = _model(SMALL | {"num_hidden_layers": 1}, attention).to(device)
    ids = torch.zeros(1, tokens, dtype=torch.long, device=device)
    with meter.measuring([*model.parameters(), *model.buffers(), ids]):
        model.model(input_ids=ids, use_cache=False).last_hidden_state.float().sum().backward()
    return meter.most


def autocast_copies(device: str) -> float:
    """Bytes for each float32 weight that autocast makes in 16 bits and keeps until the end."""
    torch, meter = _meter(device)
    layers = [torch.nn.Linear(512, 512, bias=False, device=device) for _ in range(8)]
    weights = [layer.weight for layer in layers]
    given = torch.zeros(1, 512, device=device)
    with meter.measuring([*weights, given]), torch.autocast(device, dtype=torch.bfloat16):
        found = given
        for layer in layers:
            found = layer(found)
        kept = meter.now
        found.float().sum().backward()
    return kept / sum(each.numel() for each in weights)


def whole_step(
    device: str, shape: dict[str, int], targets: tuple[str, ...] | None, checkpointing: bool
) -> Row:
    """Weights, forward, backward and update of a causal model in 16 bits: a row to be compared."""
    torch, meter = _meter(device)
    model = _model(shape, "sdpa").to(device)
    if targets:
        import peft

        names = targets[0] if targets == ("all-linear",) else list(targets)
        settings = peft.LoraConfig(r=16, target_modules=names, lora_dropout=0.0)
        model = peft.get_peft_model(model, settings)
    if checkpointing:
        options = {"use_reentrant": False}
        model.gradient_checkpointing_enable(gradient_checkpointing_kwargs=options)
    model.train()
    tokens, batch = (1024, 2) if device == "cuda" else (64, 1)
    trained = [each for each in model.parameters() if each.requires_grad]
    optimizer = torch.optim.AdamW(trained, foreach=True)
    ids = torch.zeros(batch, tokens, dtype=torch.long, device=device)
    known = [*model.parameters(), *model.buffers(), ids]
    weights = sum(each.numel() * each.element_size() for each in model.parameters())
    with meter.measuring(known):
        for _ in range(2):
            model(input_ids=ids, labels=ids, use_cache=False).loss.backward()
            optimizer.step()
            optimizer.zero_grad()
    base = sum(each.numel() for each in model.parameters()) - (
        sum(each.numel() for each in trained) if targets else 0
    )
    train = {
        "method": "lora" if targets else "full", "micro_batch": batch, "seq": tokens,
        "optimizer": "adamw", "grad_ckpt": checkpointing,
    } | ({"lora_rank": 16, "targets": list(targets)} if targets else {})  # fmt: skip
    kind = "-".join((*(targets or ("full",)), "ckpt" if checkpointing else "kept"))
    arch = {
        "layers": shape["num_hidden_layers"], "hidden": shape["hidden_size"],
        "heads": shape["num_attention_heads"], "kv_heads": shape["num_key_value_heads"],
        "vocab": shape["vocab_size"], "tied": False, "attention": "GQA",
    }  # fmt: skip
    return _row(device, "train", "total_peak", f"step-{kind}") | {
        "value_gib": (weights + meter.most) / GIB, "measure": "torch_max_allocated",
        "precision": "bf16", "model": "random Llama", "params": base, "arch": arch,
        "engine": "peft", "train": train, "batch": batch, "gpu_count": 1,
    }  # fmt: skip


def generate_peak(tokens: int) -> int:
    """Bytes beyond the weights while one token after so many is generated, cache and all."""
    torch, meter = _meter("cuda")
    model = _model(LARGE | {"max_position_embeddings": 2 * tokens}, "sdpa").to("cuda").eval()
    ids = torch.ones(1, tokens, dtype=torch.long, device="cuda")
    with meter.measuring([]), torch.no_grad():
        model.generate(ids, max_new_tokens=8, do_sample=False, pad_token_id=0)
    return meter.most


def _of_the_card() -> Iterator[Row]:
    """What the driver counts beyond the allocator: context and libraries; and its unused blocks."""
    from tests.oracle.meter import reserved_and_driver

    torch, _ = _meter("cuda")
    torch.cuda.empty_cache()
    matrix = torch.zeros(256, 256, device="cuda")
    (matrix @ matrix).sum().item()
    yield _term("cuda", "context_gib", reserved_and_driver()[1] / GIB)
    for lengths in ((1024,) * 8, (300, 1900, 700, 1100, 2048, 128, 1500, 900)):
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()
        model = _model(LARGE | {"num_hidden_layers": 2}, "sdpa").to("cuda")
        for tokens in lengths:
            ids = torch.zeros(1, tokens, dtype=torch.long, device="cuda")
            model(input_ids=ids, labels=ids, use_cache=False).loss.backward()
        slack = torch.cuda.max_memory_reserved() / torch.cuda.max_memory_allocated() - 1
        alike = "alike" if len(set(lengths)) == 1 else "of any length"
        yield _term("cuda", "allocator_slack", slack, lengths=alike)


def _model(shape: dict[str, int], attention: str) -> Any:
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    config = LlamaConfig(**(shape | {"tie_word_embeddings": False}))
    config._attn_implementation = attention
    usual = torch.get_default_dtype()
    torch.set_default_dtype(torch.bfloat16)
    try:
        return LlamaForCausalLM(config)
    finally:
        torch.set_default_dtype(usual)


def _meter(device: str) -> tuple[Any, Any]:
    from tests.oracle.meter import Meter, torch

    return torch, Meter(device)


def _term(device: str, quantity: str, value: float, **settings: object) -> Row:
    name = "-".join((quantity, *(str(one) for one in settings.values())))
    return _row(device, "term", quantity, name) | {"value": round(value, 6), "settings": settings}


def _row(device: str, workload: str, quantity: str, name: str) -> Row:
    import torch
    import transformers

    card = torch.cuda.get_device_name() if device == "cuda" else "cpu"
    versions = f"torch {torch.__version__}, transformers {transformers.__version__}"
    return {
        "id": f"measure-{name}", "family": "measure-gpu", "group": "measure-gpu",
        "engine": "pytorch", "engine_version": versions, "workload": workload,
        "quantity": quantity, "gpu": card, "scope": "per_gpu",
        "source": "tests/accuracy/measure_gpu.py",
        "checked": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
