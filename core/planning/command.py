"""The command that starts a placement with the engine that was asked for."""

from core.asked.scenario import Scenario
from core.catalog.model import Model
from core.planning.commands.llama_cpp import llama_cpp_command
from core.planning.commands.others import is_of_another, other_command
from core.planning.commands.sglang import sglang_command
from core.planning.commands.tensorrt_llm import tensorrt_llm_command
from core.planning.commands.vllm import vllm_command
from core.planning.placement import Placement


def serve_command(scenario: Scenario, placement: Placement) -> str | None:
    """
    Lines to paste; None where the engine has no server (Transformers) or would refuse.

    No line ever holds a gap to fill in but the address of the first of several machines.
    """
    model = scenario.model
    if not isinstance(model, Model):
        return None
    match scenario.engine.name:
        case "vllm" if is_of_another(scenario):
            return other_command(scenario, model, placement)
        case "vllm":
            return vllm_command(scenario, model, placement)
        case "sglang":
            return sglang_command(scenario, model, placement)
        case "llama.cpp":
            return llama_cpp_command(scenario, model, placement)
        case "tensorrt-llm":
            return tensorrt_llm_command(scenario, model, placement)
        case "transformers":
            return None
