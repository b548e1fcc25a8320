from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from bot.flows import checkins
from bot.flows.checkins import NotYoursError
from bot.sandbox import Actor, Seen
from storage.tables import Delivery, Inbox, Person, columns
from tests.hospital import Hospital

# The first check-in is not fit for a lock screen; the second, a week later, is.
BEHIND_OPEN = datetime(2026, 11, 10, 15, 30, tzinfo=UTC)
IN_THE_OPEN = datetime(2026, 11, 17, 15, 30, tzinfo=UTC)
LIGHT, HEAVY = "I have set it down", "I cannot put it down"


async def _asked(hospital: Hospital, *people: Actor, at: datetime = BEHIND_OPEN) -> Seen:
    """Return the check-in as the first of `people` sees it."""
    await hospital.cohort_of(list(people))
    await hospital.until(at)
    return people[0].messages[-1]


async def _answers(hospital: Hospital) -> int:
    row = await hospital.bot.tools.database.read(
        lambda tx: tx.one(select(func.count()).select_from(Inbox))
    )
    return 0 if row is None else int(row[0])


async def test_a_question_about_reactions_stands_behind_one_neutral_line(
    hospital: Hospital,
) -> None:
    message = await _asked(hospital, hospital.nia)

    assert message.words().splitlines() == [
        "I have one short question for you, whenever it suits.",
        "[Open] [Help card]",
        "Any time: /resiliency pause or /resiliency stop.",
    ]


async def test_a_harmless_question_stands_in_the_conversation(hospital: Hospital) -> None:
    message = await _asked(hospital, hospital.nia, at=IN_THE_OPEN)

    assert "Was there a pause this week that was really yours?" in message.words()


async def test_the_reply_and_the_exercise_come_in_a_modal(hospital: Hospital) -> None:
    await _asked(hospital, hospital.nia)
    await hospital.tap(hospital.nia, "Open")
    words = await hospital.tap(hospital.nia, "Some of it comes back")

    assert "That is ordinary after work like yours." in words
    assert "Look around the room (1 minute)" in words


async def test_a_heavy_answer_brings_the_help_card(hospital: Hospital) -> None:
    await _asked(hospital, hospital.nia)
    await hospital.tap(hospital.nia, "Open")

    assert "People who can help" in await hospital.tap(hospital.nia, HEAVY)


async def test_answering_changes_nothing_in_the_conversation(hospital: Hospital) -> None:
    message = await _asked(hospital, hospital.nia)
    await hospital.tap(hospital.nia, "Open")
    await hospital.tap(hospital.nia, HEAVY)

    assert hospital.nia.messages[-1] == message


async def test_a_double_tap_counts_once(hospital: Hospital) -> None:
    await _asked(hospital, hospital.nia, at=IN_THE_OPEN)
    message = hospital.nia.messages[-1]
    await hospital.tap(hospital.nia, "A short one", message=message)
    words = await hospital.tap(hospital.nia, "A short one", message=message)

    assert await _answers(hospital) == 1
    assert "Short ones are pauses, too." in words


async def test_another_choice_asks_whether_to_change_the_first(hospital: Hospital) -> None:
    await _asked(hospital, hospital.nia, at=IN_THE_OPEN)
    message = hospital.nia.messages[-1]
    await hospital.tap(hospital.nia, "A short one", message=message)
    words = await hospital.tap(hospital.nia, "Not this week", message=message)

    assert "Change your answer?" in words
    assert "(x) A short one" in words


async def test_open_after_an_answer_opens_change(hospital: Hospital) -> None:
    await _asked(hospital, hospital.nia)
    message = hospital.nia.messages[-1]
    await hospital.tap(hospital.nia, "Open")
    await hospital.tap(hospital.nia, HEAVY)
    await hospital.nia.close()

    assert "Change your answer?" in await hospital.tap(hospital.nia, "Open", message=message)


async def test_a_changed_answer_takes_the_place_of_the_first(hospital: Hospital) -> None:
    await _asked(hospital, hospital.nia)
    await hospital.tap(hospital.nia, "Open")
    await hospital.tap(hospital.nia, HEAVY)
    await hospital.tap(hospital.nia, "Change my answer")
    await hospital.submit(hospital.nia, {"Your answer": LIGHT})
    await hospital.nia.close()

    assert await _answers(hospital) == 1
    assert f"(x) {LIGHT}" in await hospital.tap(hospital.nia, "Open")


async def test_not_today_keeps_nothing(hospital: Hospital) -> None:
    await _asked(hospital, hospital.nia)
    await hospital.tap(hospital.nia, "Open")
    words = await hospital.tap(hospital.nia, "Not today")

    assert await _answers(hospital) == 0
    assert "That is fine. Nothing was kept." in words


async def test_at_its_end_the_message_says_closed_to_everybody(hospital: Hospital) -> None:
    pia = hospital.sandbox.add_person("Pia Example")
    await _asked(hospital, hospital.nia, pia)
    await hospital.tap(hospital.nia, "Open")
    await hospital.tap(hospital.nia, HEAVY)
    await hospital.until(BEHIND_OPEN + timedelta(hours=36))

    assert hospital.nia.messages[-1].words() == pia.messages[-1].words()
    assert "Closed" in pia.messages[-1].words()


async def test_an_answer_after_the_end_is_answered_and_not_kept(hospital: Hospital) -> None:
    await _asked(hospital, hospital.nia)
    await hospital.tap(hospital.nia, "Open")
    hospital.sandbox.calendar.move_by(timedelta(hours=37))
    words = await hospital.tap(hospital.nia, HEAVY)

    assert await _answers(hospital) == 0
    assert "Closed. Nothing is left to do." in words


async def test_somebody_elses_question_cannot_be_answered(hospital: Hospital) -> None:
    pia = hospital.sandbox.add_person("Pia Example")
    message = await _asked(hospital, hospital.nia, pia)
    assert message.metadata is not None
    delivery_id = message.metadata["event_payload"]["delivery_id"]

    with pytest.raises(NotYoursError):
        await checkins.answer(
            hospital.bot.tools, pia.slack_id, delivery_id, "all-of-it", BEHIND_OPEN
        )
    assert await _answers(hospital) == 0


async def test_a_modal_that_comes_too_late_leaves_a_neutral_button(hospital: Hospital) -> None:
    await _asked(hospital, hospital.nia, at=IN_THE_OPEN)
    hospital.sandbox.fault("views.open", "error", code="expired_trigger_id")
    await hospital.tap(hospital.nia, "Not this week")

    assert hospital.nia.whispers[-1].words().splitlines() == [
        "That took a moment too long. Please open it once more.",
        "[Open] [Help card]",
    ]
    assert await _answers(hospital) == 1


async def test_opposite_answers_leave_the_same_deliveries_and_the_same_slack(
    hospital: Hospital,
) -> None:
    pia = hospital.sandbox.add_person("Pia Example")
    await _asked(hospital, hospital.nia, pia)
    for person, choice in ((hospital.nia, LIGHT), (pia, HEAVY)):
        await hospital.tap(person, "Open")
        await hospital.tap(person, choice)
        await person.close()
    await hospital.until(datetime(2026, 12, 20, tzinfo=UTC))

    assert await _deliveries(hospital, hospital.nia) == await _deliveries(hospital, pia)
    assert [m.words() for m in hospital.nia.messages] == [m.words() for m in pia.messages]


async def test_no_answer_stands_in_what_slack_keeps(hospital: Hospital) -> None:
    await _asked(hospital, hospital.nia)
    await hospital.tap(hospital.nia, "Open")
    await hospital.tap(hospital.nia, HEAVY)
    await hospital.until(datetime(2026, 11, 13, tzinfo=UTC))

    exported = str(hospital.sandbox.export())
    assert HEAVY not in exported
    assert "all-of-it" not in exported


async def test_no_answer_stands_readable_in_the_database(
    hospital: Hospital, settings: dict[str, str]
) -> None:
    await _asked(hospital, hospital.nia)
    await hospital.tap(hospital.nia, "Open")
    await hospital.tap(hospital.nia, HEAVY)
    choice = hospital.bot.tools.library.checkins["after-the-last-shift"].choices[-1]
    rows = await hospital.bot.tools.database.read(lambda tx: tx.all(select(Inbox.__table__)))

    assert len(rows) == 1
    assert choice.id not in str(rows)
    assert hospital.nia.slack_id not in str(rows)


async def _deliveries(hospital: Hospital, person: Actor) -> list[tuple[object, ...]]:
    delivery = columns(Delivery)
    statement = (
        select(
            delivery.kind,
            delivery.step,
            delivery.content_id,
            delivery.due_at,
            delivery.expires_at,
            delivery.answered_on,
            delivery.dropped,
        )
        .join(Person, columns(Person).id == delivery.person_id)
        .where(columns(Person).slack_id == person.slack_id)
        .order_by(delivery.due_at, delivery.step)
    )
    rows = await hospital.bot.tools.database.read(lambda tx: tx.all(statement))
    return [tuple(row) for row in rows]


async def test_somebody_who_has_stopped_is_not_asked_any_more(hospital: Hospital) -> None:
    await _asked(hospital, hospital.nia)
    await hospital.tap(hospital.nia, "Open")
    await hospital.command(hospital.nia, "stop")
    words = await hospital.tap(hospital.nia, HEAVY)

    assert await _answers(hospital) == 0
    assert "Closed. Nothing is left to do." in words


async def test_a_name_of_a_person_slack_was_slow_to_look_up_is_not_lost(
    hospital: Hospital,
) -> None:
    await hospital.name_trainer()
    hospital.sandbox.fault("users.info", "ratelimited", retry_after=1)
    await hospital.make_cohort([hospital.nia])

    assert "1 person is on the list" in hospital.tara.screen()


async def test_a_sealed_answer_is_as_long_as_any_other(hospital: Hospital) -> None:
    people = [hospital.sandbox.add_person(f"P{number}") for number in range(4)]
    await _asked(hospital, *people)
    choices = ["I have set it down", "Some of it comes back", "A lot of it", HEAVY]
    for person, choice in zip(people, choices, strict=True):
        await hospital.tap(person, "Open")
        await hospital.tap(person, choice)
    rows = await hospital.bot.tools.database.read(lambda tx: tx.all(select(Inbox.__table__)))

    assert len({len(row.sealed) for row in rows}) == 1
