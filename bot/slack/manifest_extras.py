"""
What an app may offer beside the least, each for who asks for it: `python -m deploy.manifest`.

Every one needs scopes or events of its own, so none is in the manifest by itself.
"""

from typing import Any, Literal, get_args

Extra = Literal["agent", "links", "threads", "workflows"]
EXTRAS: tuple[Extra, ...] = get_args(Extra)

LINKS = ("huggingface.co",)  # whose models get a card
STEP = "estimate"  # callback_id of the step for workflows

SCOPES: dict[Extra, tuple[str, ...]] = {
    "agent": ("assistant:write",),  # to stand among the agents of a workspace
    "links": ("links:read", "links:write"),  # to hear of links to LINKS, to put a card below them
}
# Whoever installs may leave these out: a follow-up in a channel's thread is then known for as long
# as the bot runs (docs/decisions/0022-follow-ups-without-history.md).
OPTIONAL: dict[Extra, tuple[str, ...]] = {"threads": ("channels:history", "groups:history")}
EVENTS: dict[Extra, tuple[str, ...]] = {
    "links": ("link_shared",),
    "workflows": ("function_executed",),
}

AGENT_VIEW = {
    "agent_description": (
        "Says how much GPU memory a language model needs, and how many GPUs. No language model"
        " answers: a parser reads the question, formulas with their sources give the numbers."
    ),
    "suggested_prompts": [
        {"title": "A size", "message": "70B at 16 bits?"},
        {
            "title": "A model, its users and a card",
            "message": "llama 3.1 70b fp8 32k context 16 users on H100?",
        },
        {"title": "What runs on a card", "message": "what can I run on a 3090?"},
        {"title": "Training", "message": "qlora llama 3.1 8b on a 4090?"},
    ],
}

FUNCTION = {
    "title": "Estimate GPU memory",
    "description": "How much GPU memory a language model needs, and how many GPUs",
    "input_parameters": {
        "question": {
            "type": "string",
            "title": "Question",
            "description": "As you would ask a colleague: llama 3.1 70b fp8 16 users on H100?",
            "is_required": True,
            "name": "question",
        }
    },
    "output_parameters": {
        "verdict": {
            "type": "string",
            "title": "Verdict",
            "description": "The answer in one sentence",
            "is_required": True,
            "name": "verdict",
        },
        "fits": {
            "type": "boolean",
            "title": "Fits",
            "description": "Of a yes or no: whether it fits. Otherwise it is not set",
            "is_required": False,
            "name": "fits",
        },
        "memory_gib": {
            "type": "number",
            "title": "Memory (GiB)",
            "description": "All parts together, on all GPUs",
            "is_required": False,
            "name": "memory_gib",
        },
        "gpus": {
            "type": "integer",
            "title": "GPUs",
            "description": "How many of the card that is named",
            "is_required": False,
            "name": "gpus",
        },
        "gpu": {
            "type": "string",
            "title": "GPU",
            "description": "The card that the number of GPUs is about",
            "is_required": False,
            "name": "gpu",
        },
    },
}


def features(extras: frozenset[Extra]) -> dict[str, Any]:
    """What they add to the manifest's features."""
    return {
        **({"agent_view": AGENT_VIEW} if "agent" in extras else {}),
        **({"unfurl_domains": [*LINKS]} if "links" in extras else {}),
    }


def scopes(extras: frozenset[Extra]) -> tuple[str, ...]:
    """What they ask for; without it they do not work."""
    return tuple(scope for extra in EXTRAS if extra in extras for scope in SCOPES.get(extra, ()))


def optional_scopes(extras: frozenset[Extra]) -> dict[str, Any]:
    """What whoever installs may leave out."""
    wanted = [scope for extra in EXTRAS if extra in extras for scope in OPTIONAL.get(extra, ())]
    return {"bot_optional": wanted} if wanted else {}


def events(extras: frozenset[Extra]) -> tuple[str, ...]:
    """What they have to hear of."""
    return tuple(event for extra in EXTRAS if extra in extras for event in EVENTS.get(extra, ()))


def settings(extras: frozenset[Extra]) -> dict[str, Any]:
    """Slack takes steps only of apps that a whole organisation could install."""
    if "workflows" not in extras:
        return {}
    return {"function_runtime": "remote", "org_deploy_enabled": True}


def functions(extras: frozenset[Extra]) -> dict[str, Any]:
    """The steps for workflows."""
    return {"functions": {STEP: FUNCTION}} if "workflows" in extras else {}
