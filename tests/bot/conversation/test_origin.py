"""What an open form remembers is read as strictly as what a button remembers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.origin import METADATA, Origin, decode_origin, encode_origin
from bot.conversation.state import StateError
from bot.slack.place import Place

ORIGIN = Origin(
    Place(
        "U1",
        "T1",
        channel="C1",
        thread_ts="2.0",
        ts="1.0",
        ephemeral=True,
        response_url="https://hooks.slack.com/actions/T1/1/x",
        language="pt",
    ),
    "70b 16 bits",
)
# As every version since the first has written it: open forms and old messages carry it.
WRITTEN = '[1,"pt","70b 16 bits","C1","1.0","2.0",true,"https://hooks.slack.com/actions/T1/1/x"]'

short = st.text(max_size=200)


@given(
    st.builds(
        Origin,
        st.builds(
            Place,
            st.just("U1"),
            st.just("T1"),
            short,
            short,
            short,
            st.booleans(),
            short,
            st.sampled_from(["en", "pt"]),
        ),
        st.text(max_size=2000),
    )
)
def test_what_is_written_is_read_again_with_the_question_where_it_fits(origin):
    written = encode_origin(origin)
    read = decode_origin(written, user="U1", team="T1")

    assert len(written) <= METADATA
    assert read.question in {origin.question, ""}
    assert read.place == origin.place


def test_a_form_that_an_earlier_version_opened_is_read():
    assert decode_origin(WRITTEN, user="U1", team="T1") == ORIGIN
    assert encode_origin(ORIGIN) == WRITTEN


def test_who_fills_the_form_is_not_what_the_form_says():
    assert decode_origin(WRITTEN, user="U2").place.user == "U2"


def test_an_origin_of_another_version_is_old():
    with pytest.raises(StateError) as caught:
        decode_origin('[7,"en"]', user="U1")

    assert caught.value.old


@pytest.mark.parametrize(
    "forged",
    [
        "", "x", "[]", "{}", "[1]", '[1,"en","70b"]', "[" * 2000, "x" * 3001,
        encode_origin(ORIGIN).replace("true", "1"),
        encode_origin(ORIGIN).replace('"pt"', '"fr"'),
        encode_origin(ORIGIN).replace('"2.0"', "2.0"),
    ],
)  # fmt: skip
def test_a_forged_origin_is_refused(forged):
    with pytest.raises(StateError):
        decode_origin(forged, user="U1")
