"""What the list says of an article."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from tui.list_rows import short_day

HANOI = timezone(timedelta(hours=7))
NOW = datetime(2026, 5, 2, 0, 30, tzinfo=HANOI)


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (NOW, "vừa xong"),
        (NOW - timedelta(seconds=59), "vừa xong"),
        (NOW - timedelta(minutes=1), "1 phút trước"),
        (NOW - timedelta(minutes=59), "59 phút trước"),
        (NOW - timedelta(hours=1), "1 giờ trước"),
        (NOW - timedelta(hours=23, minutes=59), "23 giờ trước"),
        (NOW - timedelta(days=1), "1/5"),
        (datetime(2026, 4, 29, 18, 0, tzinfo=UTC), "30/4"),
        (datetime(2025, 12, 31, 12, 0, tzinfo=UTC), "31/12/2025"),
        (datetime(2025, 12, 31, 18, 0, tzinfo=UTC), "1/1"),
        (NOW + timedelta(hours=2), "2/5"),
    ],
)
def test_times_are_relative_up_to_a_day_then_days_of_the_machines_zone(when: datetime, said: str) -> None:
    assert short_day(when, NOW) == said
