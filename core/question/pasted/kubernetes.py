"""
What a manifest, a Helm chart or a compose file says around the server: the cards of one replica
count, the host's memory, its processors and the number of replicas do not.

    >>> [(item.role, item.value) for item in manifest("memory: 48Gi nvidia.com/gpu: 2")]
    [('recipe.pod_gpus', 2), ('nothing', None)]
"""

from collections.abc import Iterator

from core.question.pasted.item import NOTHING, Item
from core.question.words.regex import regex

# Without one of these a text is no manifest.
_MARKS = (
    "nvidia.com/gpu", "amd.com/gpu", "resources:", "services:", "replicas:", "replicacount",
    "shm_size", "apiversion:", "containers:", "requestgpu", "shm-size",
)  # fmt: skip
_CARDS = regex(r"\"?(?:nvidia|amd)\.com/gpu\"?:\s{0,4}[\"']?(?P<number>\d{1,3})\b[\"']?")
# A count of the reservations of a compose file
_COUNT = regex(r"(?<![\w-])count:\s{0,2}[\"']?(?P<number>\d{1,3})\b[\"']?(?=\s|$)")
_AMOUNT = r"[\"']?\d{1,6}(?:\.\d{1,3})?\s?(?:[kKmMgGtT]i?[bB]?)?[\"']?(?![\w.])"
_HOST = regex(
    r"(?<![\w.-])(?:(?:memory|mem_limit|mem_reservation|memswap_limit|cpus?|ephemeral-storage|storage"
    r"|hugepages-\dMi|shm_size|shm-size|sizeLimit|replicas|replicaCount|min_?[rR]eplicas|max_?[rR]eplicas"
    r"|minReplicaCount|maxReplicaCount|num_replicas|requestCPU|requestMemory|limitCPU|limitMemory"
    r"|pvcStorage|containerPort|servicePort|targetPort|hostPort|nodePort)\"?\s?[:=]\s{0,2}"
    rf"{_AMOUNT}|cpu:\s{{0,2}}[\"']?\d{{1,6}}m\b[\"']?)"
)
_AROUND = regex(
    r"(?<![\w.-])(?:apiVersion|kind|metadata|spec|template|selector|matchLabels|labels|annotations|image"
    r"|imagePullPolicy|restartPolicy|runtimeClassName|serviceAccountName|namespace|repository|tag"
    r"|storageUri|predictor|modelFormat|protocolVersion|runtime|nodeSelector|tolerations|volumeMounts"
    r"|mountPath|emptyDir|medium|restart|container_name|ipc|networks|depends_on|modelSpec|pullPolicy)\s?:"
    r"(?=\s|$)(?:[^\S\n]{1,4}(?![A-Za-z][\w./-]{0,60}:\s)[\w./:${}\"'-]{1,120}(?=\s|$))?"
)
_NAMES = ("storageuri", "repository", "modelformat")


def manifest(typed: str) -> Iterator[Item]:
    """Nothing where the text has none of a manifest's keys."""
    low = typed.lower()
    if not any(mark in low for mark in _MARKS):
        return
    for match in _CARDS.finditer(typed):
        yield _cards(*match.span(), int(match["number"]))
    if "capabilities" in low or "driver: nvidia" in low:
        for match in _COUNT.finditer(typed):
            yield _cards(*match.span(), int(match["number"]))
    for match in _HOST.finditer(typed):
        yield Item(*match.span(), NOTHING, None, "of the host, not of a card")
    for match in _AROUND.finditer(typed):
        value = match[0].partition(":")[2]
        names_a_model = match[0].lower().startswith(_NAMES) or "/" in value.partition("@")[0]
        is_image = "vllm-openai" in value or match[0].lower().startswith("image:")
        end = match.start() + match[0].index(":") + 1 if names_a_model else match.end()
        if not is_image:
            yield Item(match.start(), end, NOTHING, None, "a key of a manifest")


def _cards(start: int, end: int, number: int) -> Item:
    return Item(start, end, "recipe.pod_gpus", number, "cards of one replica")
