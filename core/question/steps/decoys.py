"""
Numbers that are about something else: offered beside all other readings, so that "Q3 budget" is no
3-bit format and "CUDA 12.4" no overhead.

A decoy is a reading like any other. Each recogniser is one pattern, with what it catches above it.
What the computer around the cards has stands in `decoys_of_hosts`, people in `people`.
"""

from collections.abc import Iterator

from core.question.candidate import FLAG, NAMED, Candidate, matched
from core.question.normalise import Text
from core.question.steps.numbers import num
from core.question.words.languages import either, hints_of, literals
from core.question.words.regex import regex

MONTH = (
    r"(?:jan(?:uary|eiro)?|feb(?:ruary)?|fevereiro|march|marco|apr(?:il)?|abril|maio|june|junho|july"
    r"|julho|aug(?:ust)?|agosto|sept(?:ember)?|setembro|oct(?:ober)?|outubro|nov(?:ember|embro)?"
    r"|dec(?:ember)?|dezembro)"
)
_PLANS = (
    r"(?:budget|planning|plan|roadmap|goals?|okrs?|review|results?|report|orcamento|plano|metas?"
    r"|planejamento|planeamento|revisao|relatorio|resultados?)"
)
# "Q3 budget", "Q4 2026", "by Q1", "orcamento do Q3"; "in Q4" is a format
_QUARTER = regex(
    rf"\bq[1-4]\s(?:20\d\d|fy\d*|{_PLANS})\b"
    r"|\b(?:for|in|from|em|no|para o)\sq[1-4]\b(?=\s?,?\s(?:we|our|they|the (?:plan|team|load)"
    r"|i expect"
    r"|traffic|demand|usage|load|there will|expect|launch|rollout|esperamos|teremos|vamos"
    r"|o trafego)\b)"
    rf"|\b(?:{_PLANS}|end|start|close|fim|final|fecho)\s(?:of|for|in|d[eo]|para o)\sq[1-4]\b(?!_)"
    rf"|\b(?:by|until|before|after|this|next|last|ate)\sq[1-4]\b(?!_)"
    rf"(?!\s?(?:quant|format|gguf|k_|model|version))"
)
# "60k EUR this year (Q4)", "50 mil reais pro Q3": where money is spoken of just before
_QUARTER_OF_MONEY = regex(
    r"(?:\b(?:budget|orcamento|reais|euros?|eur|usd|brl|gbp|dollars?|dolares|this year|este ano)\b"
    r"|[$€£])[^.;?!\n]{0,24}?(?P<quarter>(?:\(|\b(?:for|in|pro|para o|no|do)\s)q[1-4]\b\)?)"
    r"(?![_.]|\s?(?:quant|format|gguf|k_|model|version))"
)
# "14 March", "June 3rd"
_DAY = regex(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s|de\s)?{MONTH}\b(?:\s(?:de\s)?20\d\d\b)?"
    rf"|\b{MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?\b(?!\w|\.\w)"
)
# "2026-11-22", "since 2023", "2026 roadmap"
_YEAR = regex(
    r"\b20\d\d-\d\d-\d\d\b"
    r"|\b(?:in|since|by|from|until|of|em|de|desde|ate)\s20[1-3]\d\b(?!\s?(?:tokens?|x\b))"
    r"|\b20[2-3]\d\s(?:roadmap|budget|plan|planning|goals?|strategy)\b"
)
# "at 16h", "16:30", "3 pm", "on the 8th"
_CLOCK = regex(
    r"(?<![\w.,])(?:[01]?\d|2[0-3])(?:h(?:[0-5]\d)?|:[0-5]\d\s?h?|\s?[ap]m)(?![\w:])"
    r"|\b(?:on|by|until|from|before|after)\sthe\s\d{1,2}(?:st|nd|rd|th)\b"
)
_DATES = (
    (_QUARTER, ("q1", "q2", "q3", "q4")),
    (_DAY, ("jan", "feb", "fev", "mar", "apr", "abr", "mai", "jun", "jul", "aug", "ago", "sep",
            "set", "oct", "out", "nov", "dec", "dez")),
    (_YEAR, ("20",)),
    (_CLOCK, (":", "h ", "h,", "h;", "h.", "am", "pm", "th", "st", "nd", "rd")),
)  # fmt: skip
_INSTALLED = (
    r"cuda|cudnn|drivers?|python|py|ubuntu|debian|pytorch|torch|rocm|kernel|nccl|numpy|node\.?js"
    r"|windows|macos|ios|android|flash[-_ ]?attn|xformers|bitsandbytes|peft|trl|accelerate"
)
# "CUDA 12.4", "driver 550.54.15", "python 3.11", "ubuntu 22.04", "pytorch==2.5.1", "rocm6.2"
_VERSION = regex(
    rf"\b(?:{_INSTALLED})(?:\s?(?:version|versao|v|==|>=|=)\s?|\s|-)?"
    r"\d{1,4}(?:\.\d{1,5}){0,3}(?![\w.]|\s?[xb]\b)"
)
_NUMBERED = (
    r"issues?|prs?|pull request|ticket|bug|jira|page|pagina|chapter|capitulo|floor|andar"
    r"|line|linha|section|table|step|question|numero|day|version|slide"
)
_PLACES = (
    r"room|sala|level|nivel|grade|band|ramal|ext\.?|extension|flight|voo|gate|terminal|portao"
    r"|bloco|predio|building|platform|ticket|slide|road|highway|estrada|rodovia|floor|andar|seat"
    r"|flat|apt|apartamento|suite|lugar|piso"
)
_JOBS = r"(?:engineers?|developers?|devs?|managers?|scientists?|roles?|positions?|hires?|staff)"
# "issue #1234", "PR 42", "#99"; "sala A10", "level L4", "ramal 4090", "voo da TAP T4", "L4
# engineers": what looks like a card or a format
_LABEL = regex(
    rf"\b(?:{_NUMBERED})\s?(?:no\.?\s?|n\.?o?\s|number\s)?#?\d{{1,7}}(?!\w|\.\w)"
    r"|(?<![\w#])#\d{1,7}(?!\w)"
    rf"|\b(?:{_PLACES})\s(?:no\.\s|number\s|#)?(?:(?:d[aeo]\s)?(?:tap|latam|gol|azul|ba|lh|ua)\s)?"
    rf"[a-z]{{0,2}}\d{{1,4}}[a-z]?(?!\w|\.\w)(?!\sgpus?\b)(?:\s{_JOBS}\b)?"
    rf"|(?<![\w-])[a-z]{{1,2}}\d{{1,2}}\s{_JOBS}\b"
)
# "5 star rating", "2.3M downloads"
_RATING = regex(
    rf"{num('number')}\s?(?:k|m|mil|million)?\s(?:downloads?|stars?|likes|forks|votes|views)\b"
    r"(?:\srating)?"
)
_VERSION_HINTS = ("cuda", "cudnn", "driver", "py", "ubuntu", "debian", "torch", "rocm", "kernel",
                  "nccl", "numpy", "node", "windows", "os ", "android", "flash", "xformers",
                  "bitsandbytes", "peft", "trl", "accelerate")  # fmt: skip
_LABEL_HINTS = ("#", "pr", *hints_of("|".join((_NUMBERED, _PLACES, _JOBS))))
_RATING_HINTS = ("download", "star", "likes", "fork", "vote", "views")
_MONEY_WORD = r"(?:usd|eur|gbp|brl|dollars?|dolares|bucks|euros?|pounds?|reais|cents?)"
# "$2.50/hr", "5k USD", "R$ 10.000", "4090 euros", "under 2000 dollars a month"
_MONEY = regex(
    rf"(?:r?\$|€|£|\busd|\beur|\bgbp)\s?\d{{1,9}}(?:[.,]\d{{1,3}}){{0,3}}\s?(?:k|m|mil)?(?!\w)"
    rf"(?:\s?(?:{either('per_time')})(?![a-z]))?"
    rf"|{num('number')}\s?(?:k|mil)?\s?(?:[$€£](?!\s?\d)|{_MONEY_WORD}\b)"
    rf"(?:\s?(?:{either('per_time')})(?![a-z]))?"
)
_MONEY_HINTS = ("$", "€", "£", *hints_of(_MONEY_WORD))
# "finance insists on under 100k"
_BUDGET = regex(
    r"\b(?:finance|cfo|procurement|budget|orcamento|financeiro|spend|price|preco|custo)\b"
    r"[^.;?!\d]{0,30}?(?<![\w.,])\d{1,4}(?:[.,]\d{1,3})?\s?(?:k|mil|m)\b"
    r"(?!\s?(?:tokens?|ctx|context|users))"
)
_BUDGET_HINTS = ("financ", "cfo", "procure", "budget", "orcamento", "spend", "pric", "preco",
                 "custo")  # fmt: skip
# "Q1: ...? Q2: ...": questions that are counted
_QUESTION = regex(r"(?:^|(?<=[?.!;]\s)|(?<=[?.!;]))(?:q|question|pergunta)\s?[1-9]\s?[:)](?=\s)")
# "42 colleagues voted": people who did something else than ask
_VOTED = regex(
    r"(?<![\w.,])\d{1,6}\s(?:[a-z]+\s)?(?:colleagues|people|employees|engineers|members|colegas"
    r"|pessoas)\s(?:voted|agreed|decided|complained|signed|attended|votaram|decidiram)\b"
)
_PIECES = (
    r"(?:(?:training|train|labell?ed|instruction|preference|qa)\s)?(?:examples?|samples?|rows?"
    r"|records?|pairs?|steps?|epochs?|documents?|docs|articles?|images?|e-?mails?|instructions?"
    r"|exemplos?|amostras?|linhas|registros?|registos?|documentos?|pares|passos|epocas?|artigos)"
)
# "50k examples", "10 mil exemplos", "a dataset of 2M tokens", "3 epochs": how long a run takes
_DATA = regex(
    rf"{num('number')}\s?(?:k|m|mil|thousand|million|milhoes)?(?:\s(?:de|of))?\s{_PIECES}\b"
    rf"|\b(?:data ?set|corpus|conjunto de dados)\s(?:of|with|has|is|de|com|tem)\s"
    rf"(?:about\s|around\s|cerca de\s|~\s?)?{num('of')}\s?(?:k|m|b|mil|million|billion|milhoes)?"
    rf"(?![\w])(?:\s(?:de\s)?{either('tokens')}\b)?"
)
_DATA_HINTS = ("example", "sample", "row", "record", "pair", "step", "epoch", "doc", "article",
               "image", "mail", "instruction", "exemplo", "amostra", "linhas", "registr", "registo",
               "pares", "passos", "epoca", "artigo", "data", "corpus")  # fmt: skip
# "how many 7b models can I load at once": we answer for one; a size after it counts
_COPIES = regex(
    r"\b(?:how many|quant[oa]s)(?=\s(?:(?:of (?:these|those|my)|[\w.-]{1,24})\s){0,3}?"
    r"(?:models?|llms?|copies|replicas|modelos|copias)\b(?!\s(?:have|has|are there|exist|support)))"
)
_BATCH_BEFORE = regex(r"(?:batch(?:es)?|size|lotes?)(?:\s(?:of|de|size))?\s?[=:]?\s?$")


def find_dates(text: Text) -> Iterator[Candidate]:
    """Days, hours, quarters and years."""
    for pattern, hints in _DATES:
        for match in text.each(pattern, *hints):
            yield matched(match, "decoy.date", match[0], NAMED, "a date")
    for match in text.each(_QUARTER_OF_MONEY, "q1", "q2", "q3", "q4"):
        start, end = match.span("quarter")
        yield Candidate(start, end, "decoy.date", match["quarter"], FLAG, "a quarter")


def find_versions(text: Text) -> Iterator[Candidate]:
    """Versions of what is installed, which change no memory that we count."""
    for match in text.each(_VERSION, *_VERSION_HINTS):
        yield matched(match, "decoy.version", match[0], NAMED, "a version")


def find_labels(text: Text) -> Iterator[Candidate]:
    """Numbers that name something: an issue, a room, a flight; how well known a model is."""
    for match in text.each(_LABEL, *_LABEL_HINTS):
        yield matched(match, "decoy.issue", match[0], NAMED, "the number of something")
    for match in text.each(_QUESTION, ":", ")"):
        yield matched(match, "decoy.issue", match[0], FLAG, "which question it is")
    for match in text.each(_RATING, *_RATING_HINTS):
        yield matched(match, "decoy.issue", match[0], NAMED, "how well known it is")


def find_money(text: Text) -> Iterator[Candidate]:
    """Prices and budgets."""
    for match in text.each(_MONEY, *_MONEY_HINTS):
        yield matched(match, "decoy.money", match[0], NAMED, "money")
    for match in text.each(_BUDGET, *_BUDGET_HINTS):
        yield matched(match, "decoy.money", match[0], NAMED, "a budget")


def find_copies(text: Text) -> Iterator[Candidate]:
    """How many models stand side by side, which has no answer here."""
    for match in text.each(_COPIES, "models", "llms", "copies", "replicas", "modelos", "copias"):
        yield matched(match, "decoy.rate", match[0], FLAG, "how many models")


def find_voters(text: Text) -> Iterator[Candidate]:
    """People who do not use the model."""
    for match in text.each(_VOTED, "ed ", "aram ", "iram "):
        yield matched(match, "decoy.heads", match[0], NAMED, "people who do not ask")


def find_data(text: Text) -> Iterator[Candidate]:
    """So much to train on: it says how long a run takes, not what it holds."""
    for match in text.each(_DATA, *_DATA_HINTS):
        if _BATCH_BEFORE.search(text.plain[max(0, match.start() - 16) : match.start()]) is None:
            yield matched(match, "decoy.data", match[0], NAMED, "so much to train on")


DECOYS = (find_dates, find_versions, find_labels, find_money, find_voters, find_copies, find_data)
# No typing errors of ours
DECOY_WORDS = frozenset(
    word
    for words in (MONTH, _INSTALLED, _NUMBERED, _PLACES, _PIECES, _PLANS)
    for word in literals(words)
)
