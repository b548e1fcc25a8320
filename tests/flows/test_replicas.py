"""Two copies of the bot on one PostgreSQL: people notice nothing of it."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.app import Bot
from bot.flows import checkins
from bot.flows.checkins import Answered
from bot.sandbox import Sandbox
from handlers import chat
from handlers.hearing import Heard
from tests import companions, databases
from tests.flows.kit import CHECKIN_AT
from tests.hospital import Hospital

END = CHECKIN_AT + timedelta(days=3)


@pytest.fixture
def settings(settings: dict[str, str], postgres: str) -> dict[str, str]:
    """The environment of a bot whose database is PostgreSQL."""
    return settings | {"DATABASE_URL": databases.on_postgresql(postgres)}


@pytest.fixture
async def other(sandbox: Sandbox, settings: dict[str, str], companion: Bot) -> AsyncIterator[Bot]:
    """A second copy of the same bot."""
    async with companions.connected(sandbox, settings) as opened:
        yield opened


class Pair(Hospital):
    """The people around two copies of the bot: whichever of them hears something."""

    def __init__(self, sandbox: Sandbox, bot: Bot, other: Bot) -> None:
        super().__init__(sandbox, bot)
        self.other = other

    async def settle(self) -> None:
        """Return when both are idle."""
        await asyncio.gather(self.bot.idle(), self.other.idle())

    async def tick(self) -> None:
        """Let both do, at the same moment, all that the time has come for."""
        await asyncio.gather(self.bot.tick(), self.other.tick())
        await self.settle()


@pytest.fixture
def hospital(sandbox: Sandbox, companion: Bot, other: Bot) -> Pair:
    """The people of the invented hospital, and two copies of the bot among them."""
    return Pair(sandbox, companion, other)


def sent(hospital: Pair) -> Counter[str]:
    """Return how often each message of the bot was posted, by its hidden id."""
    channels = hospital.sandbox.export()["channels"]
    return Counter(
        message["metadata"]["event_payload"]["delivery_id"]
        for channel in channels
        for message in channel["messages"]
        if message.get("metadata")
    )


async def test_everybody_gets_everything_once(hospital: Pair) -> None:
    people = [hospital.nia, *(hospital.sandbox.add_person(f"P{n} Example") for n in range(11))]
    await hospital.cohort_of(people)
    await hospital.until(END)

    assert set(sent(hospital).values()) == {1}
    # The invitation, the notices of a day ahead and of two hours before each of three days, the
    # evening of each, the check-in and the exercise.
    assert {len(person.messages) for person in people} == {10}


async def test_taps_that_reach_both_copies_at_once_count_once(hospital: Pair) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(CHECKIN_AT)
    metadata = hospital.nia.messages[-1].metadata
    assert metadata is not None
    question, now = metadata["event_payload"]["delivery_id"], hospital.sandbox.calendar.now()
    taps = [
        checkins.answer(bot.tools, hospital.nia.slack_id, question, "all-of-it", now)
        for bot in (hospital.bot, hospital.other) * 4
    ]
    answered = await asyncio.gather(*taps)

    assert {type(one) for one in answered} == {Answered}


async def test_what_slack_delivers_to_both_copies_is_answered_by_one(hospital: Pair) -> None:
    heard = Heard("typed", hospital.nia.slack_id, words="Hello", event_id="Ev0001")
    now = hospital.sandbox.calendar.now()
    replies = await asyncio.gather(
        *(chat.typed(heard, bot.tools, now) for bot in (hospital.bot, hospital.other))
    )

    assert sum(reply.message is not None for reply in replies) == 1


async def test_words_of_distress_are_answered_by_whoever_hears_them(hospital: Pair) -> None:
    heard = Heard("typed", hospital.nia.slack_id, words="I want to die", event_id="Ev0001")
    now = hospital.sandbox.calendar.now()
    replies = [await chat.typed(heard, bot.tools, now) for bot in (hospital.bot, hospital.other)]

    assert [reply.message is not None for reply in replies] == [True, True]


async def test_when_one_copy_ends_the_other_goes_on(hospital: Pair) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(CHECKIN_AT - timedelta(seconds=1))
    before = len(hospital.nia.messages)
    await hospital.bot.stop()
    hospital.sandbox.calendar.move_to(CHECKIN_AT)
    await hospital.other.tick()

    assert len(hospital.nia.messages) == before + 1
