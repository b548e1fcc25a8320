import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select

from bot import app
from bot.sandbox import Actor
from storage.tables import Audit, Distance, LinkKey, columns
from tests.hospital import Hospital

THURSDAY = datetime(2026, 11, 19, 13, 0, tzinfo=UTC)
FIELD = "This person manages me"
SHOWN, REFUSED = "a third to two thirds", "Not shown: too few people to keep this private."
THANKS = (
    "Thank you. From the next release on they see the hospital's figures only. "
    "I tell nobody. You can take it back with /resiliency manager."
)


async def say(hospital: Hospital, who: Actor, manager: Actor) -> str:
    """Return the words somebody sees who has said that `manager` manages them."""
    await hospital.command(who, "manager")
    await hospital.submit(who, {FIELD: manager.slack_id})
    words = who.screen()
    await who.close()
    return words


async def take_back(hospital: Hospital, who: Actor) -> str:
    await hospital.command(who, "manager")
    words = await hospital.tap(who, "Take it back")
    await who.close()
    return words


async def said(hospital: Hospital, who: Actor) -> list[str]:
    """Return whom somebody reads that they have named."""
    await hospital.command(who, "manager")
    words = who.screen()
    await who.close()
    before = "You have said this of "
    return [line.removeprefix(before) for line in words.splitlines() if line.startswith(before)]


async def kept(hospital: Hospital, *columns: Any) -> list[tuple[Any, ...]]:
    rows = await hospital.bot.tools.database.read(lambda tx: tx.all(select(*columns)))
    return [tuple(row) for row in rows]


async def lines(hospital: Hospital, who: Actor, command: str) -> list[str]:
    """Return the text that somebody reads after a command, line by line."""
    await hospital.command(who, command)
    return who.whispers[-1].text.splitlines()


async def test_a_manager_sees_what_anybody_sees_of_a_group_that_is_too_small(
    hospital: Hospital,
) -> None:
    await hospital.answer_a_week(answering=8)
    await say(hospital, hospital.nia, hospital.tara)
    await hospital.until(THURSDAY)
    coordinators = await lines(hospital, hospital.cora, "participation")
    trainers = await lines(hospital, hospital.tara, "progress")

    # How many have the companion is never refused of such a list, so it is not here.
    rest = "check-ins for each: 1; have the companion: more than two thirds"
    assert f"Spring, 9 Nov to 15 Nov 2026: {SHOWN}; {rest}" in coordinators
    refused = REFUSED.removesuffix(".")
    assert trainers == [line.replace(SHOWN, refused) for line in coordinators]


async def test_somebody_who_manages_a_participant_keeps_the_hospitals_own_figures(
    hospital: Hospital,
) -> None:
    await hospital.answer_a_week(answering=8, cohorts=("Spring", "Autumn"))
    await say(hospital, hospital.nia, hospital.cora)
    await hospital.until(THURSDAY)

    week = [
        line
        for line in await lines(hospital, hospital.cora, "participation")
        if "9 Nov to 15 Nov" in line
    ]
    rest = "; check-ins for each: 1; have the companion: more than two thirds"
    assert week == [
        "Riverbend (invented), 9 Nov to 15 Nov 2026: 45 %",
        f"Autumn, 9 Nov to 15 Nov 2026: {SHOWN}{rest}",
        f"Spring, 9 Nov to 15 Nov 2026: {REFUSED.removesuffix('.')}{rest}",
    ]


async def test_the_digest_of_a_manager_is_the_ordinary_refusal(hospital: Hospital) -> None:
    await hospital.answer_a_week(answering=8)
    await say(hospital, hospital.nia, hospital.tara)
    await hospital.until(THURSDAY + timedelta(hours=3))

    assert hospital.tara.messages[-1].text.splitlines()[:2] == [
        "Your group last week. How many answered at least once:",
        f"*Spring*, 9 Nov to 15 Nov 2026: {REFUSED}",
    ]


async def test_what_was_released_before_stays_as_it_was(hospital: Hospital) -> None:
    await hospital.answer_a_week(answering=8)
    await hospital.until(THURSDAY)
    before = await lines(hospital, hospital.tara, "progress")
    await say(hospital, hospital.nia, hospital.tara)

    assert await lines(hospital, hospital.tara, "progress") == before


async def test_what_was_refused_stays_refused_when_it_is_taken_back(hospital: Hospital) -> None:
    await hospital.answer_a_week(answering=8)
    await say(hospital, hospital.nia, hospital.tara)
    await hospital.until(THURSDAY)
    before = await lines(hospital, hospital.tara, "progress")
    await take_back(hospital, hospital.nia)

    assert await lines(hospital, hospital.tara, "progress") == before


@pytest.mark.parametrize("manager", ["tara", "cora", "nobody"])
async def test_the_reply_is_the_same_whoever_is_named(hospital: Hospital, manager: str) -> None:
    await hospital.cohort_of([hospital.nia])
    people = {"tara": hospital.tara, "cora": hospital.cora}
    chosen = people.get(manager) or hospital.sandbox.add_person("Olga Example")

    assert THANKS in await say(hospital, hospital.nia, chosen)


async def test_choosing_oneself_gets_one_kind_sentence_at_the_field(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.command(hospital.nia, "manager")
    errors = await hospital.submit(hospital.nia, {FIELD: hospital.nia.slack_id})

    assert errors == {
        "manager": "That is you, and you are welcome here. Please choose somebody else."
    }


async def test_somebody_without_the_companion_can_say_it_and_take_it_back(
    hospital: Hospital,
) -> None:
    await hospital.name_trainer()
    await hospital.make_cohort([hospital.nia])
    await say(hospital, hospital.nia, hospital.tara)
    named = await said(hospital, hospital.nia)
    words = await take_back(hospital, hospital.nia)

    assert named == ["@Tara Example."]
    assert "Done, that is taken back." in words
    assert await said(hospital, hospital.nia) == []


async def test_it_counts_in_the_cohort_in_which_somebody_is_counted(hospital: Hospital) -> None:
    # On every list of theirs it would tell who is on all of them.
    await hospital.cohort_of([hospital.nia])
    await hospital.make_cohort([hospital.nia], name="Autumn")
    await hospital.tara.close()
    await say(hospital, hospital.nia, hospital.cora)

    assert len(await kept(hospital, columns(Distance).cohort_id)) == 1


async def test_it_goes_along_to_a_later_list(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await say(hospital, hospital.nia, hospital.cora)
    await hospital.until(hospital.sandbox.calendar.now() + timedelta(hours=1))
    await hospital.make_cohort([hospital.nia], name="Autumn")
    await hospital.tara.close()
    distance = columns(Distance)
    before = await kept(hospital, distance.cohort_id, distance.tag.is_not(None))
    words = await take_back(hospital, hospital.nia)

    assert "taken back" in words
    assert [stands for _, stands in before] == [True, True]
    assert {stands for (stands,) in await kept(hospital, distance.tag.is_not(None))} == {False}


async def test_who_is_named_twice_is_read_of_once(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    for manager in (hospital.tara, hospital.cora, hospital.tara):
        await say(hospital, hospital.nia, manager)

    assert sorted(await said(hospital, hospital.nia)) == ["@Cora Example.", "@Tara Example."]


async def test_nobody_reads_or_ends_what_somebody_else_said(hospital: Hospital) -> None:
    pia = hospital.sandbox.add_person("Pia Example")
    await hospital.cohort_of([hospital.nia, pia])
    await say(hospital, hospital.nia, hospital.tara)
    await say(hospital, pia, hospital.tara)
    await take_back(hospital, pia)

    assert await said(hospital, pia) == []
    assert await said(hospital, hospital.nia) == ["@Tara Example."]


async def test_a_dump_does_not_tell_who_said_it(hospital: Hospital) -> None:
    pia = hospital.sandbox.add_person("Pia Example")
    await hospital.name_trainer()
    await hospital.make_cohort([hospital.nia, pia])
    await hospital.tara.close()
    before = await kept(hospital, *columns(LinkKey))
    await say(hospital, hospital.nia, hospital.tara)
    (row,) = await kept(hospital, *columns(Distance))

    # Nobody stands out by having a key: everybody on the roster has one from the beginning.
    assert len(before) == 2
    assert await kept(hospital, *columns(LinkKey)) == before
    theirs = {hospital.nia.slack_id, *(person_id for person_id, *_ in before)}
    assert [value for value in row if value in theirs] == []


async def test_somebody_whose_key_is_gone_finds_nothing_and_can_say_it_anew(
    hospital: Hospital,
) -> None:
    await hospital.cohort_of([hospital.nia])
    await say(hospital, hospital.nia, hospital.tara)
    await hospital.bot.tools.database.run(lambda tx: tx.run(delete(LinkKey)))
    found = await said(hospital, hospital.nia)
    await say(hospital, hospital.nia, hospital.tara)

    assert found == []
    assert await said(hospital, hospital.nia) == ["@Tara Example."]


async def test_it_stands_in_no_audit(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    before = await kept(hospital, columns(Audit).id)
    await say(hospital, hospital.nia, hospital.tara)
    await take_back(hospital, hospital.nia)

    assert await kept(hospital, columns(Audit).id) == before


async def test_it_stands_in_no_log(hospital: Hospital, caplog: pytest.LogCaptureFixture) -> None:
    app.log_at("DEBUG")
    await hospital.cohort_of([hospital.nia])
    caplog.clear()
    logging.getLogger("bot").debug("planted, so that something could be found")
    await say(hospital, hospital.nia, hospital.tara)
    await take_back(hospital, hospital.nia)

    assert [record.message for record in caplog.records] == [
        "planted, so that something could be found"
    ]


async def test_what_is_kept_of_when_it_was_said_is_the_next_release(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia, hospital.sandbox.add_person("Pia Example")])
    pia = hospital.sandbox.people[-1]
    await say(hospital, hospital.nia, hospital.tara)
    await hospital.until(hospital.sandbox.calendar.now() + timedelta(days=1))
    await say(hospital, pia, hospital.cora)

    found = columns(Distance)
    moments = [row[0] for row in await kept(hospital, found.counts_from)]
    assert moments == [datetime(2026, 11, 5, 13, 0, tzinfo=UTC)] * 2
