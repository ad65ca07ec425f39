"""
Repositories of a hub that our tables do not have, and what a hub said of them.

"acme/Some-7B-Chat" is that repository: where it was looked up, nothing in its name is read. Of one
that holds GGUF files in many mixes, the mix that is named is that file: "...-GGUF Q4_K_XL".
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

from core.catalog.gpu import GPU, Instance
from core.catalog.looked_up import looked_up
from core.catalog.model import Model
from core.catalog.names import NameIndex
from core.catalog.precision import Precision
from core.question.candidate import FLAG, Candidate
from core.question.normalise import Text
from core.question.reading import ModelMention, PrecisionMention
from core.question.words.regex import regex

_LINK = r"(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)/"
_ID = r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{1,94}[A-Za-z0-9]"
# The page of a file or a branch leads to its repository
_REST = r"(?:/(?:tree|blob|resolve|raw|commit|discussions)(?:/[\w.%-]+)*)?/?(?:\?[\w=&.%-]*)?"
_REPOSITORY = regex(rf"(?<![\w./@-])(?P<link>{_LINK})?(?P<id>{_ID})(?P<rest>{_REST})(?![\w/-])")
_LINKED_TOO = frozenset(("datasets", "spaces", "docs", "papers", "blog", "collections", "models"))
_SIZED = regex(r"(?i)(?<![a-z0-9])\d+(?:\.\d+)?(?:x\d+)?[bm](?![a-z0-9])|-v?\d|\d-|gguf|awq|gptq")
_A_FILE = regex(r"(?i)\.(?:gguf|ya?ml|json|py|sh|safetensors|bin|txt|md|toml|pt|log)$")
_OTHER_SIZE = regex(r"_(?:xl|xxl|l|s|xs)$")  # of a mix: read as the medium one


def repositories(raw: str) -> Iterator[re.Match[str]]:
    """Every `owner/name` in a text as it was typed, with the link around it."""
    for match in _REPOSITORY.finditer(raw):
        if match["id"].split("/")[0].lower() not in _LINKED_TOO:
            yield match


def worth_looking_up(raw: str, index: NameIndex) -> tuple[str, ...]:
    """
    The repositories in *raw* that only a hub can tell more of, as they were typed.

    A link always; otherwise what has the form of a model's name, and is no list of two things that
    we know ("A100-80/H100-80"). Of repositories that we know, those that hold GGUF files.
    """
    wanted: list[str] = []
    for match in repositories(raw):
        id = match["id"]
        if (
            looked_up(index.catalog.looked_up, id) is None
            and (id.lower().endswith("gguf") or not index.repositories.has(id))
            and (match["link"] or _looks_like_a_model(id, index))
        ):
            wanted.append(id)
    return tuple(dict.fromkeys(wanted))


def _looks_like_a_model(id: str, index: NameIndex) -> bool:
    owner, name = id.split("/")
    if _A_FILE.search(name) or owner.isdigit():
        return False
    if any(isinstance(index.exact(part), Precision | GPU | Instance) for part in (owner, name)):
        return False
    return bool(_SIZED.search(name)) and not _SIZED.search(owner)


def find_looked_up(text: Text, index: NameIndex) -> Iterator[Candidate]:
    """The models that a hub gave us."""
    known = index.catalog.looked_up
    if not known or "/" not in text.plain:
        return
    for match in repositories(text.raw):
        found = looked_up(known, match["id"])
        if isinstance(found, Model):
            at = _in_plain(text, *match.span())
            mention = ModelMention(*at, found, match["id"].lower())
            yield Candidate(*at, "model", mention, FLAG, "a repository that a hub has")
            yield from _files(text, found, index)


def _files(text: Text, model: Model, index: NameIndex) -> Iterator[Candidate]:
    """The mixes of this repository that are named, as the files are called."""
    raw = text.raw.lower()
    for label, _ in sorted(model.files, key=lambda file: -len(file[0])):
        row = _format_of(label, index)
        if row is None or row.kind != "gguf":
            continue
        short = re.escape(label.removeprefix("ud-"))
        for match in re.finditer(rf"(?<![\w-])(?:ud-)?{short}(?![\w-])", raw):
            at = _in_plain(text, *match.span())
            mention = PrecisionMention(*at, row, label, generic=False)
            yield Candidate(*at, "precision", mention, FLAG, "a file of the repository")


def _format_of(label: str, index: NameIndex) -> Precision | None:
    """Ours of that name; of a mix that we have no row of, the next one under its own name."""
    plain = label.removeprefix("ud-")
    row = index.exact(plain)
    if isinstance(row, Precision) and plain == label:
        return row
    near = row if isinstance(row, Precision) else index.exact(_OTHER_SIZE.sub("_m", plain))
    if not isinstance(near, Precision):
        return None
    own = {"id": label, "name": label.upper(), "aliases": (), "variant_of": near.id}
    return near.model_copy(update=own)


def _in_plain(text: Text, first: int, last: int) -> tuple[int, int]:
    """Where a part of the typed text stands in the plain one."""
    return bisect_left(text.places, first), bisect_left(text.places, last)
