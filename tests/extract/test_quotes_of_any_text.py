"""Whatever the text, quotes lie inside it and what they say of cue and speaker is the text's own."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract import quotes
from extract.marks import find_marked
from extract.tokens import analyse
from tests.extract.marked import resolved

PIECES = st.sampled_from(
    [
        *(
            "“",
            "”",
            '"',
            "‘",
            "’",
            "«",
            "»",
            "'",
            "''",
            "``",
            "- ",
            " - ",
            "– ",
            "\n",
            "\n\n",
            ": ",
            ", ",
            ". ",
            "? ",
            "… ",
        ),
        *(
            "(",
            ")",
            " ",
            "\u00a0",
            "\t",
            "\u200b",
            "\x00",
            "👩‍🌾",
            "🙂",
            "\u0301",
            "Hỏi: ",
            "PV: ",
            "theo ",
            "nói ",
            "Theo ",
        ),
        *(
            "cho biết ",
            "khẳng định rằng ",
            "[PER:Ngô Văn Đảm]",
            "[ORG:Bộ Y tế]",
            "[LOC:Huế]",
            "ông ",
            "bà này ",
            "tôi ",
        ),
        *("trời sẽ mưa", "chúng tôi không đi đâu hết", "ông có lo không, thưa ông", "cảm ơn bà", "việc đó "),
    ]
)
TEXTS = st.lists(PIECES, max_size=60).map("".join)


@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_offsets_lie_inside_the_text_and_show_their_words(text: str) -> None:
    page, signature, entities = resolved(text)
    ids = {entity.id for entity in entities}
    found = quotes.find(page, entities, signature)
    assert [quote.start for quote in found] == sorted(quote.start for quote in found)
    assert len({(quote.kind, quote.start, quote.end) for quote in found}) == len(found)
    for quote in found:
        words = page.text[quote.start : quote.end]
        assert 0 <= quote.start < quote.end <= len(page.text)
        assert words.strip() == words
        assert 0 <= quote.certainty <= 1
        assert quote.by.startswith("quote.")
        if quote.cue is not None:
            assert page.text[quote.cue.start : quote.cue.end] == quote.cue.text != ""
        speaker = quote.speaker
        if speaker is None:
            continue
        assert 0 <= speaker.certainty <= 1
        assert speaker.entity is None or speaker.entity in ids
        assert set(speaker.entities) <= ids
        assert speaker.text or speaker.entity
        if speaker.start is None or speaker.end is None:
            assert (speaker.start, speaker.end, speaker.text) == (None, None, "")
        else:
            assert page.text[speaker.start : speaker.end] == speaker.text != ""


@settings(deadline=None, max_examples=150)
@given(TEXTS)
def test_stretches_in_marks_are_in_order_and_nested_or_apart(text: str) -> None:
    stretches = find_marked(analyse(text))
    for stretch in stretches:
        assert 0 <= stretch.outer_start <= stretch.start < stretch.end <= stretch.outer_end <= len(text)
    assert [s.outer_start for s in stretches] == sorted(s.outer_start for s in stretches)


def test_a_long_text_of_marks_takes_no_square_of_time() -> None:
    text = '“Ông nói “ ’ " rằng ' * 3000
    assert len(find_marked(analyse(text))) < len(text)
