"""Annotated quotes laid onto segments: which cue governs which quote, and which words name the speaker."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from extract.cues import CueWords
from extract.segments import Segment

__all__ = ["GoldQuote", "governed", "labels", "place_quotes"]

Span = tuple[int, int]


@dataclass(slots=True)
class GoldQuote:
    """One annotated quote with the places of its words, its cue and its speaker's words (None where not given)."""

    kind: str
    span: Span
    speaker: str
    speaker_text: str
    cue: Span | None
    speaker_span: Span | None
    governor: tuple[int, int] | None = field(default=None)
    """(segment, cue) that governs it, as indices."""


def place_quotes(text: str, quotes: list[dict[str, Any]]) -> list[GoldQuote]:
    """Place each annotated quote as the scorer does, and its cue and speaker words where they stand nearest."""
    spans = _quote_spans(text, quotes)
    low = text.lower()
    placed = []
    for quote, span in zip(quotes, spans, strict=True):
        cue = _nearest(low, quote["cue"].lower(), [span], span) if quote["cue"] else None
        words = quote["speaker_text"]
        near = [cue] if cue else [span]
        speaker = _nearest(text, words, near, span if quote["kind"] == "direct" else None) if words else None
        placed.append(GoldQuote(quote["kind"], span, quote["speaker"], words, cue, speaker))
    return placed


def governed(quotes: list[GoldQuote], segments: list[Segment], cues: list[list[CueWords]]) -> None:
    """Give every quote the cue candidate that its annotated cue is."""
    for quote in quotes:
        if quote.cue is None:
            continue
        start, end = quote.cue
        for number, segment in enumerate(segments):
            if segment.end <= start or segment.start >= end:
                continue
            for place, cue in enumerate(cues[number]):
                items = segment.items
                if items[cue.first].start < end and items[cue.last - 1].end > start:
                    quote.governor = (number, place)
                    break


def labels(segment: Segment, cue: CueWords, window: Span, quotes: list[GoldQuote]) -> list[str]:
    """The labels (see `extract.reports`) of the window's items, given the quotes this cue governs."""
    first, last = window
    parts = [""] * (last - first)
    for quote in sorted(quotes, key=lambda q: q.kind == "direct"):
        mark = "D" if quote.kind == "direct" else "Q"
        for place in range(first, last):
            item = segment.items[place]
            if not parts[place - first] and item.start < quote.span[1] and item.end > quote.span[0]:
                parts[place - first] = mark
    for quote in quotes:
        span = quote.speaker_span
        for place in range(first, last) if span else ():
            item = segment.items[place]
            if not parts[place - first] and span and item.start < span[1] and item.end > span[0]:
                parts[place - first] = "S"
    for place in range(cue.first, cue.last):
        parts[place - first] = "C"
    if not {"Q", "D"} & set(parts):
        return ["N"] * len(parts)
    result = []
    seen = "0"
    for part in parts:
        if part in ("Q", "D"):
            seen = "1"
            result.append(part)
        else:
            result.append((part or "O") + seen)
    return result


def _nearest(text: str, words: str, anchors: list[Span], outside: Span | None) -> Span | None:
    """The occurrence of `words` nearest to an anchor, outside the quote itself where possible."""
    best: tuple[int, Span] | None = None
    for match in re.finditer(re.escape(words), text):
        start, end = match.span()
        if words[0].isalnum() and (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
            continue
        gap = min(max(a - end, start - b, 0) for a, b in anchors)
        if outside and outside[0] <= start and end <= outside[1]:
            gap += 400
        if best is None or gap < best[0]:
            best = (gap, (start, end))
    return best[1] if best else None


def _quote_spans(text: str, quotes: list[dict[str, Any]]) -> list[Span]:
    """Place each quote, the longest first: free, in marks if direct, outside the placed ones, the earliest."""
    spans: list[Span] = [(0, 0)] * len(quotes)
    placed: dict[str, list[Span]] = {"direct": [], "indirect": []}
    for i in sorted(range(len(quotes)), key=lambda i: -len(quotes[i]["text"])):
        kind, size = quotes[i]["kind"], len(quotes[i]["text"])
        spots = [(m.start(), m.start() + size) for m in re.finditer(f"(?={re.escape(quotes[i]['text'])})", text)]
        free = [spot for spot in spots if spot not in placed[kind]] or spots
        spans[i] = min(free, key=lambda spot: _rank(text, spot, kind, placed[kind]))
        placed[kind].append(spans[i])
    return spans


def _rank(text: str, spot: Span, kind: str, placed: list[Span]) -> tuple[bool, bool, int]:
    unmarked = kind == "direct" and not re.search(r"[\"“”‘’«'‹–—-]\s*$", text[max(0, spot[0] - 3) : spot[0]])
    return unmarked, any(a <= spot[0] and spot[1] <= b for a, b in placed), spot[0]
