from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.flows import calls
from bot.sandbox import Actor
from storage.tables import CallRequest, columns
from tests.environment import environment
from tests.hospital import SITES, Hospital

CALLERS = """
[[sites.callers]]
name = "Pat at peer support"
slack_id = "U0PEER01"
hours = "mon-sun 08:00-18:00"
within_minutes = 30

"""
ASK = "Ask them to call me"
CARD = "In danger right now: Call 911"


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    """A hospital in which Pat calls whoever asks, by day."""
    made = environment(tmp_path)
    first, second = SITES.split('[[sites]]\nid = "hillside"')
    sites = f'{first}{CALLERS}[[sites]]\nid = "hillside"{second}'
    Path(made["SITES"]).write_text(sites, encoding="utf-8")
    return made


@pytest.fixture
async def pat(hospital: Hospital) -> Actor:
    """Pat, with Nia on a roster."""
    pat = hospital.sandbox.add_person("Pat Example", slack_id="U0PEER01")
    await hospital.cohort_of([hospital.nia])
    return pat


async def hard_shift(hospital: Hospital) -> str:
    await hospital.nia.command("/resiliency hard-shift")
    await hospital.settle()
    return hospital.nia.screen()


async def ask_for_a_call(hospital: Hospital) -> str:
    await hard_shift(hospital)
    return await hospital.tap(hospital.nia, ASK)


async def kept(hospital: Hospital) -> int:
    """How many calls the database knows of."""
    rows = await hospital.bot.tools.database.read(
        lambda tx: tx.all(select(columns(CallRequest).id))
    )
    return len(rows)


async def test_a_call_is_offered_with_what_the_other_and_slack_will_know(
    hospital: Hospital, pat: Actor
) -> None:
    assert (
        "Pat at peer support answers within 30 minutes. Pat at peer support will see your name "
        "and how to reach you. Slack keeps a record that a call was asked for, not by whom."
    ) in await hard_shift(hospital)


async def test_outside_the_promised_hours_no_call_is_offered(
    hospital: Hospital, pat: Actor
) -> None:
    await hospital.until(hospital.sandbox.calendar.now().replace(hour=23, minute=31))

    assert ASK not in await hard_shift(hospital)


async def test_somebody_marked_as_managing_is_not_offered(hospital: Hospital, pat: Actor) -> None:
    await hospital.nia.command("/resiliency manager")
    await hospital.settle()
    await hospital.submit(hospital.nia, {"This person manages me": "U0PEER01"})
    await hospital.nia.close()

    assert ASK not in await hard_shift(hospital)


async def test_somebody_on_no_roster_is_offered_no_call(hospital: Hospital) -> None:
    assert ASK not in await hard_shift(hospital)


async def test_whoever_asks_reads_who_is_told_and_until_when(
    hospital: Hospital, pat: Actor
) -> None:
    assert "Pat at peer support is told now, and has until Monday 2 November, 09:30" in (
        await ask_for_a_call(hospital)
    )


async def test_whoever_is_asked_reads_in_the_chat_that_a_call_is_asked_for_and_not_by_whom(
    hospital: Hospital, pat: Actor
) -> None:
    await ask_for_a_call(hospital)

    assert [message.words().splitlines()[0] for message in pat.messages] == [
        "Someone would like a call."
    ]
    assert hospital.nia.slack_id not in str(pat.messages)


async def test_whoever_is_asked_reads_the_name_in_a_window(hospital: Hospital, pat: Actor) -> None:
    await ask_for_a_call(hospital)

    assert "Nia Example would like a call from you." in await hospital.tap(pat, "Open")


async def test_a_call_that_is_taken_is_forgotten(hospital: Hospital, pat: Actor) -> None:
    await ask_for_a_call(hospital)
    before = await kept(hospital)
    await hospital.tap(pat, "Open")
    await hospital.tap(pat, "I will call them")

    assert (before, await kept(hospital)) == (1, 0)


async def test_whoever_was_called_in_time_hears_nothing_more(
    hospital: Hospital, pat: Actor
) -> None:
    await ask_for_a_call(hospital)
    await hospital.tap(pat, "Open")
    await hospital.tap(pat, "I will call them")
    before = len(hospital.nia.messages)
    await hospital.until(hospital.sandbox.calendar.now() + timedelta(minutes=31))

    assert len(hospital.nia.messages) == before


async def test_after_the_promised_time_whoever_waits_reads_who_answers_now(
    hospital: Hospital, pat: Actor
) -> None:
    await ask_for_a_call(hospital)
    await hospital.nia.close()
    await hospital.nia.close()
    await hospital.until(hospital.sandbox.calendar.now() + timedelta(minutes=30))
    words = await hospital.tap(hospital.nia, "Open")

    assert "I could not reach them. Here is who answers now." in words
    assert CARD in words


async def test_whoever_opens_it_too_late_reads_that_others_were_shown(
    hospital: Hospital, pat: Actor
) -> None:
    await ask_for_a_call(hospital)
    await hospital.until(hospital.sandbox.calendar.now() + timedelta(minutes=30))
    words = await hospital.tap(pat, "Open")

    assert "would like a call from you." in words
    assert "A call from you may still be welcome." in words


async def test_the_chat_of_whoever_waits_says_nothing_of_a_call(
    hospital: Hospital, pat: Actor
) -> None:
    await ask_for_a_call(hospital)
    before = len(hospital.nia.messages)
    await hospital.until(hospital.sandbox.calendar.now() + timedelta(minutes=30))

    assert [message.text for message in hospital.nia.messages[before:]] == [
        "I have a word for you. Please open it."
    ]


async def test_a_call_is_forgotten_after_a_day(hospital: Hospital, pat: Actor) -> None:
    await ask_for_a_call(hospital)
    await hospital.until(hospital.sandbox.calendar.now() + timedelta(hours=24))

    assert await kept(hospital) == 0


async def test_asking_twice_asks_once(hospital: Hospital, pat: Actor) -> None:
    await ask_for_a_call(hospital)
    await hospital.nia.close()
    words = await hospital.tap(hospital.nia, ASK)

    assert "Pat at peer support is told now" in words
    assert len(pat.messages) == 1


async def test_whoever_was_not_answered_may_ask_again(hospital: Hospital, pat: Actor) -> None:
    await ask_for_a_call(hospital)
    await hospital.until(hospital.sandbox.calendar.now() + timedelta(hours=2))
    await hospital.nia.close()
    words = await ask_for_a_call(hospital)

    assert "Pat at peer support is told now, and has until Monday 2 November, 11:30" in words
    assert len(pat.messages) == 2


async def test_a_call_is_told_again_while_slack_asks_to_wait(
    hospital: Hospital, pat: Actor
) -> None:
    hospital.sandbox.fault("conversations.open", "ratelimited", retry_after=1, times=1)
    await ask_for_a_call(hospital)
    first = len(pat.messages)
    hospital.sandbox.clear_faults()
    await hospital.tick()

    assert (first, len(pat.messages)) == (0, 1)


async def test_whoever_deletes_everything_waits_for_no_call(hospital: Hospital, pat: Actor) -> None:
    await ask_for_a_call(hospital)
    await hospital.nia.close()
    await hospital.nia.close()
    await hospital.nia.command("/resiliency my-data")
    await hospital.settle()
    await hospital.tap(hospital.nia, "Leave")

    assert await kept(hospital) == 0


async def test_nobody_else_opens_a_call(hospital: Hospital, pat: Actor) -> None:
    await ask_for_a_call(hospital)
    (message,) = pat.messages
    call_id = message.blocks[1]["elements"][0]["value"]

    opened = [
        await calls.open_(hospital.bot.tools, who.slack_id, call_id)
        for who in (pat, hospital.tara, hospital.nia)
    ]
    assert [call and call.slack_id for call in opened] == [hospital.nia.slack_id, None, None]
