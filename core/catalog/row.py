"""What every row of the tables is: frozen, and nothing in it that its class does not name."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Self

from pydantic import BaseModel, ConfigDict


class Row(BaseModel):
    """A row. What is worked out of its fields once is a `cached_property`."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A slice, a modded card: pydantic would copy what was cached of this one as well."""
        copied = super().model_copy(update=update, deep=deep)
        for name in vars(copied).keys() - type(self).model_fields.keys():
            if isinstance(getattr(type(self), name, None), cached_property):
                del vars(copied)[name]
        return copied
