"""
What is served beside a model: adapters, what drafts its tokens, pictures in the prompts.

"16 LoRA adapters" with a number are served, not trained, unless a training run is spoken of.
"""

import re
from collections.abc import Iterator

from core.catalog.checkpoints import served_id
from core.catalog.model import Model
from core.catalog.names import NameIndex
from core.question.candidate import FLAG, NAMED, Candidate, matched
from core.question.normalise import Text
from core.question.steps.training_words import runs
from core.question.words.regex import regex

# "16 LoRA adapters", "4 loras", "10 different adapters", "8 adaptadores LoRA"; not "rank 128 lora"
_ADAPTERS = regex(
    r"(?<![\w.,-])(?<!rank )(?P<count>\d{1,4})\s(?:(?:concurrent|different|active"
    r"|loaded|custom|diferentes|ativos)\s)?"
    r"(?:(?:multi-?)?q?loras?(?:[ -]adapters?|[ -]adaptadores)?"
    r"|adapters?|adaptadores(?:\slora)?)\b(?!\s?(?:layers?|modules?))"
)
# "rank 64", "r=64", "of rank up to 32"
_RANK = regex(
    r"\b(?:max(?:imum)?[ _-])?(?:rank|posto|r)(?:\s*(?:=|:|of|de|up to|ate|\s)\s*){1,2}"
    r"(?P<number>\d{1,5})(?![\w.]|-\d)|\br(?P<joined>[1-9]\d{1,3}|[48])\b"
)
_SPECULATIVE = r"(?:speculative[ -]?(?:decoding|sampling)|spec[ -]?dec(?:oding)?|speculation)"
_METHOD = (
    r"(?P<eagle3>eagle[ -]?3)|(?P<eagle>eagle(?:[ -]?2)?)|(?P<mtp>mtp|multi[ -]token[ -]prediction"
    r"|nextn)|(?P<ngram>n[ -]?grams?|prompt[ -]lookup)|(?P<medusa>medusa)"
)
# "eagle3 speculative decoding", "speculative decoding with eagle-3", "MTP", "an EAGLE3 head"
_DRAFTS = regex(
    rf"\b(?:{_METHOD})\b(?:[ -](?:based[ -])?{_SPECULATIVE}|\s(?:heads?|drafts?|drafter|module"
    rf"|layers?|enabled|on)\b|(?<=eagle3)|(?<=eagle-3)|(?<=eagle 3)|(?<=mtp)|(?<=nextn)"
    rf"|(?<=prediction))"
    rf"|\b{_SPECULATIVE}(?:\s(?:with|using|via|by|com|usando)\s(?:an?\s|the\s|um[a]?\s|its\s)?"
    rf"(?:{_METHOD.replace('?P<', '?P<with_')})\b(?:\s(?:heads?|draft|module|layers?)\b)?)?"
)
# "draft model llama 3.2 1b", "drafted by", "with a draft of": a name comes next
_DRAFT_BEFORE = regex(
    rf"(?:\b{_SPECULATIVE}[\s,:]{{1,2}}(?:(?:with|using|and|com)\s)?)?\b(?:(?:an?|the|um|o)\s)?"
    r"(?:draft(?:er|ing)?(?:\smodel)?|modelo (?:de )?rascunho)(?:\s(?:is|of|being|=|e))?[\s:=]{1,2}"
)
# "llama 3.2 1b as draft model": a name stands before
_DRAFT_AFTER = regex(
    rf"\s(?:(?:as|for|como)\s(?:an?\s|the\s|its\s|o\s)?)?(?:draft(?:er)?(?:\smodel)?|rascunho)\b"
    rf"(?:\s(?:for\s)?{_SPECULATIVE})?"
)
_DRAFT_HINTS = ("spec", "eagle", "mtp", "multi", "gram", "lookup", "medusa", "nextn")
_MOST_WORDS = 7  # of a model's name
_WORD = re.compile(r"[^\s,;]+")
# "20 images per prompt", "5 pictures each", "8 imagens por pedido"
_IMAGES = regex(
    r"(?<![\w.,-])(?P<count>\d{1,4})\s(?P<size>1080p|720p|1440p|4k|\d{3,5}x\d{3,5})?\s?"
    r"(?:images?|pictures?|photos?|imgs?|pages?\sas\simages|imagens|fotos)"
    r"(?:\s(?:per|each|in each|in every|por|em cada|a)\b"
    r"(?:\s(?:prompt|request|query|message|user|conversation|pedido|mensagem|usuario|call))?)"
)
# "1080p", "1024x1024"
_PIXELS = regex(
    r"(?<![\w.])(?:(?:at|of|em|de)\s)?(?:(?P<named>1080p|720p|1440p|2160p)|(?P<width>\d{3,5})\s?x\s?"
    r"(?P<height>\d{3,5}))(?:\s?(?:px|pixels?))?(?![\w.])"
)
# "pictures of 1920x1080"
_OF_SIZE = regex(
    r"\b(?:pictures|images|imagens|fotos)\s(?:of|at|de)\s(?P<width>\d{2,5})\s?x\s?"
    r"(?P<height>\d{2,5})(?![\w.])"
)
# "4 images of 1920x1080 per prompt", "10 images at 1080p"
_IMAGES_OF_SIZE = regex(
    r"(?<![\w.,-])(?P<count>\d{1,4})\s(?:images?|pictures?|photos?|imgs?|imagens|fotos)"
    r"\s(?:of|at|de|em|com)\s(?P<size>(?:(?P<named>1080p|720p|1440p|2160p)|(?P<width>\d{3,5})\s?x\s?"
    r"(?P<height>\d{3,5}))(?:\s?(?:px|pixels?))?"
    r"(?:\s(?:per|each|in each|in every|por|em cada|a)\b"
    r"(?:\s(?:prompt|request|query|message|user|conversation|pedido|mensagem|usuario|call))?)?)"
    r"(?![\w.])"
)
_NAMED = {"720p": (1280, 720), "1080p": (1920, 1080), "1440p": (2560, 1440), "2160p": (3840, 2160)}
# "free_gpu_memory_fraction 0.8", "mem-fraction-static of 0.85"
_FRACTION = regex(
    r"(?<![\w-])(?:(?:kv[_-]cache[_-])?free[_-]gpu[_-]mem(?:ory)?[_-]fraction"
    r"|mem[_-]fraction[_-]static)\s*(?:=|:|of|at|de|\s)\s*(?P<number>0?\.\d{1,4}|1(?:\.0)?)(?![\w.])"
)

# "num_speculative_tokens 1", said and not typed as a flag
_TOKENS_DRAFTED = regex(
    r"(?<![\w-])num[ _]speculative[ _]tokens\s*(?:=|:|of|de|\s)\s*(?P<number>\d{1,4})(?![\w.])"
)


def find_served_beside(text: Text) -> Iterator[Candidate]:
    """Adapters with their number, methods of drafting, pictures, shares of memory by their flag."""
    if text.has("adapt", "lora") and not runs(text):
        yield from _adapters(text)
    for match in text.each(_DRAFTS, *_DRAFT_HINTS):
        said = next((name for name, part in match.groupdict().items() if part), match[0])
        method = said.removeprefix("with_").replace(" ", "-")  # one word, as a flag takes it
        yield matched(match, "engine.speculative_method", method, NAMED, "it drafts tokens")
    yield from _pictures(text)
    for match in text.each(_FRACTION, "fraction"):
        share = float(match["number"])
        yield matched(match, "engine.gpu_memory_utilization", share, NAMED, "a share of memory")
    for match in text.each(_TOKENS_DRAFTED, "speculative"):
        tokens = int(match["number"])
        yield matched(match, "engine.num_speculative_tokens", tokens, NAMED, "tokens drafted")


def find_drafts(text: Text, index: NameIndex) -> Iterator[Candidate]:
    """A model beside the word "draft"."""
    role, why = "engine.draft_model", "a model that drafts"
    for match in text.each(_DRAFT_BEFORE, "draft", "rascunho"):
        words = [(word.start(), word.end()) for word in _WORD.finditer(text.plain, match.end())]
        for _, end in reversed(words[:_MOST_WORDS]):
            row = index.exact(text.plain[match.end() : end])
            if isinstance(row, Model):
                yield Candidate(match.start(), end, role, _called(row), FLAG, why)
                break
    for match in text.each(_DRAFT_AFTER, "draft", "rascunho"):
        words = [word.start() for word in _WORD.finditer(text.plain, 0, match.start())]
        for start in words[-_MOST_WORDS:]:
            row = index.exact(text.plain[start : match.start()])
            if isinstance(row, Model):
                yield Candidate(start, match.end(), role, _called(row), FLAG, why)
                break


def _called(row: Model) -> str:
    """By its repository: what a flag takes."""
    return served_id(row) or row.name


def _adapters(text: Text) -> Iterator[Candidate]:
    counted = list(text.each(_ADAPTERS, "adapt", "lora"))
    for match in counted:
        yield matched(match, "engine.max_loras", int(match["count"]), NAMED, "adapters, served")
    if not counted:
        return
    for match in text.each(_RANK, "rank", "posto", "r"):
        written = match["number"] or match["joined"]
        yield matched(match, "engine.max_lora_rank", int(written), NAMED, "of adapters")


def _pictures(text: Text) -> Iterator[Candidate]:
    for match in text.each(_IMAGES_OF_SIZE, "image", "picture", "photo", "img", "imagens", "fotos"):
        middle, count = match.start("size"), int(match["count"])
        size = _NAMED.get(match["named"]) or (int(match["width"]), int(match["height"]))
        yield Candidate(match.start(), middle, "engine.images_per_prompt", count, NAMED, "pictures")
        yield Candidate(middle, match.end(), "engine.image_size", size, NAMED, "their size")
    for match in text.each(_OF_SIZE, "x"):
        size = (int(match["width"]), int(match["height"]))
        yield matched(match, "engine.image_size", size, NAMED, "width and height of pictures")
    pictures = list(text.each(_IMAGES, "image", "picture", "photo", "img", "imagens", "fotos"))
    for match in pictures:
        yield matched(match, "engine.images_per_prompt", int(match["count"]), NAMED, "pictures")
    if not pictures:
        return
    for match in text.each(_PIXELS, "p", "x"):
        size = _NAMED.get(match["named"]) or (int(match["width"]), int(match["height"]))
        yield matched(match, "engine.image_size", size, NAMED, "width and height of pictures")
