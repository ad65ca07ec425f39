"""A team's settings as they are kept, and as the core takes them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.form import FormError
from bot.conversation.team_form import TeamSet, known, read_back, set_by, team_of, written
from core.asked.team import Team, cards_in_words
from core.catalog.load import load_catalog

CATALOG = load_catalog()
ALL = TeamSet("8x H100, 4 L40S", "H100: 2.50", "fp8", "sglang", 16384, "pt", ("U1", "U2"))


def test_as_the_core_takes_it():
    team = team_of(ALL, CATALOG)

    assert cards_in_words(team.pool) == "8 × H100 80GB, 4 × L40S"
    assert [f"{price:~}" for price in team.prices.values()] == ["2.5 USD / GPU / h"]
    assert team.precision
    assert (team.precision.id, team.engine, team.language) == ("fp8", "sglang", "pt")
    assert str(team.context_length) == "16384 token / sequence"


def test_nothing_set_is_a_team_that_has_set_nothing():
    assert team_of(TeamSet(), CATALOG) == Team()
    assert written(TeamSet()) == "{}"


words = st.text(max_size=40)


@given(
    st.builds(
        TeamSet,
        pool=words,
        prices=words,
        format=st.none() | words.filter(bool),
        engine=st.none() | words.filter(bool),
        context=st.none() | st.integers(1, 10**9),
        language=st.none() | words.filter(bool),
        editors=st.lists(words, max_size=3).map(tuple),
    )
)
def test_what_is_kept_is_read_back_as_it_was_and_never_breaks_an_answer(chosen: TeamSet):
    assert read_back(written(chosen)) == chosen
    assert known(chosen, CATALOG).chosen == chosen


def test_a_field_of_another_version_is_dropped():
    assert read_back('{"pool": "8x H100", "colour": "red"}') == TeamSet("8x H100")
    assert read_back(None) == read_back("{}") == TeamSet()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("pool", "8x H1000"),
        ("prices", "H1000: 2"),
        ("format", "fp7"),
        ("engine", "x"),
        ("language", "xx"),
    ],
)
def test_what_cannot_be_read_any_more_does_not_count_and_the_rest_does(field: str, value: str):
    found = known(replace(ALL, **{field: value}), CATALOG)

    assert found.broken == (field,)
    assert found.team == team_of(replace(ALL, **{field: getattr(TeamSet(), field)}), CATALOG)


def test_a_version_tells_two_apart():
    versions = {
        replace(ALL, **{name: getattr(TeamSet(), name)}).version
        for name in ("pool", "prices", "format", "engine", "context", "language", "editors")
    }

    assert len(versions | {ALL.version}) == 8
    assert replace(ALL).version == ALL.version


def test_an_empty_form_sets_nothing():
    assert set_by({}) == TeamSet()
    none = {"engine": {"engine": {"selected_option": {"value": "none"}}}}
    assert set_by(none) == TeamSet()


def test_a_context_that_is_no_number_names_its_field():
    with pytest.raises(FormError) as wrong:
        set_by({"context": {"context": {"value": "-1"}}})

    assert wrong.value.field == "context"
