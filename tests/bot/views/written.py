"""
Whole replies as files: `> ` and the question, then the answer as it is read aloud.

`{models}` stands for the number of language models of the catalogue, which says nothing of a reply.
"""

import re
from collections.abc import Callable
from pathlib import Path

from core.catalog.load import load_catalog
from core.planning.largest import language_models

LANGUAGES = ("en", "pt")


def written(folder: Path, language: str) -> list[tuple[str, str]]:
    """(question, answer) in the order of the file."""
    text = (folder / f"{language}.txt").read_text("utf-8")
    parts = [part.split("\n", 1) for part in re.split(r"^> ", text, flags=re.MULTILINE)[1:]]
    return [(question, said.strip()) for question, said in parts]


def rewrite(folder: Path, say: Callable[[str], str]) -> None:
    """The files anew, to be read before they are kept."""
    for language in LANGUAGES:
        texts = [f"> {question}\n\n{say(question)}\n" for question, _ in written(folder, language)]
        (folder / f"{language}.txt").write_text("\n\n".join(texts), "utf-8")


def without_count(text: str) -> str:
    """*text* with `{models}` in it."""
    return text.replace(f" {len(language_models(load_catalog()))} model", " {models} model")
