"""
The same command on every machine.

vLLM 0.33.0, docs/serving/parallelism_scaling.md: --nnodes, --node-rank and --master-addr, the
others --headless (0.11.2 has the flags; before, docs/serving/distributed_serving.md of 0.5 to 0.10:
`ray start` on every machine, vLLM on the first). With data parallelism
docs/serving/data_parallel_deployment.md: --data-parallel-size-local, --data-parallel-address,
--data-parallel-start-rank. SGLang 0.5.23, arg_groups/fields/parallel.py: --nnodes, --node-rank,
--dist-init-addr.
"""

from core.asked.question import Engine
from core.planning.launched import has_all_stages
from core.planning.placement import Placement
from core.wording.note import Note, note

HEAD = "$HEAD_IP"  # of the first machine
PORT = 20000
RAY_PORT = 6379  # Ray's own
RANK = "$NODE_RANK"


def on_nodes(command: str, placement: Placement, engine: Engine) -> str | None:
    """*command* for each machine, where there are several; None where we know no way."""
    nodes = placement.nodes
    if nodes == 1:
        return command
    if placement.count % nodes:
        return None
    if engine.name == "sglang":
        if not has_all_stages(engine.name, placement.pipeline_parallel, nodes):
            return None
        flags = f"--nnodes {nodes} --node-rank {{rank}} --dist-init-addr {HEAD}:{PORT}"
        return _lines(f"{command} {flags}", nodes, "", "")
    if engine.name != "vllm":
        return None
    if placement.data_parallel > 1:
        return None if _needs_ray(engine) else _data_parallel(command, placement, nodes)
    if _needs_ray(engine):
        return _under_ray(command, nodes)
    flags = f"--nnodes {nodes} --node-rank {{rank}} --master-addr {HEAD}"
    return _lines(f"{command} {flags}", nodes, "", " --headless")


def without_a_way(placement: Placement, engine: Engine) -> Note | None:
    """Why several machines get no command."""
    if placement.nodes == 1:
        return None
    if engine.name == "sglang":
        stages, nodes = placement.pipeline_parallel, placement.nodes
        alike = has_all_stages(engine.name, stages, nodes)
        return None if alike else note("caveat.stages_left_out", stages=stages, nodes=nodes)
    if engine.name == "vllm":
        return note("caveat.needs_ray", nodes=placement.nodes) if _needs_ray(engine) else None
    return note("caveat.other_machines", nodes=placement.nodes)


def _data_parallel(command: str, placement: Placement, nodes: int) -> str | None:
    if placement.data_parallel % nodes:
        return None
    here = placement.data_parallel // nodes
    start = str(here) if nodes == 2 else f"$(({RANK[1:]} * {here}))"
    local = f"{command} --data-parallel-size-local {here} --data-parallel-address {HEAD}"
    return _lines(local, nodes, "", f" --data-parallel-start-rank {start} --headless")


def _under_ray(command: str, nodes: int) -> str:
    which = "the second machine" if nodes == 2 else "each other machine"
    return "\n".join(
        (
            f"# on the first machine ({HEAD} is its address)",
            f"ray start --head --port={RAY_PORT}",
            f"# on {which}",
            f"ray start --address={HEAD}:{RAY_PORT}",
            "# then on the first machine",
            f"{command} --distributed-executor-backend ray",
        )
    )


def _lines(command: str, nodes: int, first: str, others: str) -> str:
    each = "1" if nodes == 2 else RANK
    which = "the second machine" if nodes == 2 else f"each other, NODE_RANK 1 to {nodes - 1}"
    return "\n".join(
        (
            f"# on the first machine ({HEAD} is its address)",
            command.replace("{rank}", "0") + first,
            f"# on {which}",
            command.replace("{rank}", each) + others,
        )
    )


def _needs_ray(engine: Engine) -> bool:
    parts = (engine.version or "").lstrip("v").split(".")
    if len(parts) < 2 or not (parts[0].isdecimal() and parts[1].isdecimal()):
        return False
    return (int(parts[0]), int(parts[1])) < (0, 12)
