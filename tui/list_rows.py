"""Articles of the library as the rows of the list and the page of the view."""

from __future__ import annotations

from datetime import datetime, timedelta

from extract.types import ParsedArticle
from store.types import ArticleHead
from tui import labels
from tui.i18n import _, _n
from widgets.article_list import ArticleRow
from widgets.article_view import ArticlePage

__all__ = ["list_row", "page_of", "short_day"]

_DAY = timedelta(days=1)
_SYLLABLES_A_MINUTE = 250
"""Reading speed. Vietnamese is written in syllables, of which a word has about one and a half."""


def list_row(head: ArticleHead, today: datetime) -> ArticleRow:
    """A head as a row of the list."""
    return ArticleRow(
        id=head.id,
        title=head.title,
        paper=head.site,
        date=short_day(head.published or head.added, today),
        speakers=", ".join(head.speakers),
        length=_n("{n} minute to read", "{n} minutes to read", _minutes(head.words)).format(n=_minutes(head.words)),
        unread=not head.state.read,
        saved=head.state.saved,
    )


def page_of(parsed: ParsedArticle, id: int | None = None) -> ArticlePage:
    """An article as the view shows it, with paper, date, authors and reading time under the title."""
    article = parsed.article
    minutes = _minutes(len(article.text.split()))
    parts = (
        ", ".join(author.name for author in parsed.authors),
        article.site or "",
        labels.moment(article.published) if article.published else "",
        _n("{n} minute to read", "{n} minutes to read", minutes).format(n=minutes),
    )
    return ArticlePage(id, parsed, tuple(part for part in parts if part))


def _minutes(syllables: int) -> int:
    """How long it takes to read so many syllables."""
    return max(1, round(syllables / _SYLLABLES_A_MINUTE))


def short_day(when: datetime, today: datetime) -> str:
    """When something was, as briefly as the list needs it.

    How long ago up to a day, then the day in the machine's time zone, without the year where it is this one.

    Args:
        when: the moment.
        today: now, in that time zone.
    """
    ago = today - when
    if timedelta() <= ago < _DAY:
        minutes, hours = ago // timedelta(minutes=1), ago // timedelta(hours=1)
        if not minutes:
            return _("just now")
        if not hours:
            return _n("{n} minute ago", "{n} minutes ago", minutes).format(n=minutes)
        return _n("{n} hour ago", "{n} hours ago", hours).format(n=hours)
    when = when.astimezone(today.tzinfo)
    if when.year == today.year:
        return _("{month:02}-{day:02}").format(month=when.month, day=when.day)
    return labels.day(when)
