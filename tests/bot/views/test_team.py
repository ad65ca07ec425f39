"""A team's settings in the home tab and in their form: within Slack's limits, whatever is set."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.team_form import LONGEST, MOST_EDITORS, Known, TeamSet, known
from bot.views.home import home_view
from bot.views.team import EDIT, RESET, team_modal, team_section
from core.asked.team import Team
from core.catalog.load import load_catalog
from tests.bot.views.opinions import refused_view

CATALOG = load_catalog()
LANGUAGES = ["en", "pt"]
ALL = TeamSet("8x H100, 4 L40S", "H100: 2.50", "fp8", "sglang", 16384, "pt", ("U1", "U2"))
TOP = ", ".join(
    f"{n}x {card}" for n, card in enumerate(("H100", "L40S", "A100 80GB", "L4", "T4"), 1)
)
people = st.lists(
    st.from_regex(r"[UW][A-Z0-9]{8,10}", fullmatch=True), max_size=MOST_EDITORS, unique=True
)
words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=LONGEST)
any_set = st.builds(
    TeamSet,
    pool=st.sampled_from(["", TOP, ALL.pool]) | words,
    prices=st.sampled_from(["", ALL.prices]) | words,
    format=st.sampled_from([None, *CATALOG.precisions, "gone"]),
    engine=st.sampled_from([None, "vllm", "sglang", "gone"]),
    context=st.none() | st.integers(1, 10_000_000),
    language=st.sampled_from([None, "en", "pt"]),
    editors=people.map(tuple),
)


@given(any_set, st.none() | any_set, st.sampled_from(LANGUAGES))
def test_slack_takes_the_form_and_the_tab_of_whatever_is_set(
    chosen: TeamSet, typed: TeamSet | None, language: str
):
    found = known(chosen, CATALOG)

    assert refused_view(team_modal(found, language, typed=typed)) == []
    section = team_section(found, language, "store", may_change=True)
    assert refused_view(home_view(language, load_catalog(), settings=section)) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["store", "memory", "file", "nowhere"])
def test_wherever_they_are_kept_the_tab_says_so(kind, language):
    section = team_section(known(ALL, CATALOG), language, kind, may_change=False)

    assert refused_view(home_view(language, load_catalog(), settings=section)) == []
    assert ("8 × H100 80GB" in str(section)) == (kind != "nowhere")
    assert EDIT not in str(section)


def test_whoever_may_change_them_has_the_buttons():
    shown = str(team_section(known(ALL, CATALOG), "en", "store", may_change=True))
    empty = str(team_section(Known(), "en", "store", may_change=True))

    assert EDIT in shown
    assert RESET in shown
    assert EDIT in empty
    assert RESET not in empty  # there is nothing to take back


def test_what_cannot_be_read_any_more_is_said():
    section = team_section(
        known(TeamSet(pool="8x H1000"), CATALOG), "en", "store", may_change=False
    )

    assert "“8x H1000” cannot be read any more, and does not count." in str(section)


def test_while_they_cannot_be_read_nothing_can_be_changed():
    away = Known(team=Team(is_away=True))

    section = str(team_section(away, "en", "store", may_change=True))

    assert "cannot be read just now" in section
    assert EDIT not in section


def test_the_tab_names_who_else_may_change_them():
    some = str(team_section(known(ALL, CATALOG), "en", "store", may_change=False))
    nobody = str(team_section(Known(), "en", "store", may_change=False))

    assert "may change them, and:" in some
    assert all(who in some for who in ALL.editors)
    assert "may change them." in nobody
