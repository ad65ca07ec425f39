"""How people, shares of them and numbers at once are written; `people` says what they mean."""

from core.question.steps.numbers import num
from core.question.words.languages import either
from core.question.words.regex import regex

_PEOPLE = rf"(?:{either('heads')}|{either('users')}|{either('team')})"
_AT_ONCE = rf"(?:{either('concurrent')})(?![\w-])"
# Not people: "2 models at the same time"
_THINGS = (
    r"(?:tokens?|toks?|gpus?|cards?|placas?|nodes?|gb|gib|bits?|models?|modelos?|loras?|adapters?"
    r"|replicas?|instances?|copies|copias|hours?|horas?|days?|dias?|minutes?|layers?|context|ctx"
    r"|x|k|b|percent|por cento|e|and|questions?|of (?:the |our |my )?\d)\b"
)
_NOT_MORE = r"(?![\w%]|[.,]\d|\s?(?:%|percent|por cento|k\b|x\b|gb|gib|tokens?|[a-z]{1,4}\d))"
_NEXT = r"(?:\s{1,3}|-)(?!-)"  # no flag: "0.85 --enable-expert-parallel"
# "15 type at the same moment", "80 to be online in the assistant at any one time"
NUMBER_AT_ONCE = regex(
    rf"{num('number')}(?:\s?(?P<unit>k)(?![\w]))?(?![\w%]|[.,]\d)"
    rf"(?:{_NEXT}(?!{_THINGS})[a-z']{{1,16}}){{0,6}}?{_NEXT}{_AT_ONCE}"
)
_LINK = (
    r"(?:[\s:=(~-]{1,2}(?:is|are|be|of|to|users?|people|maybe|perhaps|about|around|at|most|likely"
    r"|number|usage|load|access|being|was|will|e|eh|sao|de|uns|umas|cerca|talvez|acesso|acessos"
    r"|uso|usuarios|fica|chega|a|em|no|maximo|simultaneo|nao|passa|passam)\b){0,5}[\s:=(~-]{1,2}"
)
# "a peak of 40", "o pico de acesso simultaneo e de 100", "at the same time maybe 30"
_PEAK = (
    r"(?:peaks?(?: (?:load|usage|concurrency|hours?))?|(?:busiest|rush|peak) hours?|pico"
    r"|(?:(?:real|actual|true|max|maximum) )?concurrency|(?:real )?concorrencia|simultaneidade"
    r"|hora de pico|horas de ponta)"
)
AT_ONCE_NUMBER = regex(rf"\b(?:{_PEAK}|{_AT_ONCE}){_LINK}(?P<number>\d{{1,7}}){_NOT_MORE}")
# "at most 80", "never more than 12", "30 of them": where people are counted beside it
_MOST = (
    r"(?:at (?:the )?most|(?:never|not|no) more than|max(?:imum)?(?: of)?|no maximo|nunca mais"
    r" (?:de|que|do que)|nao mais (?:de|que|do que))"
)
SOME_OF_THEM = regex(
    rf"\b{_MOST}\s(?P<most>\d{{1,7}}){_NOT_MORE}"
    r"|(?<![\w.,-])(?P<some>\d{1,7})\s(?:of (?:them|whom|us|those|which)|deles|delas"
    r"|d[oa]s quais)\b"
)
_KIND = (
    rf"(?:(?!{_THINGS}|(?:for|with|on|in|per|por|each|de|do|da|para|com)\b)[a-z]{{1,16}}\s){{0,2}}?"
)
# "4 teams of 15 people", "two shifts of 40 operators"; "only one shift at a time"
GROUPS = regex(
    rf"(?<![\w.,])(?P<groups>\d{{1,3}})\s(?:[a-z]+\s)?(?P<kind>team|shift|class|group|department|office"
    rf"|branch|site|squad|turno|turma|equipe|equipa|grupo|filial|filiai|departamento)(?:s|es)?\s"
    rf"(?:of|with|de|com)\s(?:about\s|cerca de\s)?{num('number')}(?![\w%]|[.,]\d)"
    rf"(?:\s{_KIND}{_PEOPLE}(?![\w-]))?"
)
ONE_OF_THEM = r"\b(?:one|1|a single|uma?|so uma?|apenas uma?)\s(?:[a-z]+\s)?{kind}\w*\b"
# "500 DAU", "1.2k monthly actives", "2000 registered users": of how many at once nothing is said
MEMBERS = regex(
    rf"{num('number')}\s?(?P<unit>k|m|mil)?\s?(?:[dmw]aus?\b|(?:daily|monthly|weekly|registered|total"
    r"|licensed|signed[- ]up)\s(?:active\s)?(?:users?|actives?|visitors|people|accounts|members)\b"
    r"|(?:usuarios|utilizadores|acessos|pessoas)\s(?:ativos\s)?(?:mensais|diarios|cadastrados"
    r"|registrados|registados|por (?:mes|dia))\b)"
)
# "300 employees", "1,200 seats", "200 call center agents", "team of 12"
COUNTED = regex(rf"{num('number')}\s?(?P<unit>k\s)?{_KIND}{_PEOPLE}(?![\w-])")
TEAM = regex(
    rf"\b(?:{either('team')})\s(?:of|de|com|with)\s(?:about\s|around\s|cerca de\s|~\s?)?"
    rf"{num('number')}(?P<unit>)(?![\w%]|[.,]\d)"
)
# "20 out of 400 at once", "30 of our 300 people"
OUT_OF = regex(
    rf"(?<![\w.,-])(?P<number>\d{{1,7}})\s(?:out\sof|of|de|em)\s(?:the\s|our\s|about\s|cerca de\s)?"
    rf"\d[\d.,]{{0,9}}(?:\s{_KIND}{_PEOPLE}(?![\w-]))?(?:[\s,]+[a-z']{{1,16}}){{0,3}}?[\s,]+{_AT_ONCE}"
)
# "we are 7", "7 of us"
US = regex(
    r"\b(?:we are|we're|we will be|there are|somos|seremos)\s(?P<number>\d{1,6})"
    r"(?=\s?(?:$|[,.;:!?)]))"
    r"|(?<![\w.,-])(?P<of>\d{1,6})\sof us\b"
)
_PART = (
    r"(?P<percent>\d{1,2}(?:[.,]\d{1,2})?)\s?(?:%|percent\b|per cent\b|pct\b|por\s?cento\b)"
    r"|(?P<word>half|a third|a quarter|a fifth|a tenth|metade|um terco|um quarto|um quinto"
    r"|um decimo)\b"
    r"|(?P<out>1|one|um|uma|2|3)\s(?:in|out of|em cada|de cada)\s(?:every\s)?(?P<each>\d{1,3})\b"
)
_ABOUT = r"(?:\b(?:about|around|maybe|only|just|cerca de|uns|umas|so|apenas|talvez)\s|~\s?)?"
# "5 % of the 600 employees", "5% dos 600 colaboradores ao mesmo tempo"
SHARE_OF = regex(
    rf"{_ABOUT}(?<![\w.,$])(?:{_PART})\s(?:of|d[aeo]s?)\s(?:the\s|our\s|my\s|these\s|nossos\s)?"
    rf"{num('number')}\s?(?P<unit>k\s)?{_KIND}{_PEOPLE}(?![\w-])"
    rf"(?:(?:[\s,]+(?!{_THINGS})[a-z']{{1,16}}){{0,4}}?[\s,]+{_AT_ONCE})?"
)
# "about 5% active at any moment", "a tenth of them online"
SHARE = regex(
    rf"{_ABOUT}(?<![\w.,$])(?:{_PART})"
    rf"(?:(?:[\s,]+(?!{_THINGS})[a-z']{{1,16}}){{0,5}}?[\s,]+{_AT_ONCE})+"
    rf"|{_ABOUT}(?<![\w.,$])(?:{_PART.replace('<', '<other_')})"
    r"\s(?:of (?:them|whom|us|those|which|everyone|everybody)|deles|delas|d[oa]s quais"
    r"|de tod[oa]s)\b"
)
PARTS = {"half": 2, "metade": 2, "a third": 3, "um terco": 3, "a quarter": 4, "um quarto": 4,
          "a fifth": 5, "um quinto": 5, "a tenth": 10, "um decimo": 10}  # fmt: skip
SAID_AT_ONCE = regex(_AT_ONCE)
OF_REQUESTS = regex(rf"(?:{either('requests')})$")
HUMANS = regex(rf"\b(?:{either('heads')}|users?|usuarios|utilizadores)\b")
MEMBER_HINTS = ("dau", "mau", "wau", "daily", "monthly", "weekly", "registered", "total",
                 "licensed", "signed", "mensais", "diarios", "cadastrad", "registrad", "registad",
                 "por mes", "por dia")  # fmt: skip
# Parts of words without one of which nothing is said to be at once
HINTS = (
    "concurren", "simult", "parallel", "paralel", "activ", "ativ", "at once", "e same", "at a time",
    "at any", "at one", "online", "peak", "pico", "busiest", "rush", "ponta", "mesm", "por vez",
    "uma vez", "juntos", "qualquer", "concorren",
)  # fmt: skip
SOME_HINTS = ("most", "more than", "max", "mais", " of ", "deles", "delas", " quais")
SHARE_HINTS = ("%", "percent", "per cent", "pct", "cento", "half", "third", "quarter", "fifth",
                "tenth", "metade", "terco", "quarto", "quinto", "decimo", " in ", " out of ",
                " cada ")  # fmt: skip
