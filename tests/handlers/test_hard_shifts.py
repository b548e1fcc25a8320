import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.messages import talk
from storage.tables import Person, columns
from tests.handlers.test_chat import CARD, _held
from tests.hospital import FIRST_CHECKIN, Hospital

ENTRANCES = ["button", "command", "words"]


async def hard_shift(hospital: Hospital, entrance: str) -> str:
    """What Nia sees after a hard shift, whichever way she says it."""
    if entrance == "command":
        await hospital.nia.command("/resiliency hard-shift")
        await hospital.settle()
        return hospital.nia.screen()
    if entrance == "words":
        await hospital.nia.type("that was a hard shift")
        await hospital.settle()
        return await hospital.tap(hospital.nia, "Open")
    await hospital.nia.open_home()
    await hospital.settle()
    return await hospital.tap(hospital.nia, "Hard shift")


@pytest.mark.parametrize("entrance", ENTRANCES)
async def test_a_hard_shift_brings_something_to_hold_on_to_and_people(
    hospital: Hospital, entrance: str
) -> None:
    await hospital.cohort_of([hospital.nia])
    words = await hard_shift(hospital, entrance)

    assert "one thing to hold on to" in words
    assert "\n1. " in words
    assert CARD in words


@pytest.mark.parametrize("entrance", ENTRANCES)
async def test_nothing_of_the_companion_comes_for_three_days_after_a_hard_shift(
    hospital: Hospital, entrance: str
) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(FIRST_CHECKIN - timedelta(hours=71))
    await hard_shift(hospital, entrance)
    await hospital.nia.close()
    before = len(hospital.nia.messages)
    await hospital.until(FIRST_CHECKIN + timedelta(minutes=59))

    assert len(hospital.nia.messages) == before


async def test_what_holds_somebody_opens_while_the_database_is_down(
    hospital: Hospital, settings: dict[str, str]
) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.nia.open_home()
    await hospital.settle()
    with _held(settings["DATABASE_URL"]):
        await hospital.nia.tap("Hard shift")
        await _seen(hospital.nia.screen, CARD)
    words = hospital.nia.screen()

    assert "one thing to hold on to" in words
    assert CARD in words
    assert "For the next three days" not in words
    assert "I could not note yet that you want three quiet days." in words


@pytest.mark.parametrize("entrance", ENTRANCES)
async def test_three_days_are_promised_where_they_are_kept(
    hospital: Hospital, entrance: str
) -> None:
    await hospital.cohort_of([hospital.nia])

    assert "For the next three days nothing comes from me" in await hard_shift(hospital, entrance)


async def test_another_exercise_notes_what_could_not_be_noted(
    hospital: Hospital, settings: dict[str, str]
) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.nia.open_home()
    await hospital.settle()
    with _held(settings["DATABASE_URL"]):
        await hospital.nia.tap("Hard shift")
    await hospital.settle()
    words = await hospital.tap(hospital.nia, "Another one")

    assert "For the next three days nothing comes from me" in words
    assert await hold_of(hospital) is not None


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("help", CARD),
        ("help, it was my patient", CARD),
        ("hard shift", talk.READY),
        ("breathe", talk.READY),
    ],
)
async def test_who_types_for_something_to_hold_on_to_gets_it_while_the_database_is_down(
    hospital: Hospital, settings: dict[str, str], typed: str, answer: str
) -> None:
    with _held(settings["DATABASE_URL"]):
        await hospital.nia.type(typed)
        await _seen(lambda: "".join(seen.words() for seen in hospital.nia.messages), answer)

        assert answer in hospital.nia.messages[-1].words()


async def _seen(words: Callable[[], str], part: str) -> None:
    """Return when somebody sees a part of something, or after seconds in which they do not.

    Not when the bot is idle: what waits for the database waits for ten seconds.
    """
    for _ in range(100):
        if part in words():
            return
        await asyncio.sleep(0.05)


async def test_somebody_on_no_list_gets_what_holds_them_too(hospital: Hospital) -> None:
    assert "one thing to hold on to" in await hard_shift(hospital, "command")


async def test_training_days_are_told_after_a_hard_shift(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    before = len(hospital.nia.messages)
    await hard_shift(hospital, "command")
    await hospital.until(hospital.sandbox.calendar.now() + timedelta(hours=24))

    assert any("training" in message.text for message in hospital.nia.messages[before:])


async def test_until_when_somebody_is_left_alone_is_forgotten_in_the_night_after(
    hospital: Hospital,
) -> None:
    await hospital.cohort_of([hospital.nia])
    await hard_shift(hospital, "command")
    kept = await hold_of(hospital)
    await hospital.until(hospital.sandbox.calendar.now() + timedelta(hours=96))

    assert (kept is None, await hold_of(hospital)) == (False, None)


async def hold_of(hospital: Hospital) -> datetime | None:
    """Until when Nia is left alone, as the database has it."""
    person = columns(Person)
    statement = select(person.hold_until).where(person.slack_id == hospital.nia.slack_id)
    row = await hospital.bot.tools.database.read(lambda tx: tx.one(statement))
    assert row is not None
    held: datetime | None = row.hold_until
    return held
