"""The command that starts a placement with the engine that was asked for."""

from core.asked.question import Language
from core.asked.scenario import Scenario
from core.catalog.model import Model
from core.planning.commands.llama_cpp import llama_cpp_command
from core.planning.commands.others import is_of_another, other_command
from core.planning.commands.sglang import sglang_command
from core.planning.commands.tensorrt_llm import tensorrt_llm_command
from core.planning.commands.vllm import vllm_command
from core.planning.placement import Placement
from core.wording.sentences import comments


def serve_command(
    scenario: Scenario, placement: Placement, language: Language = "en"
) -> str | None:
    """
    Lines to paste, with comments in *language* where there are several machines; None where the
    engine has no server (Transformers) or would refuse.

    No line ever holds a gap to fill in but the address of the first of several machines.
    """
    command = _of_engine(scenario, placement)
    return command and comments(language, command)


def _of_engine(scenario: Scenario, placement: Placement) -> str | None:
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
