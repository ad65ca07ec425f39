"""
One repository, asked of the hub: blocking, for a thread, within a time.

By `huggingface_hub`, which knows tokens, redirects and proxies. Headers are read by range requests;
no weights are loaded, and no code of a repository is run.
"""

import json
import re
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.hub.finding import WIDTHS, Finding, Tensor, loaded
from bot.hub.gguf_header import Header, NoGGUFError
from core.catalog.looked_up import NotFound, Reason

if TYPE_CHECKING:  # a quarter of a second to import: only where something is looked up
    from huggingface_hub.hf_api import ModelInfo, RepoSibling

MOST_FILES = 400  # weight files whose headers can be read in the time there is
LARGEST_CONFIG = 4 << 20
LARGEST_HEADER = 64 << 20
AT_A_TIME = 12
_QUANT = r"(?:UD-)?(?:I?Q\d[A-Z0-9_]*|TQ\d_\d|BF16|F16|F32|MXFP4(?:_MOE)?)"
_LABEL = re.compile(rf"(?i)(?:^|[-._/])(?P<label>{_QUANT})(?:-\d{{5}}-of-\d{{5}})?\.gguf$")
_NO_WEIGHTS = re.compile(r"(?i)mmproj|imatrix|tokenizer")


class _RefusedError(Exception):
    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason)
        self.reason: Reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Hub:
    """*endpoint* and *token* as huggingface_hub takes them; None for its own."""

    endpoint: str | None = None
    token: str | None = None

    def find(
        self,
        id: str,
        wanted: str,
        seconds: float,
        kept: Callable[[str], Finding | None] = lambda sha: None,
    ) -> Finding | NotFound:
        """
        What *id* is. *wanted* is the text that names it: of GGUF files the mix that stands there is
        read to the byte. *kept* gives what is known of a commit. Never raises.
        """
        try:
            return _Asked(self, id, time.monotonic() + seconds).find(wanted, kept)
        except _RefusedError as refused:
            return NotFound(id, refused.reason, refused.detail)
        except Exception as error:
            return NotFound(id, _reason(error))


class _Asked:
    """One look-up, which has to be over at *until*."""

    def __init__(self, hub: Hub, id: str, until: float) -> None:
        from huggingface_hub import HfApi

        self.id = id
        self._until = until
        self._api: HfApi = HfApi(endpoint=hub.endpoint, token=hub.token or False)

    def find(self, wanted: str, kept: Callable[[str], Finding | None]) -> Finding:
        info = self._api.model_info(self.id, files_metadata=True, timeout=self._left())
        self.id = info.id  # after a rename
        known = kept(info.sha or "")
        if known is not None:
            return known
        siblings = list(info.siblings or ())
        names = {sibling.rfilename for sibling in siblings}
        if "config.json" not in names or _is_gguf_alone(names):
            return self._gguf(info, siblings, wanted)
        text = self._config(info)
        tensors = self._tensors(info, sorted(n for n in names if _is_weights(n)))
        here = loaded(tensors, _object(text))
        by_dtype: dict[str, int] = {}
        for tensor in here:
            by_dtype[tensor.dtype] = by_dtype.get(tensor.dtype, 0) + tensor.elements
        return Finding(
            id=info.id,
            sha=info.sha or "",
            config=text,
            elements=tuple(sorted(by_dtype.items())),
            bytes=sum(tensor.bytes for tensor in here) if here else None,
        )

    def _left(self) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise _RefusedError("slow")
        return left

    def _config(self, info: "ModelInfo") -> str:
        raw = b""
        for more in self._stream(info, "config.json", LARGEST_CONFIG):
            raw += more
        if len(raw) > LARGEST_CONFIG:
            raise _RefusedError("broken")
        return raw.decode("utf-8", errors="replace")

    def _tensors(self, info: "ModelInfo", files: list[str]) -> Iterator[Tensor]:
        """Of all files; where there are too many of them, none."""
        if len(files) > MOST_FILES:
            raise _RefusedError("huge")
        with ThreadPoolExecutor(AT_A_TIME) as pool:
            for found in pool.map(lambda name: self._header(info, name), files):
                yield from found

    def _header(self, info: "ModelInfo", name: str) -> list[Tensor]:
        header = self._api.parse_safetensors_file_metadata(
            self.id, name, revision=info.sha, timeout=self._left()
        )
        return [_tensor(key, tensor) for key, tensor in header.tensors.items()]

    def _gguf(self, info: "ModelInfo", siblings: "list[RepoSibling]", wanted: str) -> Finding:
        """
        Bytes of each mix. All have the header of the mix that is wanted, to a few hundred bytes:
        the same words, the same tensors.
        """
        mixes: dict[str, list[tuple[str, int]]] = {}
        for sibling in siblings:
            match = _LABEL.search(sibling.rfilename)
            if match and not _NO_WEIGHTS.search(sibling.rfilename) and sibling.size:
                mixes.setdefault(match["label"].lower(), []).append(
                    (sibling.rfilename, sibling.size)
                )
        if not mixes:
            raise _RefusedError("no_config")
        said = wanted.lower()
        named = [mix for mix in mixes if mix in said or mix.removeprefix("ud-") in said]
        read = max(named, key=len) if named else "q4_k_m" if "q4_k_m" in mixes else min(mixes)
        headers = [self._data_begins(info, name) for name, _ in sorted(mixes[read])]
        files = {
            mix: sum(size for _, size in parts)
            - (sum(headers) if mix == read else headers[0] * len(parts))
            for mix, parts in mixes.items()
        }
        return Finding(
            id=info.id, sha=info.sha or "", files=tuple(sorted(files.items())), base=_base(info)
        )

    def _data_begins(self, info: "ModelInfo", name: str) -> int:
        parts = self._stream(info, name, LARGEST_HEADER)
        return Header(lambda: next(parts, b"")).data_begins()

    def _stream(self, info: "ModelInfo", name: str, most: int) -> Iterator[bytes]:
        """The first *most* bytes of a file and one more, as they come."""
        from huggingface_hub import get_session, hf_hub_url
        from huggingface_hub.utils import build_hf_headers, hf_raise_for_status

        url = hf_hub_url(self.id, name, revision=info.sha, endpoint=self._api.endpoint)
        headers = {**build_hf_headers(token=self._api.token), "Range": f"bytes=0-{most}"}
        with get_session().stream("GET", url, headers=headers, timeout=self._left()) as answer:
            hf_raise_for_status(answer)
            come = 0
            for more in answer.iter_bytes():
                self._left()
                come += len(more)
                yield more
                if come > most:
                    return


def _is_gguf_alone(names: Iterable[str]) -> bool:
    """A config beside GGUF files is of the model that they were made from."""
    ends = {name.rpartition(".")[2] for name in names}
    return "gguf" in ends and not ends & {"safetensors", "bin"}


def _is_weights(name: str) -> bool:
    return name.endswith(".safetensors") and "/" not in name and not name.startswith("adapter_")


def _tensor(name: str, tensor: Any) -> Tensor:
    first, last = tensor.data_offsets
    elements = round((last - first) / WIDTHS.get(tensor.dtype, 1))
    return Tensor(name=name, dtype=tensor.dtype, elements=elements, bytes=last - first)


def _object(text: str) -> dict[str, object]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise _RefusedError("broken") from error
    return found if isinstance(found, dict) else {}


def _base(info: "ModelInfo") -> str | None:
    """What it was quantised from, as its tags or its card say."""
    tags = [tag for tag in info.tags or () if tag.startswith("base_model:quantized:")]
    if tags:
        return tags[0].removeprefix("base_model:quantized:")
    said = getattr(info.card_data, "base_model", None)
    first = said[0] if isinstance(said, list) and said else said
    return first if isinstance(first, str) else None


def _reason(error: Exception) -> Reason:
    """Why the hub gave nothing: the library's errors, those of its connection, and ours."""
    from huggingface_hub import errors

    status = getattr(getattr(error, "response", None), "status_code", 0)
    match error:
        case errors.GatedRepoError():
            return "gated"
        case errors.RepositoryNotFoundError() | errors.HFValidationError():
            return "missing"
        case errors.EntryNotFoundError():
            return "no_config"
        case errors.OfflineModeIsEnabled():
            return "offline"
        case errors.SafetensorsParsingError() | NoGGUFError():
            return "broken"
        case _:
            return _reason_of(type(error).__name__, status)


def _reason_of(name: str, status: int) -> Reason:
    if status == 429:
        return "limited"
    if status in (401, 403):
        return "gated"
    if "Timeout" in name:
        return "slow"
    if status >= 500 or name in ("ConnectError", "NetworkError", "ProxyError"):
        return "offline"
    return "broken"
