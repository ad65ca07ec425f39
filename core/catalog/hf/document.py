"""The text of a config.json as a dictionary, or a CatalogError: nothing in it can take long."""

import json
from collections.abc import Iterable
from typing import Any, cast

from core.errors import CatalogError
from core.units import MIB, in_bytes

MOST_BYTES = round(
    in_bytes(4, MIB)
)  # the longest published ones, with lists of ignored modules, have 1
DEEPEST = 64

Json = dict[str, Any]


def parse(text: str | bytes) -> Json:
    """
    A config.json as a dictionary.

    Raises CatalogError for more than MOST_BYTES, for text that is not UTF-8 or not JSON, for
    anything but an object, and for objects nested deeper than DEEPEST. NaN and Infinity are read
    (some configs hold them in keys that do not matter here); a key that does matter refuses them.
    """
    if len(text) > MOST_BYTES:
        raise CatalogError(
            f"config.json has {len(text):,} bytes; at most {MOST_BYTES:,} were expected"
        )
    try:
        document: object = json.loads(text)
    except UnicodeDecodeError as error:
        raise CatalogError(f"config.json is not UTF-8 text: {error}") from error
    except json.JSONDecodeError as error:
        raise CatalogError(
            f"config.json is not JSON: line {error.lineno}, column {error.colno}: {error.msg}"
        ) from error
    except RecursionError as error:
        raise _too_deep() from error
    except ValueError as error:  # a whole number of more than 4,300 digits
        raise CatalogError(f"config.json is not JSON: {error}") from error
    if not isinstance(document, dict):
        raise CatalogError("config.json holds no object; keys and values in { } were expected")
    found = cast(Json, document)
    _check_depth(found)
    return found


def _check_depth(document: Json) -> None:
    level: list[object] = [document]
    for _ in range(DEEPEST):
        level = [child for parent in level for child in _children(parent)]
        if not level:
            return
    raise _too_deep()


def _children(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return cast(dict[str, object], value).values()
    if isinstance(value, list):
        return cast(list[object], value)
    return ()


def _too_deep() -> CatalogError:
    return CatalogError(f"config.json is nested deeper than the {DEEPEST} levels expected")
