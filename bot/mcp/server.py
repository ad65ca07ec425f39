"""The MCP server: three read-only tools, told to whoever connects."""

from typing import Annotated, Any

from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.types import CallToolResult, ToolAnnotations
from pydantic import Field

from bot.mcp.schema import Comparison, Explanation, Sizing
from bot.mcp.tools import Tools
from bot.views.help import newest_day

INSTRUCTIONS = """\
How much GPU memory a language model needs, and how many GPUs, worked out by formulas (no language
model): weights, KV cache, activations and what the engine takes, for serving (vLLM, SGLang,
llama.cpp, TensorRT-LLM, Transformers) and training (full, LoRA, QLoRA, ZeRO).
Ask in plain words, English or Portuguese, as in "llama 3.1 70b fp8 32k context 16 users on H100?".
A pasted command, a config.json's repository or the output of nvidia-smi can be part of it.
Say what the first line says; amounts are exact, measured or modelled, and the total has a range.
"""
_READS_ONLY = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=True
)
Question = Annotated[
    str, Field(description='for example "70B at 16 bits?", "does qwen3 32b awq fit 2x 4090, 16k?"')
]
Questions = Annotated[
    list[str], Field(description="2 to 6 whole questions", min_length=2, max_length=6)
]


def new_server(tools: Tools) -> MCPServer[Any]:
    """A server of *tools*; it keeps nothing of what it is asked."""
    server: MCPServer[Any] = MCPServer(
        "gpumem",
        title="gpumem",
        version=newest_day(tools.core.catalog),
        instructions=INSTRUCTIONS,
        log_level="WARNING",
    )

    @server.tool(title="Estimate GPU memory", annotations=_READS_ONLY)
    async def estimate(
        question: Question, context: Context[Any, Any]
    ) -> Annotated[CallToolResult, Sizing]:
        """Memory, number of GPUs, what each part costs, how sure it is, what to change."""
        return await tools.estimate(question, in_slack=_is_slack(context))

    @server.tool(title="Compare", annotations=_READS_ONLY)
    async def compare(questions: Questions) -> Annotated[CallToolResult, Comparison]:
        """Several questions side by side: formats, contexts, cards, models."""
        return await tools.compare(questions)

    @server.tool(title="Explain the numbers", annotations=_READS_ONLY)
    async def explain(question: Question) -> Annotated[CallToolResult, Explanation]:
        """Every part of an answer with its formula and its source."""
        return await tools.explain(question)

    return server


def _is_slack(context: Context[Any, Any]) -> bool:
    """Whether the client says that it is Slack's."""
    told = context.session.client_params
    return told is not None and "slack" in told.client_info.name.lower()
