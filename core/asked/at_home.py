"""What people run on gaming cards and Macs: GGUF files, hardly anything else (decisions/0009)."""

from core.asked.question import Cards, Size
from core.catalog.model import Model

AT_HOME = ("consumer", "apple")  # segments of cards
USUAL_GGUF = "q4_k_m"  # what Ollama and most download pages give unasked
# A checkpoint that was made in few bits keeps them in its GGUF files.
GGUF_OF = {"mxfp4-experts": "mxfp4_moe"}


def at_home(cards: tuple[Cards, ...]) -> bool:
    """Only gaming cards or Macs were named."""
    return bool(cards) and all(each.gpu.segment in AT_HOME for each in cards)


def usual_gguf(model: Model | Size) -> str:
    """The id of the format that a GGUF file of *model* comes in where none was named."""
    published = model.quantization if isinstance(model, Model) else None
    return GGUF_OF.get(published or "", USUAL_GGUF)
