"""
What is said of models that are no language models.

Of one that gives vectors or scores nobody keeps a cache, and a step is shared; an encoder-decoder
keeps what its encoder gave.
"""

from collections.abc import Iterator

from core.asked.question import Language
from core.asked.scenario import ENGINE_NAMES, Scenario
from core.catalog.model import Model
from core.memory.engines.profile import profile
from core.memory.kv_cache import keeps_tokens
from core.planning.placement import Placement
from core.wording.note import Note, note
from core.wording.say import say


def pooled(scenario: Scenario, best: Placement) -> Iterator[Note]:
    """How many tokens are worked off at a time, and what is held of them meanwhile."""
    model = scenario.model
    if scenario.task != "serve" or not isinstance(model, Model) or not model.pooling:
        return
    step = step_of(scenario, model, best)
    if step is None:
        yield note("caveat.pooled_at_once", engine=ENGINE_NAMES[scenario.engine.name])
        return
    kept = any(map(keeps_tokens, model.attention))
    key = "caveat.pooled_cached" if kept else "caveat.pooled"
    yield note(key, engine=ENGINE_NAMES[scenario.engine.name], tokens=step)


def encoded(scenario: Scenario) -> Iterator[Note]:
    """What a stream keeps beside its own tokens."""
    model = scenario.model
    if scenario.task != "serve" or not isinstance(model, Model) or model.encoder is None:
        return
    frames = [group.encoder_tokens for group in model.attention if group.encoder_tokens]
    if frames:
        yield note("caveat.frames", frames=frames[0])
    else:
        yield note("caveat.input_and_output", tokens=scenario.held.tokens)


def unlimited(language: Language, scenario: Scenario, model: Model, best: Placement) -> str | None:
    """Instead of a number of users; None of a model that writes text."""
    step = step_of(scenario, model, best) if model.pooling else None
    if step is None:
        return None
    cards = best.gpu.counted(best.count)
    values = {"model": model.name, "precision": scenario.precision.called, "cards": cards}
    return say(language, "verdict.most_pooled", **values, tokens=step)


def step_of(scenario: Scenario, model: Model, best: Placement) -> int | None:
    """Tokens that the engine works off at a time."""
    return profile(scenario, model, best.gpu, best.share.capacity).step
