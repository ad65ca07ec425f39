"""
Two questions in one message: "how much at 8k? And what about 32k?" asks for both.

The second leans on the first; what they ask is compared. Where the text can be read as one
question that asks for both already, it is left as it is.
"""

from dataclasses import replace

from core.asked.question import Question
from core.question.words.regex import regex

# The second one opens with what leans on the first; "1)" and "Q2:" are passed over
_TWO = regex(
    r"(?is)(?P<first>[^?]{6,}\?)\s+(?:(?:q(?:uestion)?\s?)?[1-9]\s?[).:]\s*)?(?P<second>"
    r"(?:(?:and|e|also|or)[\s,]+|(?:what about|how about|what if|same|in|with|o mesmo|a mesma"
    r"|how (?:many|much) (?:in|at|with|for|on)|quantas? (?:em|com|para))\b)[^?]{2,}\??)\s*"
)
# "fine-tune it on an A10G and then serve it to 5 users": a run, and what serves its result
_SERVES = (
    r"(?:serv(?:e|es|ing|ir|indo)|host(?:ing)?|deploy(?:ing)?|inference|infer[eê]ncia|hospedar)\b"
)
_TRAINS = (
    r"(?:(?:full(?:y)?[ -])?fine[ -]?tun(?:e|es|ing)|train(?:ing)?|q?lora(?:[ -](?:tune|train))?\b"
    r"|trein(?:ar|o|amento)|afinar|finetunar|fazer (?:o )?fine)"
)
_JOINS = (
    r"\s*(?:[,;.]\s*)?(?:\b(?:and|then|plus|e|depois|mais)\b|&|\+)\s+(?:(?:then|afterwards|later"
    r"|after that|also|(?:a seguir|depois|tamb[eé]m)|how much|how many gpus|what|quanto"
    r"|quantas gpus"
    r"|do i need|is needed|preciso|to|for|para|pra|just|i|we|want to|need to|it)\s+){0,5}"
)
_RUN_AND_SERVER = regex(
    rf"(?is)(?P<first>.{{0,200}}?\b(?:(?P<trains>{_TRAINS})|(?P<serves>{_SERVES})).{{3,200}}?)(?:{_JOINS})"
    rf"(?P<second>(?(trains){_SERVES}|{_TRAINS}).*)"
)
_SERVE_PARTS = ("serv", "host", "deploy", "infer", "hosped")
_TRAIN_PARTS = ("tun", "train", "lora", "trein", "afin", "fine")
_OTHER_WAY = {"trains": regex(rf"(?i)\b{_SERVES}"), "serves": regex(rf"(?i)\b{_TRAINS}")}
_PLAIN = ("memory", "fit")


def in_two(text: str) -> tuple[str, str] | None:
    """
    The first question and the second, where there are two.

    >>> in_two("llama 3.1 8b at 8k? And what about 32k?")
    ('llama 3.1 8b at 8k?', 'And what about 32k?')
    >>> in_two("llama 3.1 8b on an L4?") is None
    True
    """
    match = _TWO.fullmatch(text.strip())
    return (match["first"], match["second"]) if match is not None else None


def run_and_server(text: str) -> tuple[str, str] | None:
    """
    A training run and what serves its result, in one sentence.

    >>> run_and_server("lora-tune llama 3.1 8b on an A10G and then serve it to 5 users")
    ('lora-tune llama 3.1 8b on an A10G', 'serve it to 5 users')
    >>> run_and_server("serve llama 3.1 8b with lora adapters") is None
    True
    """
    low = text.lower()
    if not (
        any(part in low for part in _SERVE_PARTS) and any(part in low for part in _TRAIN_PARTS)
    ):
        return None
    match = _RUN_AND_SERVER.fullmatch(text.strip())
    if match is None:
        return None
    kind = "trains" if match["trains"] else "serves"
    if _OTHER_WAY[kind].search(match["first"]):
        return None
    return match["first"], match["second"]


def are_two(first: Question, second: Question) -> bool:
    """Both ask for an amount or whether it fits, of what is not compared already."""
    plain = all(one.intent in _PLAIN and not one.compare for one in (first, second))
    alike = bool(first.gpus) == bool(second.gpus)  # "how much? and on an L4?" is one
    aside = first.not_answered or second.not_answered
    return plain and alike and not aside and bool(first.models)


def as_a_comparison(first: Question, second: Question) -> Question | None:
    """Where only models, formats or cards differ: as if both had been named in one question."""
    for name in ("models", "precisions", "gpus"):
        if getattr(first, name) == getattr(second, name):
            continue
        rest = [
            replace(one, **{name: ()}, text="", intent="memory", assumed=(), unused=(), doubts=())
            for one in (first, second)
        ]
        if rest[0] == rest[1]:
            both = (*getattr(first, name), *getattr(second, name))
            return replace(first, **{name: both}, intent="compare")
    return None
