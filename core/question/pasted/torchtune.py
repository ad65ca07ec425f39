"""
What `tune run` says in names: a recipe and its config tell what is trained, and how.

    >>> [(part.role, part.value) for part in of_recipe("lora_finetune_distributed", 0)]
    [('recipe.adapter', 'lora'), ('nothing', None), ('recipe.shard', 'full_shard')]
    >>> [(part.role, part.value) for part in of_config("llama3_1/8B_qlora_single_device", 0)]
    [('recipe.adapter', 'qlora')]
"""

from collections.abc import Iterator

from core.question.pasted.item import NOTHING, Item
from core.question.words.regex import regex

# recipes/*.py: full_finetune_distributed, lora_dpo_single_device, qat_lora_finetune_distributed
_RECIPE = regex(
    r"(?P<adapter>(?:ppo_|qat_)?(?:full|lora|qat|knowledge_distillation))"
    r"(?P<method>(?:_(?:finetune|dpo|grpo|multi_dataset)){0,2})"
    r"(?P<where>_single_device|_distributed)(?:\.py)?"
)
# recipes/configs: what follows the model's name
_SUFFIX = regex(r"_(?P<adapter>q?dora|q?lora|full|qat(?:_lora)?)(?:_\w{1,40})?(?:\.ya?ml)?$")
_ADAPTERS = {"qat": "full", "qat_lora": "lora", "knowledge_distillation": "lora"}
TOOL = "torchtune"


def of_recipe(word: str, start: int) -> Iterator[Item]:
    """A recipe's parts, *start* being its place in the text; of another word none."""
    match = _RECIPE.fullmatch(word)
    if match is None:
        return
    adapter = _ADAPTERS.get(match["adapter"], match["adapter"].removeprefix("qat_"))
    parts = (
        ("adapter", "recipe.adapter", adapter.removeprefix("ppo_")),
        ("method", *_method(match["method"])),
        ("where", *_where(match["where"])),
    )
    for name, role, value in parts:
        if match[name]:
            first, last = match.span(name)
            first += match[name].startswith("_")
            yield Item(start + first, start + last, role, value, "a recipe of torchtune", TOOL)


def _method(said: str) -> tuple[str, str | None]:
    name = next((name for name in ("dpo", "grpo") if name in said), None)
    return (NOTHING, None) if name is None else ("recipe.method", name)


def _where(said: str) -> tuple[str, str | None]:
    """Distributed recipes shard everything with FSDP."""
    return ("recipe.shard", "full_shard") if said == "_distributed" else (NOTHING, None)


def of_config(word: str, start: int) -> Iterator[Item]:
    """The end of a config's name; its beginning is the model's, which is left to be read."""
    match = _SUFFIX.search(word)
    if match is not None:
        at = (start + match.start(), start + match.end())
        adapter = _ADAPTERS.get(match["adapter"], match["adapter"])
        yield Item(*at, "recipe.adapter", adapter, "a config of torchtune", TOOL)
