"""
What is asked beside memory and has no answer here: speed, price, the computer's RAM, ...

Asked, and not only mentioned: "15 tok/s is plenty", "I don't care about speed", "price aside" and
"a box with 512 GB of RAM" ask for nothing.
"""

import re
from collections.abc import Iterator

from core.asked.question import Subject
from core.question.candidate import FLAG, NAMED, Candidate, matched
from core.question.normalise import Text
from core.question.words.languages import LANGUAGES, either
from core.question.words.regex import regex

_NUMBER = r"(?<![\w.,])\d{1,7}(?:[.,]\d{1,4})?\s?k?"
_NO_NUMBER = r"(?<!\d)(?<!\d\s)(?<!\dk\s)(?<!\d-)"
_PER_SECOND = either("asking.per_second")

# Parts of words without one of which nothing of the subject is asked
_HINTS: tuple[tuple[Subject, tuple[str, ...]], ...] = (
    ("speed", (
        "throughput", "req", "quer", "qps", "rps", "pedidos", "requisic", "fast", "quick",
        "sluggish", "snappy", "laggy", "feel", "slow", "speed", "veloc", "vazao", "debito",
        "rapid", "lent"
    )),
    ("latency", (
        "answer", "respon", "reply", "react", "finish", "p5", "p9", "p 9", "latenc", "ttft",
        "tpot", "first", "response", "inter", "primeiro",
        "resposta"
    )),
    ("price", (
        "cheap", "expens", "pric", "cost", "dollar", "euro", "bucks", "usd", "money", "bill",
        "spend", "fee", "tco", "pay", "how much per", "how much a", "barat", "car", "conta",
        "quant", "worth", "save", "saving", "vale", "preco", "custo", "valor", "reais", "dolar",
        "fatura"
    )),
    ("training_time", (
        "hour", "day", "week", "minute", "time", "clock", "hora", "dias", "semana", "tempo",
        "epoch", "step", "epoca", "passo"
    )),
    ("ram", (
        "ram", "memory", "memoria", "ddr", "cpu", "gpu", "placa", "process"
    )),
    ("disk", (
        "disk", "storage", "ssd", "drive", "download", "disco", "espaco", "nvme", "baixar",
        "files"
    )),
    ("power", (
        "psu", "power", "draw", "energ", "watt", "amps", "kw", "kva", "wall", "hot", "loud",
        "noisy", "tdp", "consumo", "tomada", "aquece", "esquenta", "barulho", "calor", "electric",
        "heat", "luz", "fonte", "eletric"
    )),
    ("quality", (
        "dumb", "smart", "accura", "intellig", "capable", "perplex", "mmlu", "humaneval",
        "hurt", "harm", "ruin", "affect", "impact", "destroy", "break", "prejudica", "afeta",
        "estraga", "piora", "quality", "good", "worse", "degrad", "better", "best", "burr",
        "espert", "acurac",
        "qualid", "pior", "melhor"
    )),
)  # fmt: skip


def _pattern(subject: Subject) -> re.Pattern[str]:
    parts = [part for words in LANGUAGES for part in words.asking.subjects[subject]]
    return regex(rf"\b(?:{'|'.join(parts)})(?!\w)")


_SUBJECTS: tuple[tuple[Subject, re.Pattern[str], tuple[str, ...]], ...] = tuple(
    (subject, _pattern(subject), hints) for subject, hints in _HINTS
)
# "how many tokens per second", "tok/s"; "15 tok/s" is told and not asked
_SPEED = regex(rf"{_NO_NUMBER}\b{_PER_SECOND}(?!\w)")
# "will I get 20 tok/s", "consigo chegar a 30 tokens por segundo"
_DOABLE = (
    r"doable|possible|feasible|realistic|achievable|reachable|attainable|possivel|viavel|realista"
    r"|alcancavel"
)
_SPEED_REACHED = regex(
    rf"\b{either('asking.reaching')}\s(?:~|>=?)?\s?{_NUMBER}\s?{_PER_SECOND}(?!\w)"
)
# "30 tok/s for 20 people, doable?"
_SPEED_WANTED = regex(
    rf"{_NUMBER}\s?{_PER_SECOND}(?!\w)(?=[^?!]{{0,80}}\b(?:{_DOABLE})\b[^?!]{{0,40}}\?)"
)
_SPEED_HINTS = ("tok", "tps", "tk", " t/", "words", "palavras")
# "how long does it take"
_HOW_LONG = regex(rf"\b{either('asking.how_long')}(?!\w)")
_TRAINS = regex(rf"\b(?:{either('train')}|{either('pretrain')}|q?lora|epochs?|epocas?)\b")
# "is 64GB of system RAM enough", "do I need 128 gigs of DDR5", "will a 1TB nvme hold it"
# "my psu is 850W" is told, "is 850W enough" asked
_NOT_TOLD = r"(?<!psu )(?<!supply )(?<!memory )(?<!ram )(?<!disk )(?<!fonte )"
_BEFORE = (
    rf"{_NOT_TOLD}\b{either('asking.question_of_number')}\s(?:(?:an?|the|my|our|os|as|com|meus)\s)?"
)
_GB = r"\s?(?:gb|gib|tb|tib|gigs?|gigas?|g|t)s?\s(?:(?:of|de)\s)?"
_OF_RAM = regex(rf"{_BEFORE}{_NUMBER}{_GB}{either('asking.ram')}(?!\w)")
_OF_DISK = regex(rf"{_BEFORE}{_NUMBER}{_GB}{either('asking.disk')}(?!\w)")
# "is an 850W psu enough", "a fonte de 750W aguenta"
_OF_POWER = regex(rf"{_BEFORE}{_NUMBER}\s?(?:w|watts?|kw)\b(?:\s(?:psu|power supply|fonte))?")
_NUMBERED: tuple[tuple[Subject, re.Pattern[str], tuple[str, ...]], ...] = (
    ("ram", _OF_RAM, ("ram", "ddr", "memor")),
    ("disk", _OF_DISK, ("nvme", "ssd", "dis", "drive", "hd", "storage", "armaz")),
    ("power", _OF_POWER, ("psu", "supply", "fonte")),
)
# "I don't care about speed or price", "regardless of the cost", "nem a velocidade"
_MORE = (
    rf"(?:\s?(?:,|\b(?:and|or|nor|e|ou|nem)\b)\s(?:(?:the|its|o|a)\s)?{either('asking.topics')})"
)
_DISMISSED_AFTER = regex(
    rf"(?<!\w){either('asking.dismissing')}(?:\s(?:the|its|any|o|a|os|as|do|da)){{0,2}}"
    rf"\s{either('asking.topics')}(?!\w){_MORE}{{0,3}}"
)
# "speed is not important", "speed and price don't matter", "price aside"
_DISMISSED_BEFORE = regex(
    rf"(?:\b(?:the|o|a)\s)?\b{either('asking.topics')}(?!\w){_MORE}{{0,3}}"
    rf"(?:\s(?:here|much|it|for us|for me))?\s?{either('asking.dismissed')}(?!\w)"
)
DISMISSING_HINTS = ("accuracy", "budget", "consumo", "cost", "custa", "custo", "desempenho",
                     "dinheiro", "disco", "disk", "electricity", "energia", "expensive", "fast",
                     "latencia", "latency", "long", "money", "noise", "orcamento", "performance",
                     "power", "preco", "price", "qualidade", "quality", "ram", "slow", "speed",
                     "storage", "throughput", "tok", "training", "treino",
                     "velocidade")  # fmt: skip
_NEAR = 80  # characters
# "what does 32k of context cost in VRAM": memory is the price
_COST = regex(r"\b(?:costs?|custa(?:r|ria|m)?)(?: (?:me|us|nos))?\b")
_ASKS = regex(r"\b(?:how much|what|quanto|o que)\b[^?!]*$")
_OF_MEMORY = regex(
    r"\b(?:vram|memory|memoria|kv|cache|context\w*|ctx|gb|gib|tokens? of|ram)\b"
    r"(?![^?!.]{0,40}\b(?:per|a|por) (?:hour|month|hora|mes)\b)"
)

# "--max-loras 4: what does it cost"
_OF_A_FLAG = regex(r"(?<!\S)--[a-z][^?!]*\b(?:it|that|this|isso) $")


def find_subjects(text: Text) -> Iterator[Candidate]:
    """Each subject that is asked about; one that is said not to matter is dropped."""
    dismissed = [
        match
        for pattern in (_DISMISSED_AFTER, _DISMISSED_BEFORE)
        for match in text.each(pattern, *DISMISSING_HINTS)
    ]
    for match in dismissed:
        yield matched(match, "nothing", True, FLAG, "said not to matter")
    for subject, match in _asked(text):
        if not any(one.start() <= match.start() < one.end() for one in dismissed):
            evidence = FLAG if any(map(str.isdigit, match[0])) else NAMED
            yield matched(match, "not_answered", subject, evidence, f"asks about {subject}")


def _asked(text: Text) -> Iterator[tuple[Subject, re.Match[str]]]:
    for subject, pattern, hints in _SUBJECTS:
        for match in text.each(pattern, *hints):
            yield subject, match
    for pattern in (_SPEED, _SPEED_REACHED, _SPEED_WANTED):
        for match in text.each(pattern, *_SPEED_HINTS):
            yield "speed", match
    for match in text.each(_HOW_LONG, "long", "eta", "quanto"):
        trains = _TRAINS.search(text.plain) is not None
        yield ("training_time" if trains else "speed"), match
    for subject, pattern, hints in _NUMBERED:
        for match in text.each(pattern, *hints):
            yield subject, match
    for match in text.each(_COST, "cost", "custa"):
        if _asks_for_money(text, match):
            yield "price", match


def _asks_for_money(text: Text, match: re.Match[str]) -> bool:
    before = text.plain[max(0, match.start() - _NEAR) : match.start()]
    after = text.plain[match.end() : match.end() + _NEAR // 2]
    memory = _OF_MEMORY.search(before) or _OF_MEMORY.search(after) or _OF_A_FLAG.search(before)
    return _ASKS.search(before) is not None and not memory
