"""Whoever names, enrols and looks cannot tell what somebody has chosen for themselves."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta

import pytest

from bot.sandbox import Actor
from tests.hospital import Hospital

CHECKIN_AT = datetime(2026, 11, 10, 15, 30, tzinfo=UTC)
COMMANDS = ("pause", "pause 2 days", "stop")


async def _nothing(_hospital: Hospital, _person: Actor) -> None:
    """Never choose."""


async def _joins(hospital: Hospital, person: Actor) -> None:
    await hospital.join(person)


async def _declines(hospital: Hospital, person: Actor) -> None:
    await hospital.tap(person, "Read and choose")
    await hospital.tap(person, "Just the training")
    await person.close()


async def _answers(hospital: Hospital, person: Actor) -> None:
    await hospital.tap(person, "Open", person.messages[-1])
    await hospital.tap(person, "I cannot put it down")
    await person.close()


def _commands(text: str) -> Callable[[Hospital, Actor], Awaitable[object]]:
    return lambda hospital, person: hospital.command(person, text)


Choice = Callable[[Hospital, Actor], Awaitable[object]]

# What somebody does about the invitation, and what when the first question has come.
STANDINGS: Mapping[str, tuple[Choice, Choice]] = {
    "never chose": (_nothing, _nothing),
    "declined": (_declines, _nothing),
    "answered": (_joins, _answers),
    "did not answer": (_joins, _nothing),
    **{f"said {text}": (_joins, _commands(text)) for text in COMMANDS},
}


@pytest.fixture
async def people(hospital: Hospital) -> Mapping[str, Actor]:
    """Somebody on the roster for each way to stand to the companion; all chose the same hour."""
    found = {what: hospital.sandbox.add_person(f"P{what}") for what in STANDINGS}
    await hospital.name_trainer()
    await hospital.make_cohort(list(found.values()))
    await hospital.tara.close()
    await hospital.tick()
    for what, person in found.items():
        await STANDINGS[what][0](hospital, person)
        await hospital.command(person, "hour")
        await hospital.submit(person, {"Your hour": "10:30"})
        await person.close()
    await hospital.until(CHECKIN_AT)
    for what, person in found.items():
        await STANDINGS[what][1](hospital, person)
    return found


async def test_a_trainer_who_enrols_somebody_again_learns_nothing(
    hospital: Hospital, people: Mapping[str, Actor]
) -> None:
    shown = set()
    for number, person in enumerate(people.values()):
        assert await hospital.make_cohort([person], f"Again {number}") == {}
        shown.add(hospital.tara.screen().replace(f"Again {number}", "Again"))
        await hospital.tara.close()

    assert len(shown) == 1
    assert "Again is made. 1 person is on the list" in str(shown)


async def test_somebody_enrolled_again_gets_the_same_notices_at_the_same_time(
    hospital: Hospital, people: Mapping[str, Actor]
) -> None:
    before = {person: len(person.messages) for person in people.values()}
    await hospital.make_cohort(list(people.values()), "Again")
    await hospital.tara.close()
    await hospital.until(CHECKIN_AT + timedelta(hours=3))

    # What comes in one second comes in any order.
    told = {
        tuple(sorted((int(float(seen.ts)), seen.words()) for seen in person.messages[already:]))
        for person, already in before.items()
    }
    assert len(told) == 1
    assert "You are on the list for the resiliency training Again." in str(told)


async def test_a_coordinator_who_names_somebody_learns_nothing(
    hospital: Hospital, people: Mapping[str, Actor]
) -> None:
    shown = set()
    for person in people.values():
        words = await hospital.command(hospital.cora, f"trainers add @{person.name}")
        shown.add(words.replace(person.name, "somebody"))

    assert len(shown) == 1
    assert "Trainer now: @somebody." in str(shown)
