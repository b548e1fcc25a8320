import asyncio
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import text

from bot.flows import checkins, copies, deletions, habits
from bot.flows.checkins import NotYoursError
from bot.flows.deliveries import send_due
from bot.rules.budget import Pace
from bot.sandbox import Actor
from storage import deletions as stored
from storage import people
from storage.people import Known
from storage.tables import Audit, Cohort, Consent, Delivery, Inbox, LinkKey, Release, Response
from tests.flows.kit import until_due
from tests.hospital import Hospital
from tests.storage.kit import DAY, NOW, message, plan, rows

FIRST_CHECKIN = datetime(2026, 11, 10, 15, 30, tzinfo=UTC)
AFTER_THE_NIGHT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
END = datetime(2026, 12, 20, tzinfo=UTC)
HEAVY = "I cannot put it down"
# Nia's question was asked on 10 November.
SAID = "Deleted here now; gone from backups by 10 December 2026. Totals already published stay."


async def _asked(hospital: Hospital, *others: Actor) -> None:
    await hospital.cohort_of([hospital.nia, *others])
    await hospital.until(FIRST_CHECKIN)


async def _answer(hospital: Hospital, who: Actor, choice: str = HEAVY) -> None:
    await hospital.tap(who, "Open")
    await hospital.tap(who, choice)
    await who.close()


async def _answered(hospital: Hospital, *others: Actor) -> None:
    """Have Nia, and others, answer the first check-in."""
    await _asked(hospital, *others)
    for who in (hospital.nia, *others):
        await _answer(hospital, who)


async def _look(hospital: Hospital) -> str:
    """What Nia sees of her own answers."""
    await hospital.command(hospital.nia, "my-data")
    return hospital.nia.screen()


async def _known(hospital: Hospital, who: Actor) -> Known:
    found = await hospital.bot.tools.database.read(lambda tx: people.find(tx, who.slack_id))
    assert found is not None
    return found


async def _kept(hospital: Hospital) -> int:
    """How many answers are kept, wherever they are."""
    database = hospital.bot.tools.database
    return len(await rows(database, Inbox, "id")) + len(await rows(database, Response, "id"))


async def _answered_on(hospital: Hospital) -> int:
    """Of how many questions it is known that they were answered."""
    found = await rows(hospital.bot.tools.database, Delivery, "id", "answered_on")
    return len([day for _, day in found if day])


async def test_somebody_sees_what_was_asked_when_and_what_they_chose(hospital: Hospital) -> None:
    await _answered(hospital)
    words = await _look(hospital)

    assert "Week of 9 November 2026" in words
    assert f"You chose: {HEAVY}" in words


async def test_nobody_sees_what_somebody_else_chose(hospital: Hospital) -> None:
    pia = hospital.sandbox.add_person("Pia Example")
    await _asked(hospital, pia)
    await _answer(hospital, pia)

    assert "There is nothing here: no answer of yours is kept." in await _look(hospital)


async def test_an_answer_whose_week_is_over_is_seen_as_before(hospital: Hospital) -> None:
    await _answered(hospital)
    await hospital.until(AFTER_THE_NIGHT)

    assert f"You chose: {HEAVY}" in await _look(hospital)


async def test_more_than_ten_answers_are_seen_page_by_page(hospital: Hospital) -> None:
    await _asked(hospital)
    known = await _known(hospital, hospital.nia)
    ((cohort_id,),) = await rows(hospital.bot.tools.database, Cohort, "id")
    for number in range(11):
        question = message(
            f"question {number}",
            person_id=known.id,
            cohort_id=cohort_id,
            content_id="after-the-last-shift",
            local_date=NOW.date() - number * 7 * DAY,
            expires_at=FIRST_CHECKIN + DAY,
        )
        await plan(hospital.bot.tools.database, question)
        await checkins.answer(
            hospital.bot.tools, known.slack_id, question.id, "all-of-it", FIRST_CHECKIN
        )
    first = await _look(hospital)
    second = await hospital.tap(hospital.nia, "More")

    assert (first.count("Week of"), "Week of 2 November 2026" in first) == (10, True)
    assert (second.count("Week of"), "Week of 24 August 2026" in second) == (1, True)
    assert "[More]" not in second


async def test_one_answer_is_deleted_and_the_date_is_told(hospital: Hospital) -> None:
    await _answered(hospital)
    await _look(hospital)
    words = await hospital.tap(hospital.nia, "Delete this one")

    assert SAID in words
    assert (await _kept(hospital), await _answered_on(hospital)) == (0, 0)


async def test_an_answer_is_deleted_from_the_reply_to_it(hospital: Hospital) -> None:
    await _asked(hospital)
    await hospital.tap(hospital.nia, "Open")
    await hospital.tap(hospital.nia, HEAVY)
    words = await hospital.tap(hospital.nia, "Delete this one")

    assert SAID in words
    assert (await _kept(hospital), await _answered_on(hospital)) == (0, 0)


async def test_an_answer_is_deleted_after_its_week_too(hospital: Hospital) -> None:
    await _answered(hospital)
    await hospital.until(AFTER_THE_NIGHT)
    await _look(hospital)
    await hospital.tap(hospital.nia, "Delete this one")

    assert await _kept(hospital) == 0


async def test_the_answers_of_others_stay(hospital: Hospital) -> None:
    pia = hospital.sandbox.add_person("Pia Example")
    await _answered(hospital, pia)
    await _look(hospital)
    await hospital.tap(hospital.nia, "Delete all my answers")

    assert (await _kept(hospital), await _answered_on(hospital)) == (1, 1)


async def test_somebody_who_deleted_an_answer_may_answer_again(hospital: Hospital) -> None:
    await _asked(hospital)
    await hospital.tap(hospital.nia, "Open")
    await hospital.tap(hospital.nia, HEAVY)
    await hospital.tap(hospital.nia, "Delete this one")
    await hospital.nia.close()
    await _answer(hospital, hospital.nia, "A lot of it")

    assert "You chose: A lot of it" in await _look(hospital)


async def test_nobody_deletes_somebody_elses_answer(hospital: Hospital) -> None:
    pia = hospital.sandbox.add_person("Pia Example")
    await _answered(hospital, pia)
    metadata = pia.messages[-1].metadata
    assert metadata is not None
    theirs = metadata["event_payload"]["delivery_id"]

    with pytest.raises(NotYoursError):
        await deletions.delete_one(hospital.bot.tools, hospital.nia.slack_id, theirs, FIRST_CHECKIN)
    assert await _kept(hospital) == 2


async def test_deleting_twice_says_the_same_and_is_noted_once(hospital: Hospital) -> None:
    await _answered(hospital)
    metadata = hospital.nia.messages[-1].metadata
    assert metadata is not None
    hers = metadata["event_payload"]["delivery_id"]
    tools = hospital.bot.tools
    said = [
        await deletions.delete_one(tools, hospital.nia.slack_id, hers, FIRST_CHECKIN + by)
        for by in (timedelta(), timedelta(seconds=1))
    ]

    assert len(set(said)) == 1
    assert len(await copies.journal(tools)) == 1


@pytest.mark.parametrize("button", ["Delete all my answers", "Leave"])
async def test_deleting_everything_leaves_no_answer_no_trace_of_one_and_no_key(
    hospital: Hospital, button: str
) -> None:
    await _answered(hospital)
    await _look(hospital)
    words = await hospital.tap(hospital.nia, button)

    assert SAID in words
    assert (await _kept(hospital), await _answered_on(hospital)) == (0, 0)
    assert await rows(hospital.bot.tools.database, LinkKey, "person_id") == []


@pytest.mark.parametrize("button", ["Delete all my answers", "Leave"])
async def test_after_deleting_everything_no_more_of_the_companion_comes(
    hospital: Hospital, button: str
) -> None:
    await _answered(hospital)
    await _look(hospital)
    await hospital.tap(hospital.nia, button)
    await hospital.nia.close()
    before = len(hospital.nia.messages)
    await hospital.until(END)

    assert len(hospital.nia.messages) == before


async def test_whoever_leaves_hears_of_the_training_as_before(hospital: Hospital) -> None:
    pia = hospital.sandbox.add_person("Pia Example")
    await hospital.name_trainer()
    await hospital.make_cohort([hospital.nia, pia])
    await hospital.tick()
    await hospital.join(hospital.nia)
    await _look(hospital)
    await hospital.tap(hospital.nia, "Leave")
    await hospital.nia.close()
    await hospital.until(END)

    # Pia never chose the companion.
    assert [m.text for m in hospital.nia.messages] == [m.text for m in pia.messages]


async def test_an_open_question_is_over_for_somebody_who_deleted_everything(
    hospital: Hospital,
) -> None:
    await _asked(hospital)
    await _look(hospital)
    await hospital.tap(hospital.nia, "Leave")
    await hospital.nia.close()

    assert "Closed. Nothing is left to do." in await hospital.tap(hospital.nia, "Open")


async def test_a_question_that_is_under_way_while_somebody_leaves_is_over_when_it_has_come(
    hospital: Hospital,
) -> None:
    before = await until_due(hospital)
    hospital.sandbox.fault("chat.postMessage", "delay", seconds=3.0)
    sending = asyncio.create_task(send_due(hospital.bot.tools, hospital.sandbox.calendar.now))
    while len(hospital.nia.messages) == before:
        assert not sending.done()
        await asyncio.sleep(0.01)
    # It stands in Slack, which has not said so yet.
    await _look(hospital)
    await hospital.tap(hospital.nia, "Leave")
    await hospital.nia.close()
    await sending

    assert "Closed. Nothing is left to do." in await hospital.tap(hospital.nia, "Open")
    assert await rows(hospital.bot.tools.database, LinkKey, "person_id") == []


async def test_no_open_question_is_offered_to_somebody_who_left(hospital: Hospital) -> None:
    await _asked(hospital)
    await _look(hospital)
    await hospital.tap(hospital.nia, "Leave")
    await hospital.nia.type("check in")
    await hospital.settle()

    assert "No question is open just now." in hospital.nia.messages[-1].words()


async def test_whoever_leaves_is_forgotten_but_for_the_roster(hospital: Hospital) -> None:
    await _answered(hospital)
    before = await _known(hospital, hospital.nia)
    await _look(hospital)
    await hospital.tap(hospital.nia, "Leave")
    after = await _known(hospital, hospital.nia)

    assert (before.preferred_at, after.preferred_at) == (time(10, 30), None)
    assert "my-data" in await hospital.command(hospital.nia, "help")


async def test_whoever_deletes_all_keeps_their_hour(hospital: Hospital) -> None:
    await _answered(hospital)
    await _look(hospital)
    await hospital.tap(hospital.nia, "Delete all my answers")

    assert (await _known(hospital, hospital.nia)).preferred_at == time(10, 30)


async def test_coming_back_starts_afresh_under_a_new_link_key(hospital: Hospital) -> None:
    await _answered(hospital)
    known = await _known(hospital, hospital.nia)
    database = hospital.bot.tools.database
    before = await database.read(lambda tx: people.link_key(tx, known.id))
    await _look(hospital)
    await hospital.tap(hospital.nia, "Delete all my answers")
    await hospital.command(hospital.nia, "join")
    await hospital.tap(hospital.nia, "Yes, keep me company")
    await hospital.nia.close()
    after = await database.read(lambda tx: people.link_key(tx, known.id))

    assert None not in (before, after)
    assert before != after
    assert "There is nothing here" in await _look(hospital)


async def test_whoever_comes_back_is_written_to_as_often_as_anybody(hospital: Hospital) -> None:
    await _asked(hospital)
    await _silent(hospital)
    before = await habits.of(hospital.bot.tools, hospital.nia.slack_id, FIRST_CHECKIN)
    await _look(hospital)
    await hospital.tap(hospital.nia, "Leave")
    await hospital.nia.close()
    await hospital.command(hospital.nia, "join")
    await hospital.tap(hospital.nia, "Yes, keep me company")
    after = await habits.of(hospital.bot.tools, hospital.nia.slack_id, FIRST_CHECKIN)

    assert (before.pace, after.pace) == (Pace.MONTHLY, Pace.USUAL)


async def _silent(hospital: Hospital) -> None:
    """Have Nia have left five questions unanswered, whose time is over."""
    known = await _known(hospital, hospital.nia)
    ((cohort_id,),) = await rows(hospital.bot.tools.database, Cohort, "id")
    over = [
        message(
            f"question {number}",
            person_id=known.id,
            cohort_id=cohort_id,
            local_date=NOW.date() + number * DAY,
            due_at=NOW + number * DAY,
            expires_at=NOW + number * DAY,
        )
        for number in range(1, 6)
    ]
    sent = text(
        "UPDATE delivery SET claimed_at = due_at, sent_at = due_at WHERE step LIKE 'week-1/%'"
    )
    await plan(hospital.bot.tools.database, *over)
    await hospital.bot.tools.database.run(lambda tx: tx.run(sent))


async def test_without_a_link_key_nobody_finds_what_was_answered(hospital: Hospital) -> None:
    await _answered(hospital)
    known = await _known(hospital, hospital.nia)
    await hospital.bot.tools.database.run(lambda tx: stored.forget_link_key(tx, known.id))

    words = await _look(hospital)
    assert "Nobody, not even you, can find these answers any more." in words


async def test_neither_releases_nor_the_audit_tell_of_a_deletion(hospital: Hospital) -> None:
    await _answered(hospital)
    await hospital.until(AFTER_THE_NIGHT)
    database = hospital.bot.tools.database

    async def published() -> list[object]:
        return [await rows(database, Release, "id", "figures"), await rows(database, Audit, "id")]

    before = await published()
    await _look(hospital)
    await hospital.tap(hospital.nia, "Leave")

    assert before[0] != []
    assert await published() == before


async def test_somebody_who_never_joined_may_leave_and_decides_nothing_by_it(
    hospital: Hospital,
) -> None:
    await hospital.name_trainer()
    await hospital.make_cohort([hospital.nia])
    await hospital.tick()
    await _look(hospital)
    await hospital.tap(hospital.nia, "Leave")

    assert await rows(hospital.bot.tools.database, Consent, "id") == []


async def test_somebody_on_no_roster_is_told_whom_to_ask(hospital: Hospital) -> None:
    words = await hospital.command(hospital.nia, "my-data")

    assert "That is for people on a training roster" in words


async def test_what_somebody_looks_at_stands_in_nothing_slack_keeps(hospital: Hospital) -> None:
    await _answered(hospital)
    await _look(hospital)
    await hospital.tap(hospital.nia, "Delete this one")

    assert HEAVY not in str(hospital.sandbox.export())
