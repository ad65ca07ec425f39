"""
Models that are no language models: their names are understood, with the size in them, and said not
to be answered; the language model beside them is answered.
"""

import re
from collections.abc import Iterator
from typing import Literal

from core.question.candidate import FLAG, Candidate, matched
from core.question.normalise import Text, read
from core.question.words.regex import regex

# Names as people type them, by kind; each is folded and may carry a version and a size.
_IMAGES = (
    r"sd ?xl(?:[ -](?:turbo|lightning|base|refiner))?|stable[ -]diffusion(?:[ -]xl)?"
    r"|sd ?[123](?:\.\d)?"
    r"(?! ?[bkm]\b)|flux(?:[. -]?[12](?:\.\d)?)?(?:[ -](?:dev|schnell|pro|kontext|krea))?"
    r"|pixart(?:[ -]\w+)?|kandinsky|hidream|qwen[ -]image(?:[ -]edit)?|controlnet|dall-?e ?\d?"
    r"|midjourney|ideogram|recraft|firefly image|imagen ?\d?"
    r"|hunyuan[ -]?(?:dit|image)"
)
_VIDEOS = (
    r"wan ?2?\.?\d?(?=[ -]?(?:\d|video|t2v|i2v|text|image))|hunyuan[ -]?video|ltx(?:[ -]?video)?"
    r"|cog ?video ?x?|mochi|animatediff|(?:open[ -]?)?sora(?: ?2)?|runway gen[ -]?\d"
    r"|kling(?: ai)?|svd(?:[ -]xt)?"
)
_SOUNDS = r"parakeet|xtts|kokoro|musicgen|audiogen|wav2vec2?|f5[ -]tts|piper tts|seamless(?:m4t)?"
_VECTORS = (
    r"colbert(?:v2)?|(?:splade|deberta|all-mpnet)(?:[ -][\w.]+)?|all-minilm-l12\w*"
    r"|text[ -]embedding(?!s?[ -]inference)\w*"
    r"|(?:stella|arctic)[ -]embed\w*|jina[ -](?:reranker|clip)\w*"
    r"|(?:cross[ -]?encoder|re-?rankers?|embedders?)|(?:embeddings?|reranking) models?"
    r"|modelos? de embeddings?"
)
_SIGHT = r"yolo ?v?\d{0,2}\w?|segment anything|grounding ?dino|depth anything|trocr|paddleocr"
_KINDS = (
    r"text[ -]to[ -](?:video|image|speech)|(?:image|video) generation|generate (?:images|videos?)"
    r"|gerar (?:imagens?|videos?)|speech[ -]to[ -]text|(?:image|video|diffusion|tts) models?"
    r"|modelos? de (?:imagem|video|voz|difusao)"
)
# "wan 2.1 14b text-to-video", "whisper large-v3", "flux.1 dev"
_NAMES = regex(
    rf"(?<![\w./-])(?:{_IMAGES}|{_VIDEOS}|{_SOUNDS}|{_VECTORS}|{_SIGHT}|{_KINDS})"
    r"(?:[ -]v?\d{1,2}\.\d)?(?:[ -]\d{1,3}(?:\.\d)?[bm])?(?![\w])"
)
_HINTS = (
    "sd", "stable", "flux", "pixart", "kandinsky", "hidream", "image", "control", "dall", "dit",
    "wan", "video", "ltx", "mochi", "animate", "sora", "svd", "whisper", "parakeet", "tts",
    "kokoro", "gen", "wav2", "seamless", "bge", "e5", "gte", "embed", "jina", "minilm", "rank",
    "colbert", "encoder", "yolo", "segment", "dino", "depth", "ocr", "speech", "diffusion",
    "imagem", "voz", "difusao", "midj", "ideo", "recraft", "firefly", "runway", "kling",
)  # fmt: skip


# The families alone, without what people ask of them
_DRAWS: tuple[tuple[Literal["image", "video"], re.Pattern[str]], ...] = (
    ("image", regex(rf"(?<![\w./-])(?:{_IMAGES}|(?:image|diffusion) models?)(?!\w)")),
    ("video", regex(rf"(?<![\w./-])(?:{_VIDEOS}|video models?)(?!\w)")),
)


def drawing_model(typed: str) -> tuple[Literal["image", "video"], str] | None:
    """Which model for images or videos the text *typed* names, as it was typed: None for none."""
    text = read(typed)
    for kind, pattern in _DRAWS:
        match = pattern.search(text.plain)
        if match is not None:
            return kind, text.typed(match.start(), match.end())
    return None


def find_other_models(text: Text) -> Iterator[Candidate]:
    """Images, video, sound, vectors, sight."""
    for match in text.each(_NAMES, *_HINTS):
        yield matched(match, "not_answered", "other_model", FLAG, "no language model")
