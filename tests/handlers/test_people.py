from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.messages import consent
from storage import people
from storage.tables import Consent, columns
from tests.hospital import EVERY_PART, Hospital

AFTER_THE_ACTIVE_MONTH = datetime(2026, 12, 20, tzinfo=UTC)
FIRST_CHECKIN = datetime(2026, 11, 10, 15, 30, tzinfo=UTC)


async def test_the_invited_get_one_message_with_the_training_days(hospital: Hospital) -> None:
    await hospital.name_trainer()
    await hospital.make_cohort([hospital.nia])
    await hospital.tick()

    (message,) = hospital.nia.messages
    assert "Day 1: Tuesday 3 November, 08:30 to 16:30 America/New_York time" in message.words()


async def test_without_consent_only_notices_of_training_days_are_sent(hospital: Hospital) -> None:
    await hospital.name_trainer()
    await hospital.make_cohort([hospital.nia])
    await hospital.until(AFTER_THE_ACTIVE_MONTH)

    _, *later = hospital.nia.messages
    assert len(later) == 4
    assert all("starts" in message.text for message in later)


async def test_just_the_training_gets_what_somebody_gets_who_never_chose(
    hospital: Hospital,
) -> None:
    pia = hospital.sandbox.add_person("Pia Example")
    await hospital.name_trainer()
    await hospital.make_cohort([hospital.nia, pia])
    await hospital.tick()
    await hospital.tap(hospital.nia, "Read and choose")
    await hospital.tap(hospital.nia, "Just the training")
    await hospital.nia.close()
    await hospital.until(AFTER_THE_ACTIVE_MONTH)

    assert [m.text for m in hospital.nia.messages] == [m.text for m in pia.messages]


async def test_a_yes_is_kept_with_its_version_and_its_switches(hospital: Hospital) -> None:
    await hospital.name_trainer()
    await hospital.make_cohort([hospital.nia])
    await hospital.tick()
    await hospital.tap(hospital.nia, "Read and choose")
    await hospital.tap(hospital.nia, "Exercises")
    await hospital.tap(hospital.nia, "Yes, keep me company")

    known = await hospital.bot.tools.database.read(
        lambda tx: people.find(tx, hospital.nia.slack_id)
    )
    assert known is not None
    decided = await hospital.bot.tools.database.read(lambda tx: people.decision(tx, known.id))
    assert decided == people.Decision(
        consent.CONSENT_VERSION,
        companion=True,
        checkins=True,
        exercises=False,
        assessments=True,
        evaluation=True,
    )


async def test_ticking_a_switch_shows_nothing_new(hospital: Hospital) -> None:
    await hospital.name_trainer()
    await hospital.make_cohort([hospital.nia])
    await hospital.tick()
    await hospital.tap(hospital.nia, "Read and choose")
    before = hospital.nia.modal
    await hospital.tap(hospital.nia, "Check-ins")

    assert before is not None
    assert hospital.nia.modal is not None
    assert hospital.nia.modal["blocks"] == before["blocks"]


async def test_a_yes_to_nothing_is_asked_again_with_one_sentence(hospital: Hospital) -> None:
    await hospital.name_trainer()
    await hospital.make_cohort([hospital.nia])
    await hospital.tick()
    await hospital.tap(hospital.nia, "Read and choose")
    for switch in EVERY_PART:
        await hospital.tap(hospital.nia, switch)

    words = await hospital.tap(hospital.nia, "Yes, keep me company")
    assert "Tick at least one part, or choose Just the training." in words


async def test_the_hour_is_asked_once(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.command(hospital.nia, "join")

    words = await hospital.tap(hospital.nia, "Yes, keep me company")
    assert "I will keep you company" in words


async def test_a_check_in_comes_at_the_chosen_hour(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(FIRST_CHECKIN - timedelta(seconds=1))
    before = len(hospital.nia.messages)
    await hospital.until(FIRST_CHECKIN)

    assert len(hospital.nia.messages) == before + 1


async def test_nothing_of_the_companion_comes_during_a_pause(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    words = await hospital.command(hospital.nia, "pause")
    await hospital.until(AFTER_THE_ACTIVE_MONTH)

    assert "Quiet until you type /resiliency resume." in words
    assert [m for m in hospital.nia.messages[1:] if "starts" not in m.text] == []


async def test_a_pause_ends_by_itself_and_nothing_is_made_up_for(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.command(hospital.nia, "pause 2 weeks")
    await hospital.until(datetime(2026, 11, 18, tzinfo=UTC))

    (only,) = [m for m in hospital.nia.messages[1:] if "starts" not in m.text]
    assert "pause this week" in only.text


async def test_after_stop_nothing_of_the_companion_comes(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    words = await hospital.command(hospital.nia, "stop")
    await hospital.until(AFTER_THE_ACTIVE_MONTH)

    assert "I send no more questions and exercises." in words
    assert [m for m in hospital.nia.messages[1:] if "starts" not in m.text] == []


async def test_a_decision_is_added_and_never_changed(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.command(hospital.nia, "stop")

    rows = await hospital.bot.tools.database.read(
        lambda tx: tx.all(select(columns(Consent).companion))
    )
    assert sorted(row.companion for row in rows) == [False, True]


async def test_a_changed_hour_moves_what_is_planned(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(FIRST_CHECKIN - timedelta(hours=2))
    await hospital.command(hospital.nia, "hour")
    await hospital.submit(hospital.nia, {"Your hour": "17:00"})
    await hospital.nia.close()
    await hospital.until(FIRST_CHECKIN + timedelta(hours=6))
    before = len(hospital.nia.messages)
    await hospital.until(FIRST_CHECKIN + timedelta(hours=6, minutes=30))

    assert len(hospital.nia.messages) == before + 1


async def test_an_hour_that_is_over_today_brings_nothing_today(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(FIRST_CHECKIN - timedelta(hours=2))
    await hospital.command(hospital.nia, "hour")
    await hospital.submit(hospital.nia, {"Your hour": "05:00"})
    await hospital.nia.close()
    before = len(hospital.nia.messages)
    await hospital.until(FIRST_CHECKIN + timedelta(hours=12))

    assert len(hospital.nia.messages) == before


@pytest.mark.parametrize("command", ["join", "pause", "resume", "stop", "hour"])
async def test_somebody_on_no_roster_is_told_whom_to_ask(hospital: Hospital, command: str) -> None:
    words = await hospital.command(hospital.nia, command)

    assert words.splitlines() == [
        "That is for people on a training roster; your trainer can add you.",
        "[Help card]",
    ]


async def test_a_pause_that_cannot_be_read_is_answered_with_an_example(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])

    words = await hospital.command(hospital.nia, "pause until yesterday")
    assert words.splitlines()[0] == (
        "The end of a pause must be a day to come, within a year, for example: until Monday"
    )


async def test_somebody_who_stops_and_joins_again_keeps_the_next_check_in(
    hospital: Hospital,
) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(FIRST_CHECKIN - timedelta(hours=3))
    await hospital.command(hospital.nia, "stop")
    await hospital.command(hospital.nia, "join")
    await hospital.tap(hospital.nia, "Yes, keep me company")
    await hospital.nia.close()
    before = len(hospital.nia.messages)
    await hospital.until(FIRST_CHECKIN)

    assert len(hospital.nia.messages) == before + 1


async def test_a_notice_ahead_comes_at_the_readers_own_hour(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    due = hospital.sandbox.calendar.now().replace(hour=15, minute=30)
    await hospital.until(due - timedelta(seconds=1))
    before = len(hospital.nia.messages)
    await hospital.until(due)

    assert "day 1 starts tomorrow" in hospital.nia.messages[before].text
