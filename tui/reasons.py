"""The rules and models of extraction in words: why a result stands where it stands."""

from __future__ import annotations

from typing import Final

from tui.i18n import N_, _

__all__ = ["reason", "sureness"]

_REASONS: Final = {
    "mention.crf": N_("a name by its words and what stands around them"),
    "mention.crf+agreement": N_("a name by its words, of the kind it has elsewhere in the article"),
    "mention.repeated": N_("named the same way elsewhere in the article"),
    "byline.line": N_("signs the article"),
    "byline.markup": N_("the page names its author"),
    "byline.tag": N_("the article's last line names its source"),
    "byline.credit": N_("credited beside a picture"),
    "source.cited": N_("cited as a source in the text"),
    "quote.direct.cue": N_("in quotation marks, with words that report speech"),
    "quote.direct.cue-before": N_("in quotation marks, after words that report speech"),
    "quote.direct.cue-behind": N_("in quotation marks, before words that report speech"),
    "quote.direct.marks": N_("a statement in quotation marks"),
    "quote.direct.turn": N_("a turn of a dialogue"),
    "quote.indirect.cue": N_("reported with words of saying"),
    "quote.indirect.cue-before": N_("reported after words of saying"),
    "quote.indirect.cue-behind": N_("reported before words of saying"),
    "quote.indirect.marks": N_("reported, partly in the speaker's own words"),
    "speaker.words": N_("named beside the words that report speech"),
    "speaker.description": N_("described beside the words that report speech"),
    "speaker.carried": N_("goes on speaking from the statement before"),
    "speaker.turn": N_("this turn of the dialogue is theirs"),
    "speaker.author": N_("whoever writes asks the questions"),
    "speaker.announced": N_("announced as the one who answers"),
    "speaker.label": N_("the label before the turn names them"),
    "speaker.narration": N_("the sentence around the turn names them"),
}
"""By the id in `by`, or the beginning of it up to a dot."""


def reason(by: str) -> str:
    """What a rule or model goes by, in words; its id where there are none for it."""
    known = by
    while known:
        if known in _REASONS:
            return _(_REASONS[known])
        known = known.rpartition(".")[0]
    return by


def sureness(certainty: float) -> str:
    """How sure a result is, in words with the number behind them."""
    percent = round(100 * certainty)
    return _("{percent} percent sure").format(percent=percent)
