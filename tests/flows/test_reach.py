"""Whom Slack cannot reach is found by a look at everybody, and shown alike whatever they chose."""

import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.flows import paces
from bot.flows import reach as flow
from bot.rules import keeping
from bot.rules.pacing import PERSON, TIERS
from bot.sandbox import Actor
from storage import people, reach
from storage.tables import Person
from tests.hospital import FIRST_CHECKIN, Hospital
from tests.storage.kit import rows

DAY = timedelta(days=1)
TITLE = "Slack cannot reach these people on your lists."


async def nights(hospital: Hospital, number: int = 1) -> None:
    """Let nights go by, and everybody be looked up."""
    for _ in range(number):
        hospital.sandbox.calendar.move_by(DAY)
        for _ in range(5):
            await hospital.tick()


async def ward(hospital: Hospital) -> Actor:
    """Have Nia on a list with the companion, and Neo, who said no; return him."""
    neo = hospital.sandbox.add_person("Neo Example")
    await hospital.name_trainer()
    await hospital.make_cohort([hospital.nia, neo])
    await hospital.tara.close()
    await hospital.tick()
    await hospital.join(hospital.nia)
    await hospital.tap(neo, "Read and choose")
    await hospital.tap(neo, "Just the training")
    await neo.close()
    await hospital.tick()
    await hospital.confirm(hospital.cora)
    return neo


async def reasons(hospital: Hospital) -> dict[str, str | None]:
    found = await rows(hospital.bot.tools.database, Person, "slack_id", "out_of_reach")
    return dict(found)


def looked_up(hospital: Hospital) -> list[str]:
    """Whom Slack was asked about."""
    return [
        str(call.arguments["user"])
        for call in hospital.sandbox.calls
        if call.method == "users.info"
    ]


@pytest.mark.parametrize("command", ["progress", "progress Spring", "participation"])
async def test_whose_account_is_closed_is_named_whatever_they_chose(
    hospital: Hospital, command: str
) -> None:
    neo = await ward(hospital)
    for gone in (hospital.nia, neo):
        hospital.sandbox.deactivate(gone.slack_id)
    await nights(hospital)
    asker = hospital.cora if command == "participation" else hospital.tara
    said = await hospital.command(asker, command.replace(" Spring", " cohort Spring"))

    lines = [line for line in said.splitlines() if "account closed" in line]
    assert TITLE in said
    assert {line.split(": ")[1] for line in lines} == {"account closed"}
    assert len(lines) == 2


async def test_nobody_is_looked_up_faster_than_slack_lets_all_processes_together(
    hospital: Hospital,
) -> None:
    await ward(hospital)
    await hospital.bot._metronome.stop()
    hospital.sandbox.calendar.move_by(DAY)
    before, tools = looked_up(hospital), replace(hospital.bot.tools, paced=True)
    # As if another process had just used it up.
    await paces.take(tools, PERSON, int(TIERS[PERSON].burst))
    await flow.look_around(tools, hospital.sandbox.calendar.now())
    await tools.tasks.drained()

    assert looked_up(hospital) == before


async def test_a_token_that_works_no_more_is_told_once_and_nobody_else_is_looked_up(
    hospital: Hospital, caplog: pytest.LogCaptureFixture
) -> None:
    await ward(hospital)
    before = len(looked_up(hospital))
    hospital.sandbox.fault("users.info", "error", code="token_revoked")
    with caplog.at_level(logging.ERROR):
        await nights(hospital)
    asked = looked_up(hospital)[before:]

    assert [one.args for one in caplog.records] == [("token_revoked",)]
    assert asked == []


async def test_whom_nobody_could_look_up_is_looked_up_when_the_token_works_again(
    hospital: Hospital,
) -> None:
    neo = await ward(hospital)
    before = len(looked_up(hospital))
    hospital.sandbox.fault("users.info", "error", code="token_revoked")
    await nights(hospital)
    await paces.resume(hospital.bot.tools)
    for _ in range(5):
        await hospital.tick()

    # Of a call that is refused nothing is kept.
    assert {hospital.nia.slack_id, neo.slack_id} <= set(looked_up(hospital)[before:])


async def test_who_may_not_look_anybody_up_sends_all_the_same(hospital: Hospital) -> None:
    await ward(hospital)
    hospital.sandbox.fault("users.info", "error", code="missing_scope", times=None)
    await nights(hospital)

    assert await paces.stopped(hospital.bot.tools) is None


async def test_whoever_can_be_reached_is_named_to_nobody(hospital: Hospital) -> None:
    await ward(hospital)
    await nights(hospital)

    assert TITLE not in await hospital.command(hospital.tara, "progress")


async def test_whoever_is_back_is_named_no_more(hospital: Hospital) -> None:
    await ward(hospital)
    hospital.sandbox.deactivate(hospital.nia.slack_id)
    await nights(hospital)
    hospital.sandbox.reactivate(hospital.nia.slack_id)
    await nights(hospital)

    assert (await reasons(hospital))[hospital.nia.slack_id] is None


async def test_a_guest_is_told_apart(hospital: Hospital) -> None:
    await ward(hospital)
    hospital.sandbox.workspace.people[hospital.nia.slack_id].guest = True
    await nights(hospital)

    assert (await reasons(hospital))[hospital.nia.slack_id] == "guest"


async def test_whom_slack_does_not_know_any_more_is_told_apart(hospital: Hospital) -> None:
    await ward(hospital)
    del hospital.sandbox.workspace.people[hospital.nia.slack_id]
    await nights(hospital)

    assert (await reasons(hospital))[hospital.nia.slack_id] == "not found"


async def test_no_message_that_failed_says_that_somebody_cannot_be_reached(
    hospital: Hospital,
) -> None:
    await ward(hospital)
    await hospital.until(FIRST_CHECKIN - timedelta(seconds=1))
    for _ in range(5):
        await hospital.tick()
    # Slack has not told of it yet, and it was no night since.
    hospital.sandbox.workspace.person(hospital.nia.slack_id).deleted = True
    await hospital.until(FIRST_CHECKIN)

    assert set((await reasons(hospital)).values()) == {None}


async def test_everybody_on_a_list_is_looked_up_once_a_night_and_one_at_a_time(
    hospital: Hospital,
) -> None:
    neo = await ward(hospital)
    await nights(hospital)
    before = len(looked_up(hospital))
    # Every tick is one of those below.
    await hospital.bot._metronome.stop()
    hospital.sandbox.calendar.move_by(DAY)
    each = []
    for _ in range(5):
        await hospital.tick()
        each.append(len(looked_up(hospital)) - before)

    assert each == [1, 2, 2, 2, 2]
    assert set(looked_up(hospital)[before:]) == {hospital.nia.slack_id, neo.slack_id}


@pytest.mark.parametrize("kind", ["drop", "http_500"])
async def test_what_is_known_stays_when_slack_does_not_answer(
    hospital: Hospital, kind: str
) -> None:
    await ward(hospital)
    hospital.sandbox.deactivate(hospital.nia.slack_id)
    await nights(hospital)
    hospital.sandbox.fault("users.info", kind, times=None)
    await nights(hospital)

    assert (await reasons(hospital))[hospital.nia.slack_id] == "closed"


async def test_while_slack_asks_to_wait_nobody_is_looked_up(hospital: Hospital) -> None:
    await ward(hospital)
    await nights(hospital)
    before = len(looked_up(hospital))
    hospital.sandbox.fault("users.info", "ratelimited", retry_after=60)
    await nights(hospital)

    assert len(looked_up(hospital)) == before


async def test_whoever_was_not_looked_up_for_that_is_the_next(hospital: Hospital) -> None:
    database = hospital.bot.tools.database
    await ward(hospital)
    night = keeping.last_night("America/New_York", hospital.sandbox.calendar.now()) + DAY
    since = night - keeping.FOLLOWED_UP
    taken = [
        await database.run(lambda tx: reach.take(tx, "riverbend", night, since)) for _ in range(3)
    ]
    first = taken[0]
    assert first is not None
    await database.run(lambda tx: reach.give_back(tx, first.person_id))
    again = await database.run(lambda tx: reach.take(tx, "riverbend", night, since))

    assert [one is None for one in taken] == [False, False, True]
    assert again == first


async def test_whose_training_is_long_over_is_neither_looked_up_nor_named(
    hospital: Hospital,
) -> None:
    await ward(hospital)
    database = hospital.bot.tools.database
    known = await database.read(lambda tx: people.find(tx, hospital.nia.slack_id))
    assert known is not None
    await database.run(lambda tx: reach.note(tx, known.id, "closed"))
    hospital.sandbox.calendar.move_by(keeping.FOLLOWED_UP + 4 * DAY)
    before = len(looked_up(hospital))
    for _ in range(3):
        await hospital.tick()

    assert len(looked_up(hospital)) == before
    assert TITLE not in await hospital.command(hospital.tara, "progress")
