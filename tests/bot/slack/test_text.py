"""From what Slack delivers to what was typed; the steps have examples of their own."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.slack.text import plain
from core.question.quoted import END_OF_QUOTE


@pytest.mark.parametrize(
    ("delivered", "typed"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param("<@U0GPUMEM>", "", id="only a mention"),
        pytest.param(":wave: :+1::skin-tone-3:", "", id="only emoji"),
        pytest.param("<@U0GPUMEM> 70B at 16 bits?", "70B at 16 bits?", id="mention before"),
        pytest.param("70B at 16 bits? <@U0GPUMEM>", "70B at 16 bits?", id="mention after"),
        pytest.param("70B <@U0GPUMEM|gpumem> fp8", "70B fp8", id="mention between, with a name"),
        pytest.param("<@U0GPUMEM> <@W012|bruno> asks: 7B", "asks: 7B", id="two mentions"),
        pytest.param("@gpumem 70B @ 16 bits", "70B @ 16 bits", id="a mention as it was typed"),
        pytest.param("@gpumemory 7B", "@gpumemory 7B", id="somebody else"),
        pytest.param("<!channel> <!here|here> 7B", "7B", id="everybody"),
        pytest.param("<!subteam^S012|@ml-team> 7B", "7B", id="a group"),
        pytest.param(
            "7B &lt; 13B &amp;&amp; fp8 &gt; int4", "7B < 13B && fp8 > int4", id="escapes"
        ),
        pytest.param("&amp;lt;", "&lt;", id="unescaped once"),
        pytest.param("in <#C012|ml> or <#C013>", "in #ml or", id="channels"),
        pytest.param(
            "<https://huggingface.co/Qwen/Qwen2.5-7B>",
            "https://huggingface.co/Qwen/Qwen2.5-7B",
            id="a link",
        ),
        pytest.param("<http://phi-3.mini|phi-3.mini> q4", "phi-3.mini q4", id="a link by accident"),
        pytest.param(
            "<https://hf.co/Qwen/Qwen2.5-7B|this model>",
            "https://hf.co/Qwen/Qwen2.5-7B",
            id="a link to a model, whatever it is called",
        ),
        pytest.param("*llama 3.1 70b* in _fp8_", "llama 3.1 70b in fp8", id="bold and italic"),
        pytest.param("*_70B_* ~now~", "70B", id="nested"),
        pytest.param("*~A10G~ L4* or ~one~ two", "L4 or two", id="struck out"),
        pytest.param(
            "we have\n\u2022 2 A100\n    \u25e6 80 GB", "we have, 2 A100, 80 GB", id="bullets"
        ),
        pytest.param("1. 70B\n2. fp8\n3) 32k", "70B, fp8, 32k", id="a numbered list"),
        pytest.param("&gt; \u2022 70B\n&gt; \u2022 fp8", "70B, fp8", id="a list in a quotation"),
        pytest.param("use:\n- 70B\n- fp8", "use: 70B, fp8", id="a list after a colon"),
        pytest.param("-1 users\n16. users", "-1 users, users", id="a number and a dot"),
        pytest.param("`--model *` ~x~ ```a_b ~/m~```", "--model * a_b ~/m~", id="marks in code"),
        pytest.param("2 &times; A100, 2 &amp;times; L4", "2 × A100, 2 × L4", id="times"),
        pytest.param("| 0 \\| A100 \\|", "| 0 | A100 |", id="escaped bars"),
        pytest.param("`Q4_K_M` and ```\n70B\nfp8\n```", "Q4_K_M and\n70B\nfp8", id="code"),
        pytest.param("2*H100 4 * A100 3* L40S", "2*H100 4 * A100 3* L40S", id="products"),
        pytest.param("~70B with ~8k", "~70B with ~8k", id="about"),
        pytest.param("llama_3_70b_instruct", "llama_3_70b_instruct", id="underscores in a name"),
        pytest.param("“llama” isn’t «big»", '"llama" isn\'t "big"', id="curly quotes"),
        pytest.param("70B\u00a0at\u202f16\u200b bits\ufeff", "70B at 16 bits", id="odd spaces"),
        pytest.param("\u202e70B\u202c \u2067fp8\u2069", "70B fp8", id="direction marks"),
        pytest.param("70B\r\nfp8\n\n32k", "70B\nfp8\n32k", id="several lines"),
        pytest.param("&gt; 70B fp8?\n<@U1> this", f"70B fp8?{END_OF_QUOTE} this", id="a quotation"),
        pytest.param("at 12:30:45 q4:k:m", "at 12:30:45 q4:k:m", id="colons that are no emoji"),
        pytest.param(
            "cabe um 13B em 8 bits numa 4090?", "cabe um 13B em 8 bits numa 4090?", id="pt"
        ),
        pytest.param("70B \ud83d fp8", "70B fp8", id="half a surrogate pair"),
        pytest.param("7B <13B> <", "7B 13B <", id="angles that Slack did not make"),
    ],
)
def test_what_was_typed(delivered: str, typed: str):
    assert plain(delivered) == typed


MARKUP = "<@U1> <#C1|ml> <!here> <http://a.b|c> &amp; &lt; * _ ~ ` ``` :x: < > | @ ! ^"
TYPED = [" ", "\n", "\u00a0", "\u200b", "\u202e", "70B", "2*H100", "q4_k_m"]
SLACK = st.lists(
    st.sampled_from(MARKUP.split()) | st.sampled_from(TYPED) | st.text(max_size=5)
).map("".join)


@given(SLACK | st.text())
@example("<" * 50)
@example("*" * 50)
def test_any_text_becomes_clean_lines(text: str):
    cleaned = plain(text)

    for line in cleaned.split("\n") if cleaned else ():
        assert line
        assert line == " ".join(line.split())
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert not set(cleaned) & set("\r\t\x00\u00a0\u200b\u202e\ufeff")


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1))
def test_words_stay_as_they_are(word: str):
    assert plain(f"*{word}*, <@U1> {word}") == f"{word}, {word}"


@pytest.mark.parametrize(
    "piece", ["*a ", "<", "<a|", "_", "*_~", ":a", ":", "&", "&lt;", "`", "> ", "~x ", "<@", "9"]
)
def test_forty_kilobytes_take_less_than_50_ms(piece: str):
    text = (piece * 40_000)[:40_000]
    started = time.process_time()

    plain(text)

    assert time.process_time() - started < 0.05
