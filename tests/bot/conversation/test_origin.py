"""What an open form remembers is read as strictly as what a button remembers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.origin import METADATA, Origin, decode_origin, encode_origin
from bot.conversation.state import StateError

ORIGIN = Origin(
    "pt", "70b 16 bits", "C1", "1.0", "2.0", True, "https://hooks.slack.com/actions/T1/1/x"
)

short = st.text(max_size=200)


@given(
    st.builds(
        Origin,
        st.sampled_from(["en", "pt"]),
        st.text(max_size=2000),
        short,
        short,
        short,
        st.booleans(),
        short,
    )
)
def test_what_is_written_is_read_again_with_the_question_where_it_fits(origin):
    written = encode_origin(origin)
    read = decode_origin(written)

    assert len(written) <= METADATA
    assert read.question in {origin.question, ""}
    assert (read.channel, read.ephemeral) == (origin.channel, origin.ephemeral)


def test_an_origin_of_another_version_is_old():
    with pytest.raises(StateError) as caught:
        decode_origin('[7,"en"]')

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
        decode_origin(forged)
