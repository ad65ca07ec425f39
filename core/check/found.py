"""
The vLLM commands that stand in a file.

Read are YAML (`command`, `args`, `entrypoint` of Kubernetes, docker compose and Helm values, shell
scripts inside, and `modelURL` with `vllmConfig` of the production stack), Dockerfiles, and scripts.
A YAML file that a template engine has to fill in first is read as a script.
"""

import shlex
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import cast

import yaml

from core.check.docker import in_dockerfile
from core.check.shell import Command, in_script, said_cards
from core.check.stack import of_model_spec

_ARGUMENTS = ("entrypoint", "command", "args")  # in the order in which they are joined
_CARDS = (
    "nvidia.com/gpu.product",
    "cloud.google.com/gke-accelerator",
    "node.kubernetes.io/instance-type",
    "beta.kubernetes.io/instance-type",
)
_SHELLS = ("sh", "bash", "/bin/sh", "/bin/bash")


@dataclass(frozen=True, slots=True)
class _Mapping:
    """Its scalar and its other values by key."""

    values: dict[str, yaml.Node]

    def text(self, key: str) -> str:
        node = self.values.get(key)
        return node.value if isinstance(node, yaml.ScalarNode) else ""

    def words(self, key: str) -> list[str]:
        """A list of scalars as it stands, a text as a shell splits it."""
        node = self.values.get(key)
        if isinstance(node, yaml.SequenceNode):
            return [one.value for one in node.value if isinstance(one, yaml.ScalarNode)]
        return _split(self.text(key))


def commands_in(name: str, text: str) -> list[Command]:
    """Those of the file *name* that says *text*, in its order; each line counts from 1."""
    stem = PurePath(name).name.lower()
    if stem.startswith(("dockerfile", "containerfile")) or stem.endswith(".dockerfile"):
        found = list(in_dockerfile(text))
    elif stem.endswith((".yaml", ".yml")):
        found = _in_yaml(text)
    else:
        found = list(in_script(text))
    return [replace(one, cards=said_cards(text, one.line) or one.cards) for one in found]


def _in_yaml(text: str) -> list[Command]:
    try:
        composed = yaml.compose_all(text, yaml.SafeLoader)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        documents = list(cast(Iterator[yaml.Node | None], composed))
    except (yaml.YAMLError, RecursionError):
        return list(in_script(text))
    found = [one for document in documents if document for one in _in_document(document)]
    return sorted(found, key=lambda one: one.line)


def _in_document(document: yaml.Node) -> Iterator[Command]:
    commands: list[Command] = []
    cards, taken, seen = "", set[int](), set[int]()
    waiting = [document]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:  # an alias
            continue
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            one = _Mapping({key.value: value for key, value in node.value if _is_text(key)})
            for key in _CARDS:
                cards = cards or one.text(key)
            found = _of_container(one)
            if found:
                commands.append(found)
                taken |= {id(each) for key in _ARGUMENTS for each in _parts(one.values.get(key))}
            waiting.extend(value for _, value in node.value)
        elif isinstance(node, yaml.SequenceNode):
            waiting.extend(node.value)
        elif isinstance(node, yaml.ScalarNode) and id(node) not in taken:
            first = node.start_mark.line + (2 if node.style in ("|", ">") else 1)
            commands.extend(in_script(node.value, first))
    return (replace(one, cards=one.cards or cards) for one in commands)


def _of_container(one: _Mapping) -> Command | None:
    """The command that *one* starts, where it is vLLM's and no script."""
    spec = of_model_spec(one.text("modelURL"), one.values.get("vllmConfig"))
    if spec:
        return spec
    words = [word for key in _ARGUMENTS for word in one.words(key)]
    if not words or words[0] in _SHELLS:
        return None
    line = min(one.values[key].start_mark.line for key in _ARGUMENTS if key in one.values) + 1
    if "vllm-openai" in one.text("image") and not any("vllm" in word for word in words[:3]):
        words = ["vllm", "serve", *words]
    return next(in_script(shlex.join(words), line), None)


def _is_text(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode)


def _parts(node: yaml.Node | None) -> list[yaml.Node]:
    if node is None:
        return []
    return [node, *node.value] if isinstance(node, yaml.SequenceNode) else [node]


def _split(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        return text.split()
