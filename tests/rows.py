"""Rows of the tables: laws that hold for every one, and examples for hypothesis."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from hypothesis import strategies as st

Row = TypeVar("Row")


def every(
    rows: Iterable[Any] | Callable[[], Iterable[Any]],
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """
    Run a test for every one of *rows* in one case, and name all that fail.

    In place of `parametrize`, where hundreds of rows repeat a law: a case of its own for each
    takes longer than the law. Rows that take time to make are a function, called by the test.
    """

    made = rows if callable(rows) else list(rows)
    assert made, "a law over nothing"

    def of_all(law: Callable[..., None]) -> Callable[..., None]:
        def test(*instance: object) -> None:
            known = list(made() if callable(made) else made)
            assert known, "a law over nothing"
            failed = [(row, error) for row in known if (error := _broken(law, *instance, row))]
            if failed:
                names = ", ".join(_name(row) for row, _ in failed)
                raise AssertionError(f"{len(failed)} of {len(known)}: {names}") from failed[0][1]

        test.__name__, test.__doc__, test.__module__ = law.__name__, law.__doc__, law.__module__
        return test

    return of_all


def one_of(rows: Iterable[Row]) -> st.SearchStrategy[Row]:
    """
    What `st.sampled_from` gives, which would hash every row for each example: a row holds
    quantities, and the hash of one takes as long as a good part of an answer.
    """
    known = list(rows)
    return st.integers(0, len(known) - 1).map(known.__getitem__)


def _broken(law: Callable[..., None], *arguments: object) -> Exception | None:
    try:
        law(*arguments)
    except Exception as error:
        return error
    return None


def _name(row: object) -> str:
    """Its id, its name, what was typed, or itself."""
    match row:
        case (str() as said, *_):
            return repr(said)
        case {"text": str() as said}:
            return repr(said)
        case _:
            return str(getattr(row, "id", None) or getattr(row, "name", row))
