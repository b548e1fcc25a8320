"""People join late, change cohort, leave Slack, come back, and move: what the bot then sends."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.flows import lifecycle
from bot.sandbox import Actor
from bot.slack import Member
from storage.tables import Person
from tests.hospital import FIRST_CHECKIN, Hospital
from tests.storage.kit import rows

DAY = timedelta(days=1)
# The first question stands behind one neutral line.
ASKED = "I have one short question for you"
LATER = FIRST_CHECKIN + 10 * DAY


def asked(who: Actor) -> int:
    """How many questions somebody got, closed by now or not."""
    return sum("Closed." in seen.words() or ASKED in seen.words() for seen in who.messages)


async def zone_of(hospital: Hospital, who: Actor) -> str:
    found = await rows(hospital.bot.tools.database, Person, "slack_id", "zone")
    return str(dict(found)[who.slack_id])


async def reason_of(hospital: Hospital, who: Actor) -> str | None:
    found = await rows(hospital.bot.tools.database, Person, "slack_id", "out_of_reach")
    reason: str | None = dict(found)[who.slack_id]
    return reason


async def told(hospital: Hospital) -> None:
    """Let what Slack tells of people arrive."""
    await hospital.sandbox.quiet()
    await hospital.settle()


async def test_somebody_whose_account_is_closed_is_sent_nothing(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    before = len(hospital.nia.messages)
    hospital.sandbox.deactivate(hospital.nia.slack_id)
    await told(hospital)
    await hospital.until(LATER)

    assert len(hospital.nia.messages) == before


async def test_that_an_account_is_closed_is_known_as_soon_as_slack_tells(
    hospital: Hospital,
) -> None:
    await hospital.cohort_of([hospital.nia])
    hospital.sandbox.deactivate(hospital.nia.slack_id)
    await told(hospital)

    assert await reason_of(hospital, hospital.nia) == "closed"


async def test_a_closed_account_that_slack_did_not_tell_of_is_found_at_night(
    hospital: Hospital,
) -> None:
    await hospital.cohort_of([hospital.nia])
    hospital.sandbox.workspace.person(hospital.nia.slack_id).deleted = True
    hospital.sandbox.calendar.move_by(DAY)
    for _ in range(5):
        await hospital.tick()

    assert await reason_of(hospital, hospital.nia) == "closed"


async def test_somebody_who_comes_back_gets_what_is_next_and_nothing_they_missed(
    hospital: Hospital,
) -> None:
    pia = hospital.sandbox.add_person("Pia Example")
    await hospital.cohort_of([hospital.nia, pia])
    hospital.sandbox.deactivate(hospital.nia.slack_id)
    await told(hospital)
    await hospital.until(FIRST_CHECKIN + DAY)
    missed = (asked(hospital.nia), asked(pia))
    hospital.sandbox.reactivate(hospital.nia.slack_id)
    await told(hospital)
    await hospital.until(LATER)

    assert missed[0] < missed[1]
    assert asked(pia) - asked(hospital.nia) == missed[1] - missed[0]


async def test_somebody_who_moves_is_written_to_by_their_new_clock(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    hospital.sandbox.move(hospital.nia.slack_id, "America/Los_Angeles")
    await told(hospital)
    await hospital.until(FIRST_CHECKIN + timedelta(hours=2, minutes=59))
    before = asked(hospital.nia)
    await hospital.until(FIRST_CHECKIN + timedelta(hours=3))

    assert asked(hospital.nia) - before == 1


async def test_a_move_that_slack_did_not_tell_of_is_found_at_night(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    hospital.sandbox.workspace.person(hospital.nia.slack_id).zone = "Asia/Tokyo"
    hospital.sandbox.calendar.move_by(DAY)
    for _ in range(5):
        await hospital.tick()

    assert await zone_of(hospital, hospital.nia) == "Asia/Tokyo"


async def test_what_slack_tells_of_somebody_the_bot_has_not_met_is_not_kept(
    hospital: Hospital,
) -> None:
    hospital.sandbox.move(hospital.nia.slack_id, "Asia/Tokyo")
    await told(hospital)

    assert await rows(hospital.bot.tools.database, Person, "id") == []


async def test_somebody_who_joins_late_gets_what_is_next_and_nothing_they_missed(
    hospital: Hospital,
) -> None:
    pia = hospital.sandbox.add_person("Pia Example")
    await hospital.name_trainer()
    await hospital.make_cohort([hospital.nia, pia])
    await hospital.tara.close()
    await hospital.tick()
    await hospital.join(pia)
    await hospital.until(FIRST_CHECKIN + DAY)
    missed = asked(pia)
    await hospital.join(hospital.nia)
    await hospital.tick()
    at_once = asked(hospital.nia)
    await hospital.until(LATER)

    assert (missed > 0, at_once) == (True, 0)
    assert asked(hospital.nia) == asked(pia) - missed


async def test_somebody_who_changes_cohort_follows_the_later_one_alone(
    hospital: Hospital,
) -> None:
    pia = hospital.sandbox.add_person("Pia Example")
    await hospital.cohort_of([hospital.nia])
    hospital.sandbox.calendar.reach(datetime(2026, 11, 16, 14, tzinfo=UTC))
    await hospital.tick()
    before = asked(hospital.nia)
    await hospital.make_cohort([hospital.nia, pia], "Autumn")
    await hospital.tara.close()
    await hospital.tick()
    await hospital.join(pia)
    await hospital.until(FIRST_CHECKIN + 42 * DAY)

    assert asked(hospital.nia) - before == asked(pia)


async def test_a_conversation_that_is_gone_is_opened_anew(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(FIRST_CHECKIN - timedelta(minutes=1))
    before = asked(hospital.nia)
    hospital.sandbox.fault("chat.postMessage", "error", code="channel_not_found")
    await hospital.until(FIRST_CHECKIN)
    await hospital.tick()

    assert asked(hospital.nia) - before == 1


@pytest.mark.parametrize("zone", ["", "Mars/Olympus"])
async def test_a_zone_that_nobody_knows_changes_nothing(hospital: Hospital, zone: str) -> None:
    await hospital.cohort_of([hospital.nia])
    person = hospital.sandbox.workspace.person(hospital.nia.slack_id)
    member = Member(zone=zone, is_person=True, is_active=True)
    await lifecycle.changed(
        hospital.bot.tools, person.slack_id, member, hospital.sandbox.calendar.now()
    )

    assert await zone_of(hospital, hospital.nia) == "America/New_York"
