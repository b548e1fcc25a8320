import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import Actor, Calendar, Sandbox

NOON = datetime(2030, 1, 7, 12, 0, tzinfo=UTC)


def test_a_standing_calendar_moves_only_when_told():
    calendar = Calendar(NOON)

    calendar.move_by(timedelta(hours=1))
    assert calendar.now() == NOON + timedelta(hours=1)
    calendar.move_to(datetime(2030, 1, 8, 1, 0, tzinfo=timezone(timedelta(hours=1))))
    assert calendar.now() == datetime(2030, 1, 8, 0, 0, tzinfo=UTC)
    assert calendar.now().tzinfo is UTC


async def test_a_running_calendar_goes_on_by_itself():
    calendar = Calendar(NOON, running=True)
    calendar.move_by(timedelta(days=1))

    await asyncio.sleep(0.02)

    assert timedelta(0) < calendar.now() - NOON - timedelta(days=1) < timedelta(seconds=5)


async def test_a_standing_calendar_can_be_set_going():
    calendar = Calendar(NOON)
    await asyncio.sleep(0.2)
    calendar.run()

    assert timedelta(0) <= calendar.now() - NOON < timedelta(seconds=0.2)
    await asyncio.sleep(0.01)
    assert calendar.now() - NOON >= timedelta(seconds=0.01)


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        (NOON - timedelta(seconds=1), "The calendar moves forward only."),
        (datetime(2031, 1, 1), "The calendar needs a moment with a time zone."),  # noqa: DTZ001 -- that is the point
    ],
)
def test_a_calendar_refuses_the_past_and_the_vague(moment: datetime, sentence: str):
    with pytest.raises(ValueError, match=sentence):
        Calendar(NOON).move_to(moment)


async def test_messages_bear_the_calendars_time_and_no_two_the_same(
    sandbox: Sandbox, client: AsyncWebClient, nia: Actor
):
    for _ in range(3):
        await client.chat_postMessage(channel=nia.slack_id, text="now")
    sandbox.calendar.move_by(timedelta(days=1))
    await client.chat_postMessage(channel=nia.slack_id, text="tomorrow")

    stamps = [seen.ts for seen in nia.messages]
    assert sorted(stamps) == stamps
    assert len(set(stamps)) == 4
    start = int(sandbox.calendar.now().timestamp()) - 86_400
    assert [int(float(ts)) - start for ts in stamps] == [0, 0, 0, 86_400]
