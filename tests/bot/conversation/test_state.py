"""What buttons remember is read strictly: an old or forged value is told apart from our own."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.state import BUTTON, MAX_QUESTION, State, StateError, decode, encode

questions = st.text(min_size=1, max_size=MAX_QUESTION)
words = st.text(max_size=MAX_QUESTION)
states = st.builds(
    State, questions, st.sampled_from(["en", "pt"]), st.one_of(st.none(), questions), words
)  # fmt: skip


@given(states)
def test_what_is_written_is_read_again(state):
    written = encode(state)

    if written is None:
        assert len(json.dumps([state.question, state.before], ensure_ascii=False)) > BUTTON / 2
    else:
        assert len(written) <= BUTTON
        bare = State(state.question, state.language)
        spared = (replace(state, words=""), replace(bare, words=state.words), bare)
        assert decode(written) in (state, *spared)


def test_words_are_carried_beside_the_question():
    state = State("how much memory: 70B, 16 bits", "en", None, "will a 70B fit?")

    assert encode(state) == '[2,"en","how much memory: 70B, 16 bits","","will a 70B fit?"]'
    assert decode(encode(state)) == state
    assert encode(replace(state, words=state.question)) == encode(replace(state, words=""))
    long = State("x" * 900, "en", "y" * 900, "z" * 900)
    assert decode(encode(long)) == replace(long, words="")


def test_a_question_too_long_to_carry_has_no_state():
    assert encode(State("x" * (MAX_QUESTION + 1))) is None


def test_a_state_of_another_version_is_old():
    with pytest.raises(StateError) as caught:
        decode('[3,"en","70b"]')

    assert caught.value.old


FORGED = [
    None, "", "x", "70b 16 bits", "{}", "[]", "null", "[1]", '["1","en","70b"]', "[true]",
    '[1.0,"en","70b"]', '[1,"en"]', '[1,"en",70]', '[1,"fr","70b"]', '[1,"en",""]',
    '[1,"en","70b",""]', '[1,"en","70b","8b","7b"]', '[1,"en","70b",null]', "[" * 1900,
    '[2,"en","70b"]', '[2,"en","70b",""]', '[2,"en","70b","",""]', '[2,"en","70b","","70b"]',
    '[2,"en","","","x"]', '[2,"en","70b","","x","y"]', '[2,"en","70b","","' + "x" * 901 + '"]',
    '[1,"en","' + "x" * 901 + '"]', '[1,"en","' + "x" * 2001 + '"]', '[1,"en",["70b"]]',
]  # fmt: skip


@pytest.mark.parametrize("forged", FORGED)
def test_a_forged_state_is_refused(forged):
    with pytest.raises(StateError) as caught:
        decode(forged)

    assert not caught.value.old


@given(st.text(max_size=300))
def test_any_text_is_a_state_or_refused(text):
    try:
        state = decode(text)
    except StateError:
        return
    assert decode(encode(state)) == state
