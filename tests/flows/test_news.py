"""When news of a training day reach somebody: by day, and at any hour only when it is near."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.flows.sessions import News

NEW_YORK, CHATHAM = "America/New_York", "Pacific/Chatham"
UNTIL = datetime(2026, 11, 20, 13, 30, tzinfo=UTC)


def due(hour: int, zone: str, *, urgent: bool) -> str:
    """Return when somebody is told of a change that a trainer makes at an hour in New York."""
    now = datetime(2026, 11, 2, hour, tzinfo=ZoneInfo(NEW_YORK)).astimezone(UTC)
    window = News(now, UNTIL, NEW_YORK, urgent=urgent).window(zone)
    return f"{window.due_at.astimezone(ZoneInfo(zone)):%d %H:%M}"


@pytest.mark.parametrize(
    ("hour", "zone", "told"),
    [
        pytest.param(10, NEW_YORK, "02 10:00", id="by day"),
        pytest.param(23, NEW_YORK, "03 09:00", id="in the evening"),
        pytest.param(3, NEW_YORK, "02 09:00", id="at night"),
        pytest.param(10, CHATHAM, "03 09:00", id="at night where they are"),
    ],
)
def test_news_of_a_day_wait_for_the_morning_of_whoever_reads_them(
    hour: int, zone: str, told: str
) -> None:
    assert due(hour, zone, urgent=False) == told


@pytest.mark.parametrize("hour", [3, 10, 23])
def test_news_of_a_day_that_is_near_wait_for_nothing(hour: int) -> None:
    assert due(hour, NEW_YORK, urgent=True) == f"02 {hour:02}:00"


@pytest.mark.parametrize("urgent", [True, False])
def test_news_are_news_until_the_day_begins(urgent: bool) -> None:
    window = News(UNTIL - timedelta(days=9), UNTIL, NEW_YORK, urgent=urgent).window(CHATHAM)

    assert (window.send_by, window.expires_at) == (UNTIL, UNTIL)
