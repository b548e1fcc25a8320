from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox import Actor, NotAllowedError, Sandbox
from bot.sandbox.clockwork import Clockwork
from bot.sandbox.messages import Draft, post

START = datetime(2030, 1, 7, 9, 0, tzinfo=UTC)


class Bell:
    """A bot that says one word to one person at each of its moments."""

    def __init__(self, sandbox: Sandbox, actor: Actor, *moments: datetime) -> None:
        self.sandbox = sandbox
        self.actor = actor
        self.moments = list(moments)
        self.last_day: datetime | None = None

    async def tick(self) -> None:
        while self.moments and self.moments[0] <= self.sandbox.calendar.now():
            self.moments.pop(0)
            person = self.sandbox.workspace.person(self.actor.slack_id)
            post(self.sandbox.workspace, self.sandbox.workspace.dm(person), Draft("Ding", []))

    async def next_moment(self) -> datetime | None:
        return self.moments[0] if self.moments else None

    async def third_day(self) -> datetime | None:
        return self.last_day

    async def idle(self) -> None:
        return


def hours(count: float) -> datetime:
    return START + timedelta(hours=count)


@pytest.fixture
def move(sandbox: Sandbox, nia: Actor):
    async def go(bell: Bell | None, name: str, actor: Actor = nia) -> datetime:
        clockwork = Clockwork(sandbox.workspace, bell)
        await clockwork.move(name, sandbox.workspace.person(actor.slack_id))
        return sandbox.calendar.now()

    return go


async def test_an_hour_goes_by_with_everything_done_on_the_way(sandbox, nia, move):
    bell = Bell(sandbox, nia, hours(0.5), hours(0.75), hours(2))

    assert await move(bell, "hour") == hours(1)
    assert [message.ts.split(".")[0] for message in nia.messages] == [
        str(int(hours(0.5).timestamp())),
        str(int(hours(0.75).timestamp())),
    ]


async def test_the_next_message_is_one_s_own(sandbox, nia, omar, move):
    class Two(Bell):
        async def tick(self) -> None:
            self.actor = omar if len(self.moments) == 2 else nia
            await super().tick()

    assert await move(Two(sandbox, nia, hours(1), hours(5)), "message") == hours(5)


async def test_who_waits_in_vain_is_told_so(sandbox, nia, omar, move):
    with pytest.raises(NotAllowedError, match="nothing came for Nia Example"):
        await move(Bell(sandbox, omar, hours(1)), "message")


async def test_next_monday_is_eight_in_the_morning_where_one_lives(omar, move):
    berlin = datetime(2030, 1, 14, 7, 0, tzinfo=UTC)

    assert await move(None, "monday", omar) == berlin
    assert await move(None, "monday", omar) == berlin + timedelta(days=7)


async def test_the_third_day_is_where_the_bot_says(sandbox, nia, move):
    bell = Bell(sandbox, nia)
    bell.last_day = hours(50)

    assert await move(bell, "day-three") == hours(50)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("message", "Only the bot of the demo says when it writes next."),
        ("day-three", "No training is ahead: a trainer can make a new cohort."),
        ("noon", "The clock goes to hour, message, monday, day-three, not to noon."),
    ],
)
async def test_where_the_clock_cannot_go_it_stays(sandbox, move, name, sentence):
    with pytest.raises(NotAllowedError) as refused:
        await move(None, name)
    assert (str(refused.value), sandbox.calendar.now()) == (sentence, START)
