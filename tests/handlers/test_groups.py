"""The form in which trainers and coordinators say of which groups their statement is true."""

from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any

import pytest
from sqlalchemy import select

from bot.flows import confirmations
from bot.sandbox import Actor
from storage.tables import Audit, Confirmation, columns
from tests.hospital import Hospital

MANY = 23
THURSDAY = datetime(2026, 11, 19, 15, 0, tzinfo=UTC)
SHOWN = "a third to two thirds"
MORE = "You can see 1 more group once you have confirmed."


def has_tick(who: Actor) -> list[str]:
    """Return every group that is ticked when the form opens."""
    options = chain.from_iterable(field.get("initial_options", ()) for field in fields(who))
    return [option["value"] for option in options]


async def kept(hospital: Hospital, who: Actor) -> set[str]:
    """Return the groups for which somebody has confirmed."""
    found = columns(Confirmation)
    statement = select(found.subject).where(found.slack_id == who.slack_id, found.subject != "site")
    rows = await hospital.bot.tools.database.read(lambda tx: tx.all(statement))
    return {row.subject for row in rows}


def fields(who: Actor) -> list[dict[str, Any]]:
    """Return the checkboxes of the form that somebody has open."""
    assert who.modal is not None
    return [block["element"] for block in who.modal["blocks"] if block["type"] == "input"]


def offered(who: Actor) -> list[str]:
    """Return every group that can be ticked."""
    options = chain.from_iterable(field["options"] for field in fields(who))
    return [option["value"] for option in options]


async def tick(hospital: Hospital, who: Actor, wanted: set[str]) -> None:
    """Have somebody tick these groups and no others, and send the form off."""
    ticked = {
        field["action_id"]: [
            option["value"] for option in field["options"] if option["value"] in wanted
        ]
        for field in fields(who)
    }
    await hospital.submit(who, ticked)
    await who.close()


@pytest.fixture
async def cora(hospital: Hospital) -> Actor:
    """The coordinator of many groups, who has none of them confirmed and the form before her."""
    await hospital.name_trainer()
    begins = hospital.sandbox.calendar.now().date() + timedelta(days=1)
    for number in range(MANY):
        # One after the other: nobody leads two on one day.
        days = {
            f"Training day {day + 1}": f"{begins + timedelta(days=3 * number + day)}"
            for day in range(3)
        }
        await hospital.make_cohort([hospital.nia], f"Spring {number}", **days)
        await hospital.tara.close()
    await hospital.command(hospital.cora, "participation")
    await hospital.tap(hospital.cora, "Confirm")
    return hospital.cora


async def test_every_group_is_offered_however_many_there_are(cora: Actor) -> None:
    assert len(set(offered(cora))) == MANY
    assert [len(field["options"]) for field in fields(cora)] == [10, 10, 3]


async def test_a_tick_counts_in_whichever_field_it_stands(hospital: Hospital, cora: Actor) -> None:
    wanted = {offered(cora)[place] for place in (0, 9, 10, MANY - 1)}
    await tick(hospital, cora, wanted)

    assert await kept(hospital, cora) == wanted


@pytest.fixture
async def tara(hospital: Hospital) -> Actor:
    """The trainer of a group that she has confirmed, of which a week has been released."""
    await hospital.answer_a_week(answering=8)
    await hospital.until(THURSDAY)
    return hospital.tara


async def untick(hospital: Hospital, who: Actor, command: str = "progress") -> None:
    """Have somebody take every tick away."""
    await hospital.command(who, command)
    await hospital.tap(who, "My groups")
    await tick(hospital, who, set())


async def test_what_is_confirmed_is_ticked_and_stays_so(hospital: Hospital, cora: Actor) -> None:
    wanted = set(offered(cora)[5:15])
    await tick(hospital, cora, wanted)
    await hospital.command(cora, "participation")
    await hospital.tap(cora, "Confirm")
    ticked = has_tick(cora)
    await hospital.submit(cora, {})

    assert set(ticked) == wanted
    assert await kept(hospital, cora) == wanted


async def test_groups_that_wait_are_offered_before_those_that_are_confirmed(
    hospital: Hospital, cora: Actor
) -> None:
    wanted = set(offered(cora)[:3])
    await tick(hospital, cora, wanted)
    await hospital.command(cora, "participation")
    await hospital.tap(cora, "Confirm")

    assert (len(offered(cora)), set(offered(cora)[-3:])) == (MANY, wanted)


async def test_a_tick_that_is_taken_away_is_taken_back(hospital: Hospital, cora: Actor) -> None:
    wanted = set(offered(cora)[5:15])
    await tick(hospital, cora, wanted)
    await hospital.command(cora, "participation")
    await hospital.tap(cora, "Confirm")
    fewer = set(has_tick(cora)[1:])
    await tick(hospital, cora, fewer)

    assert await kept(hospital, cora) == fewer


async def test_what_is_taken_back_is_as_if_it_had_never_been_confirmed(
    hospital: Hospital, tara: Actor
) -> None:
    before = await hospital.command(tara, "progress")
    await untick(hospital, tara)
    after = await hospital.command(tara, "progress")

    assert SHOWN in before
    assert ("Spring" in after, MORE in after) == (False, True)
    assert MORE in await hospital.command(tara, "progress cohort Spring")


async def test_what_is_taken_back_stays_out_of_the_next_letter(
    hospital: Hospital, tara: Actor
) -> None:
    await untick(hospital, tara)
    await hospital.until(THURSDAY + timedelta(weeks=1))

    assert tara.messages[-1].words().splitlines()[0] == MORE


async def test_what_is_taken_back_can_be_confirmed_again(hospital: Hospital, tara: Actor) -> None:
    before = await hospital.command(tara, "progress")
    await untick(hospital, tara)
    await hospital.confirm(tara)

    assert await hospital.command(tara, "progress") == before


async def test_nobody_else_loses_what_one_has_taken_back(hospital: Hospital, tara: Actor) -> None:
    before = await hospital.command(hospital.cora, "participation")
    await untick(hospital, tara)

    assert await hospital.command(hospital.cora, "participation") == before


async def test_whoever_takes_a_group_back_is_still_one_who_may_ask(
    hospital: Hospital, tara: Actor
) -> None:
    await untick(hospital, tara)
    found = columns(Confirmation)
    statement = select(found.subject).where(found.slack_id == tara.slack_id)
    rows = await hospital.bot.tools.database.read(lambda tx: tx.all(statement))

    # By this, and this alone, a release knows whom it must not count.
    assert [row.subject for row in rows] == ["site"]


async def test_taking_back_is_an_act_in_the_audit(hospital: Hospital, tara: Actor) -> None:
    (group,) = await kept(hospital, tara)
    await untick(hospital, tara)
    entry = columns(Audit)
    statement = select(entry.subject, entry.site_id).where(
        entry.actor == tara.slack_id, entry.act == "take back"
    )
    rows = await hospital.bot.tools.database.read(lambda tx: tx.all(statement))

    assert [tuple(row) for row in rows] == [(f"cohort {group}", "riverbend")]


async def test_a_form_left_open_takes_nothing_back_that_was_confirmed_since(
    hospital: Hospital, cora: Actor
) -> None:
    now = hospital.sandbox.calendar.now()
    tools = hospital.bot.tools
    confirmed = offered(cora)[7]
    await confirmations.tick_groups(tools, cora.slack_id, {confirmed}, frozenset(), now)
    await hospital.submit(cora, {})

    assert await kept(hospital, cora) == {confirmed}
