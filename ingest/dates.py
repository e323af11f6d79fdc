"""Dates and times as pages give them: ISO 8601, mail dates, and the written dates of Vietnamese papers."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

__all__ = ["VIETNAM", "moment"]

VIETNAM = timezone(timedelta(hours=7), "GMT+7")
"""What a date without a zone means on a Vietnamese page; there is no summer time."""

_DAY = (
    r"(?P<day>\d{1,2})\s*(?:[/.\-]|\s+tháng\s+)\s*(?P<month>\d{1,2})\s*(?:[/.\-]|,?\s+năm\s+)\s*(?P<year>\d{4})(?!\d)"
)
_HOUR = r"(?P<hour>\d{1,2})\s*(?::|h|giờ)\s*(?P<minute>\d{2})(?::\d{2})?(?:\s*(?P<half>[AaPp][Mm]|SA|CH)\b)?"
_BETWEEN = r"[\s,|•·()\-–]*(?:lúc|ngày)?[\s,|•·()\-–]*"
# "17/9/2026, 07:31 (GMT+7)" and "07:31 ngày 17/9/2026"; a date with no time at last.
_WRITTEN = tuple(
    re.compile(pattern + r"(?:\s*\(?(?:GMT|UTC)\s*(?P<zone>[+-]\d{1,2})(?::?00)?)?")
    for pattern in (rf"(?<!\d){_DAY}{_BETWEEN}{_HOUR}", rf"(?<!\d){_HOUR}{_BETWEEN}{_DAY}", rf"(?<!\d){_DAY}")
)
_EARLIEST = 1990
"""Earlier years are the zeros of databases ("0001-01-01", "1970-01-01"), not dates of pages."""
_SEARCHED = 200
"""Code points at the beginning of a string in which a written date is looked for."""


def moment(words: str) -> datetime | None:
    """The moment that `words` name, always with its zone (GMT+7 where none is given); None if they name none.

    Day comes before month in written dates; ISO 8601 and mail dates (RFC 5322) are tried first.
    """
    words = " ".join(words.split())[:_SEARCHED]
    if not words:
        return None
    return _zoned(_iso(words) or _mail(words) or _written(words))


def _zoned(found: datetime | None) -> datetime | None:
    if found is None or found.year < _EARLIEST:
        return None
    try:
        found = found if found.tzinfo is not None else found.replace(tzinfo=VIETNAM)
        found.astimezone(VIETNAM)  # the last day of the calendar has no other zones
    except (OverflowError, ValueError):
        return None
    return found


def _iso(words: str) -> datetime | None:
    # "20261005" is a date to fromisoformat, and an article's number to a page.
    if not re.match(r"\d{4}-\d{2}", words):
        return None
    try:
        return datetime.fromisoformat(words)
    except ValueError:
        return None


def _mail(words: str) -> datetime | None:
    if not re.match(r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4}", words):
        return None
    try:
        return parsedate_to_datetime(words)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _written(words: str) -> datetime | None:
    for pattern in _WRITTEN:
        found = pattern.search(words)
        if found is None:
            continue
        parts = found.groupdict()
        hour = int(parts.get("hour") or 0)
        half = (parts.get("half") or "").upper()
        if half in ("PM", "CH") and hour < 12:
            hour += 12
        elif half in ("AM", "SA") and hour == 12:
            hour = 0
        zone = timezone(timedelta(hours=int(parts["zone"]))) if _is_zone(parts.get("zone")) else VIETNAM
        try:
            day, month, year = int(parts["day"]), int(parts["month"]), int(parts["year"])
            return datetime(year, month, day, hour, int(parts.get("minute") or 0), tzinfo=zone)
        except ValueError:
            continue
    return None


def _is_zone(hours: str | None) -> bool:
    return hours is not None and -12 <= int(hours) <= 14
