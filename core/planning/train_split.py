"""Whether a training run can be split as it was said over so many GPUs."""

from core.asked.question import Size
from core.asked.scenario import Scenario
from core.asked.split import split_of_run
from core.wording.note import Note, note


def refused_split(scenario: Scenario, count: int) -> Note | None:
    """Why not; None where it can, or where nothing is split."""
    split, model = split_of_run(scenario.training), scenario.model
    replicas = scenario.training.data_parallel_size
    if replicas is not None and count != split.gpus * replicas:
        of_all = split.gpus * replicas
        return note("verdict.split_replicas", replicas=replicas, gpus=of_all, count=count)
    if not split.is_split:
        return None
    sizes = {"tensor": split.tensor, "pipeline": split.pipeline, "context": split.context}
    if count % split.gpus:
        return note("verdict.split_gpus", count=count, **sizes, gpus=split.gpus)
    if (count // split.gpus * split.context) % split.expert:
        return note("verdict.split_experts", expert=split.expert, replicas=count // split.gpus)
    if isinstance(model, Size):
        return None
    if (model.num_attention_heads or split.tensor) % split.tensor:
        return note("verdict.split_heads", tensor=split.tensor, heads=model.num_attention_heads)
    if split.pipeline > model.num_hidden_layers:
        layers = model.num_hidden_layers
        return note("verdict.split_layers", pipeline=split.pipeline, layers=layers)
    if split.expert > 1 and model.moe is None:
        return note("verdict.split_dense", expert=split.expert, model=model.name)
    return None
