"""
Everybody who offers candidates. To add one, write a generator beside its like in `steps/` and
name it here; where two offers are worth the same, the one that is listed first is taken.
"""

from collections.abc import Callable, Iterator

from core.catalog.names import NameIndex
from core.question.candidate import Candidate
from core.question.normalise import Text
from core.question.pasted.pasted import pasted
from core.question.steps.adapter_targets import find_adapter_targets
from core.question.steps.batches import find_batches
from core.question.steps.decoys import DECOYS
from core.question.steps.decoys_of_hosts import find_hosts
from core.question.steps.distills import find_distills
from core.question.steps.dtypes import find_dtypes
from core.question.steps.engines import find_engine, find_settings
from core.question.steps.growth import find_growth
from core.question.steps.length_sums import find_length_sums
from core.question.steps.lengths import find_bare_lengths, find_lengths, find_millions
from core.question.steps.load import find_load
from core.question.steps.mentions import find_names, is_sized
from core.question.steps.named_cards import around_cards
from core.question.steps.nameless_cards import find_bare_counts, find_nameless
from core.question.steps.other_models import find_other_models
from core.question.steps.overhead import find_overhead
from core.question.steps.own_cards import find_own_cards
from core.question.steps.people import find_people
from core.question.steps.plain_cache import find_plain_cache
from core.question.steps.preference_words import find_preference
from core.question.steps.prefixes import find_prefixes
from core.question.steps.replicas import find_replicas
from core.question.steps.repositories import find_looked_up
from core.question.steps.seconds import find_seconds
from core.question.steps.served_beside import find_drafts, find_served_beside
from core.question.steps.sessions import find_sessions
from core.question.steps.shares import shares
from core.question.steps.sizes import find_sizes
from core.question.steps.slices import find_slices
from core.question.steps.subjects import find_subjects
from core.question.steps.sums import find_sums
from core.question.steps.told import find_told
from core.question.steps.training_memory import find_training_memory
from core.question.steps.training_words import find_training
from core.question.steps.widths import find_said_formats, find_widths

# What the text alone tells
OF_TEXT: tuple[Callable[[Text], Iterator[Candidate]], ...] = (
    *DECOYS,
    find_hosts,
    find_growth,
    find_sessions,
    find_replicas,
    find_people,
    find_told,
    find_subjects,
    find_other_models,
    find_served_beside,
    find_training,
    find_training_memory,
    find_adapter_targets,
    find_preference,
    find_batches,
    find_engine,
    find_settings,
    find_overhead,
    find_prefixes,
    find_length_sums,
    find_lengths,
    find_load,
    find_widths,
    find_sums,
    find_nameless,
    find_bare_counts,
    find_own_cards,
    find_sizes,
    find_bare_lengths,
)
# What needs the names of the catalogue
OF_NAMES: tuple[Callable[[Text, NameIndex], Iterator[Candidate]], ...] = (
    find_looked_up,
    pasted,
    find_said_formats,
    find_plain_cache,
    find_dtypes,
    find_slices,
    find_distills,
    find_drafts,
)


def candidates(text: Text, index: NameIndex) -> Iterator[Candidate]:
    """All that the text may mean."""
    from_tables = [one for of_names in OF_NAMES for one in of_names(text, index)]
    yield from from_tables
    named = list(find_names(text, index))
    yield from (one for one in named if one.role != "cards")
    cards = list(around_cards(text, index, named))
    yield from cards
    yield from shares(text, index, cards)
    if any(is_sized(one) for one in named):
        yield from find_millions(text)
    of_words = [one for of_text in OF_TEXT for one in of_text(text)]
    yield from of_words
    yield from find_seconds(text, [*from_tables, *of_words])
