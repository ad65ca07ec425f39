"""How new a model is and how much it is used: for the order in which models are offered."""

from pydantic import Field

from core.catalog.row import Row


class Usage(Row):
    """
    What the hub tells of one row of the models; it enters no formula.

    *released* is the day on which its repository was made, or the month its name says; of several
    checkpoints that share the architecture the first. *downloads* are those of a month, of all of
    them together.
    """

    model: str  # the model's id, or its name where it has none
    released: str | None = Field(default=None, pattern=r"^20\d\d-\d\d(-\d\d)?$")
    downloads: int = Field(default=0, ge=0)
    source: str
    checked: str
