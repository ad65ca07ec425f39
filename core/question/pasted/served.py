"""What flags say together where a model is served: its format, experts, cards."""

from collections.abc import Iterator
from dataclasses import replace

from core.question.pasted.item import NOTHING, UNCOUNTED, Item
from core.question.pasted.run import Run, cards
from core.question.pasted.table import tool


def loaded(run: Run) -> Iterator[Item]:
    """load_in_4bit where nothing is trained, load_in_8bit: formats of the weights."""
    bits = run.item("recipe.bits")
    if bits is None or bits.value not in (4, 8):
        return
    double = run.item("recipe.double_quant")
    twice = _doubles(run) if double is None else bool(double.value)
    four = "nf4-dq" if twice else "nf4"
    yield replace(bits, role="precision", value=four if bits.value == 4 else "bnb-int8")


def weight_only(run: Run) -> Iterator[Item]:
    """TensorRT-LLM quantises to 8 bits where no width is said."""
    said = run.item("recipe.weight_only")
    if said is not None and said.value and run.item("precision") is None:
        yield replace(said, role="precision", value="int8")


def named(run: Run) -> Iterator[Item]:
    """Ray Serve's model_id is the model itself where no source is said."""
    said = run.item("recipe.served_name")
    if said is not None and "model_source" not in run.typed:
        start = said.end - len(str(said.value))
        yield replace(said, end=start, role=NOTHING, value=None)


def _doubles(run: Run) -> bool:
    """Whether the tool quantises the scales as well, where nothing is said."""
    names = [*(program.tool for program in run.programs), *(item.tool for item in run.items)]
    return any(tool(name).double_quant for name in names if name)


def experts(run: Run) -> Iterator[Item]:
    """How many ways experts are divided changes nothing, whether they are does."""
    said = run.item("recipe.experts")
    if said is not None and isinstance(said.value, int) and said.value > 1:
        yield replace(said, role="engine.enable_expert_parallel", value=True)
    attention = run.item("engine.enable_dp_attention")
    if attention is not None and tool(attention.tool).engine != "sglang":
        yield replace(attention, role=UNCOUNTED)  # planned for SGLang alone


def served_cards(run: Run) -> Iterator[Item]:
    """Cards that a program may see; vLLM and SGLang take as many as their flags say."""
    pod = run.item("recipe.pod_gpus")
    if pod is not None:
        yield replace(pod, role="card_count")
        return
    engines = {tool(item.tool).engine for item in run.items if item.tool}
    if not engines & {"vllm", "sglang", "tensorrt-llm"}:
        yield from cards(run)
