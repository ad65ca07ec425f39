"""A `modelSpec` of vLLM's production-stack chart, as the command that it becomes."""

import re
import shlex

import yaml

from core.check.shell import Command


def of_model_spec(model: str, config: yaml.Node | None) -> Command | None:
    """`tensorParallelSize: 2` is `--tensor-parallel-size 2`; `extraArgs` stand as they are."""
    if not model or not isinstance(config, yaml.MappingNode):
        return None
    words = ["vllm", "serve", model]
    for key, value in config.value:
        if isinstance(value, yaml.SequenceNode) and key.value == "extraArgs":
            words += [one.value for one in value.value if isinstance(one, yaml.ScalarNode)]
        elif isinstance(value, yaml.ScalarNode) and value.value.lower() != "false":
            flag = "--" + re.sub(r"(?<=[a-z])(?=[A-Z])", "-", str(key.value)).lower()
            words += [flag] if value.value.lower() == "true" else [flag, value.value]
    return Command(config.start_mark.line, shlex.join(words))
