"""Names of repositories: "Qwen/Qwen3-32B-AWQ" in full, and the part behind the slash."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.catalog.catalog import Catalog
from core.catalog.checkpoint import Checkpoint
from core.catalog.checkpoints import as_checkpoint, as_repository, repositories
from core.catalog.looked_up import looked_up
from core.catalog.model import Model
from core.catalog.spelling import name_key

# "meta-llama/Llama-3.1-8B-Instruct", "qwen2.5-72b-instruct-awq"; not "prompt/answer" of a path
_NAME = re.compile(
    r"(?<![\w./-])(?:(?P<owner>[A-Za-z0-9][\w.-]{0,60})/)?(?P<name>[A-Za-z0-9][\w.-]{3,95}[A-Za-z0-9])"
    r"(?![\w/-])"
)
_JOINS = "/-_"  # one of them stands in every name
# The hub's address, and what marks words up without being part of a name: "_qwen3-8b-base_"
_NO_PART = re.compile(
    r"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/"
    r"|[*~`'\"<>|()\[\]]|(?<![A-Za-z0-9])_+|_+(?![A-Za-z0-9])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Typed:
    """A name as it was typed, and the model it stores where we know the repository."""

    text: str
    full: bool  # with its owner
    model: Model | None  # with the repository's format and widths


class RepositoryNames:
    """All repositories of one catalogue, by lower-case name: `NameIndex.repositories`."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._full: dict[str, tuple[Model, Checkpoint | str]] = {}
        self._short: dict[str, tuple[Model, Checkpoint | str]] = {}
        for model in catalog.models.values():
            for repository in repositories(model):
                self._full.setdefault(repository.lower(), (model, repository))
                for row in catalog.checkpoints.get(repository, ()):
                    self._full.setdefault(row.id.lower(), (model, row))
                    self._short.setdefault(_short(row.id), (model, row))
        for model in catalog.models.values():
            for repository in model.same_as:
                if not _means_model(repository, model):
                    self._short.setdefault(_short(repository), (model, repository))

    def has(self, id: str) -> bool:
        """Whether our tables have this repository."""
        return id.lower() in self._full

    def in_text(self, text: str) -> Iterator[Typed]:
        """Every name in *text* that has the form of a repository's, in order."""
        if not any(sign in text for sign in _JOINS):
            return
        for match in _NAME.finditer(_NO_PART.sub(" ", text)):
            full = match["owner"] is not None
            known = (self._full if full else self._short).get(match[0].lower())
            found = looked_up(self.catalog.looked_up, match[0]) if full else None
            if isinstance(found, Model):
                yield Typed(match[0], full, found)
            elif known is not None:
                yield Typed(match[0], full, _stored(*known))
            elif full:
                yield Typed(match[0], full, None)


def _means_model(repository: str, model: Model) -> bool:
    """
    "qwen2.5-72b" is what people call the model, though the base repository has that name; one
    that says more than the model's own ("deepseek-r1-0528") is that repository.
    """
    if not _words(repository) <= _words(model.id or ""):
        return False
    names = (model.name, *model.aliases, _short(model.id or ""))
    return name_key(_short(repository)) in {name_key(name) for name in names}


def _words(id: str) -> set[str]:
    return set(re.split(r"[-_]", _short(id)))


def _short(id: str) -> str:
    return id.split("/")[-1].lower()


def _stored(model: Model, found: Checkpoint | str) -> Model:
    if isinstance(found, str):
        return as_repository(model, found)
    return as_checkpoint(model, found)
