"""
The cards of the asker's team, which no text names: "on our cluster", "do we have room for ...".

Which ones they are, the team has set (`core/asked/team.py`). Cards that are named win.
"""

from collections.abc import Iterator

from core.question.candidate import NAMED, Candidate, matched
from core.question.normalise import Text
from core.question.words.regex import regex

CARDS, ROOM = "cards", "room"  # what a candidate says: where it runs, or whether there is room

_KIND = (
    r"(?:(?:own|whole|entire|existing|current|available|internal|local|spare|gpu|compute"
    r"|inference|training|on-?prem(?:ise|ises)?|k8s|kubernetes|slurm)\s)"
)
_OURS = (
    rf"our\s{_KIND}{{0,3}}(?:clusters?|gpus|cards|fleet|pool|nodes|servers|machines|boxes"
    r"|hardware|infra(?:structure)?|data\s?cent(?:er|re)|racks?|capacity)"
)
_WE_HAVE = (
    r"(?:(?:what(?:ever)?|everything)|(?:the|those)\s(?:gpus|cards|hardware|machines|servers"
    r"|cluster)(?:\sthat)?)\swe(?:\salready)?(?:\shave|\sown|['’]?ve(?:\sgot)?|\shave\sgot|\sgot)"
)
# "on our cluster", "with the GPUs we have", "all our gpus", "does it fit our cluster", "can our
# gpus run ..."
_ENGLISH = regex(
    rf"\b(?:on|in|into|inside|onto|across|with|using|over|of|fits?)\s(?:all\s(?:of\s)?)?"
    rf"(?:{_OURS}|{_WE_HAVE})\b"
    rf"|\b(?<=can\s|ill\s|uld\s|oes\s|.do\s){_OURS}\b"
)
_NOSSO = (
    r"noss[oa]s?\s(?:propri[oa]s?\s)?(?:clusters?|gpus|placas|servidor(?:es)?|maquinas|nos"
    r"|hardware|parque|infra(?:estrutura)?|data\s?center|pool|frota|capacidade)"
    r"(?:\sde\s(?:gpus?|placas|maquinas))?"
)
_TEMOS = r"(?:ja\s)?(?:nos\s)?(?:ja\s)?(?:temos|possuimos|a\sgente\s(?:ja\s)?tem)"
# "no nosso cluster", "cabe no que temos", "com as placas que temos", "o nosso cluster aguenta"
_PORTUGUESE = regex(
    rf"\b(?:[nd][oa]s?|em|com\s(?:[oa]s?\s)?|usando\s(?:[oa]s?\s)?|dentro\sd[oa]s?)\s?"
    rf"(?:{_NOSSO}|(?:tudo\so\s|(?:placas|gpus|maquinas|servidores|hardware|cluster)\s)?"
    rf"que\s{_TEMOS})\b"
    rf"|\b(?:[oa]s?\s)?{_NOSSO}(?=\s(?:aguenta|roda|suporta|segura|comporta|da\sconta|consegue))"
)
# "do we have room for llama 70b", "have we got enough GPUs for ...", "do we still have space to"
_ROOM = regex(
    r"\b(?:do\swe(?:\sstill|\salready|\scurrently)?\shave|have\swe(?:\sstill)?(?:\sgot)?)"
    r"(?:\sthe|\senough|\sany|\ssome)?(?:\sgpu)?"
    r"\s(?:room|space|capacity|gpus|cards|hardware|vram|memory|headroom)"
    r"(?:\sleft)?(?=\s(?:for|to)\b)"
)
# "temos espaço para", "a gente tem GPUs suficientes pra"
_ESPACO = regex(
    r"\b(?:nos\s)?(?:ainda\s)?(?:temos|a\sgente\s(?:ainda\s)?tem)(?:\sainda)?"
    r"\s(?:espaco|lugar|capacidade|folga"
    r"|(?:gpus?|placas?|memoria|vram|hardware|maquinas?)\ssuficientes?)"
    r"(?:\s(?:livre|disponivel))?(?=\s(?:para|pra|pro)\b)"
)


def find_own_cards(text: Text) -> Iterator[Candidate]:
    """Each mention of them."""
    for pattern, hints in ((_ENGLISH, ("our", "we")), (_PORTUGUESE, ("noss", "temos", "tem"))):
        for match in text.each(pattern, *hints):
            yield matched(match, "own_cards", CARDS, NAMED, "cards of the team")
    for pattern, hints in ((_ROOM, ("we",)), (_ESPACO, ("temos", "gente"))):
        for match in text.each(pattern, *hints):
            yield matched(match, "own_cards", ROOM, NAMED, "room on cards of the team")
