"""Which program serves, where several are named; whether it is a training run."""

from core.question.reading import Reading
from core.question.settle.alternatives import compares_engines
from core.question.steps.training_words import serves


def settle_engine(reading: Reading) -> None:
    """A command counts before a name, a name before what hints at one ("gguf")."""
    said = sorted(reading.engines, key=lambda one: (not one[0].command, one[0].hint))
    for engine, at in said:
        if reading.engine is None:
            reading.engine = engine.name
        elif engine.name != reading.engine:
            if not engine.hint and compares_engines(reading):
                reading.several_engines.append(engine.name)
            elif not engine.hint:
                reading.unused.append(at)
            continue
        if engine.other is not None:
            reading.note("reading.engine", typed=engine.other, name=engine.name)
        if engine.like is not None:
            reading.note("reading.engine_like", typed=engine.like, name="vLLM")
        if engine.version is not None:
            reading.engine_settings["version"] = engine.version


_ONLY_IN_TRAINING = (
    "gradient_accumulation_steps",
    "lora_targets",
    "offload_optimizer",
    "offload_parameters",
    "activation_offload",
    "fused_loss",
    "tensor_parallel_size",
    "pipeline_parallel_size",
    "context_parallel_size",
)


_ADAPTERS = {"enable_lora", "max_loras", "max_lora_rank"}


def _take_served_adapters(reading: Reading) -> None:
    """
    "--max-loras 4, adapters of rank 64": an engine's flags say that adapters are served. The rank
    is then theirs, and slots are as wide as `--max-lora-rank` where both are said.
    """
    if reading.task is not None or not _ADAPTERS & reading.engine_settings.keys():
        return
    reading.serves = True
    rank = reading.training.pop("lora_rank", None)
    if rank is not None:
        reading.engine_settings.setdefault("max_lora_rank", rank)


def settle_task(reading: Reading) -> None:
    """What belongs to a training run alone says that it is one."""
    reading.serves = serves(reading.text)
    _take_served_adapters(reading)
    settings = {
        "zero_stage",
        "gradient_checkpointing",
        "optimizer",
        "lora_rank",
        *_ONLY_IN_TRAINING,
    } & reading.training.keys()
    if reading.task is None and (reading.aligns or (settings and not reading.serves)):
        reading.task = "full"
        reading.task_implied = True
    if reading.task == "full" and reading.training.keys() & {"lora_rank", "lora_targets"}:
        reading.task = "lora"  # "finetuning, lora_r=16"
    if reading.deepspeed is not None and "zero_stage" not in reading.training:
        reading.unused.append(reading.deepspeed)
