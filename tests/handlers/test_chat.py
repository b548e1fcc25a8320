import sqlite3
from datetime import UTC, datetime

import pytest

from tests.hospital import Hospital

CARD = "In danger right now: Call 911"


async def test_help_lists_only_what_somebody_may_do(hospital: Hospital) -> None:
    words = await hospital.command(hospital.nia, "")

    assert [line for line in words.splitlines() if line.startswith("•")] == [
        "• /resiliency help: what you can do here; the Help card is the button below",
        "• /resiliency hard-shift: something to hold on to, right now, and three quiet days",
    ]


async def test_help_of_a_coordinator_names_their_commands(hospital: Hospital) -> None:
    words = await hospital.command(hospital.cora, "help")

    assert "/resiliency trainers add" in words
    assert "/resiliency participation" in words
    assert "cohort new" not in words


async def test_an_unknown_subcommand_gets_a_suggestion(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])

    words = await hospital.command(hospital.nia, "puase")
    assert words.splitlines()[0] == "I do not know that one. Did you mean /resiliency pause?"


async def test_nobody_is_suggested_what_they_may_not_do(hospital: Hospital) -> None:
    words = await hospital.command(hospital.nia, "participaton")

    assert (
        words.splitlines()[0] == "I do not know that one. /resiliency help lists what you can do."
    )


async def test_what_is_unclear_gets_three_buttons(hospital: Hospital) -> None:
    await hospital.nia.type("hello, zanzibar")
    await hospital.settle()

    _, answer = hospital.nia.messages
    assert answer.words().splitlines() == [
        "Hello. Nobody reads this chat. Is it one of these?",
        "[A minute for me] [What I can do] [Help card]",
        "I don't keep what you type, but your hospital's Slack does. "
        "Buttons are private; typing isn't.",
    ]


@pytest.mark.parametrize("words", ["I can't go on", "i can’t go on", "I WANT TO DIE"])
async def test_words_of_distress_get_the_help_card(hospital: Hospital, words: str) -> None:
    await hospital.nia.type(words)
    await hospital.settle()

    assert CARD in hospital.nia.messages[-1].words()


async def test_words_of_distress_after_the_command_get_the_help_card(hospital: Hospital) -> None:
    assert CARD in await hospital.command(hospital.nia, "i want to die")


async def test_words_of_distress_get_the_help_card_while_the_database_is_down(
    hospital: Hospital, settings: dict[str, str]
) -> None:
    with _held(settings["DATABASE_URL"]):
        await hospital.nia.type("I want to die")
        await hospital.settle()

        assert CARD in hospital.nia.messages[-1].words()


async def test_the_help_card_opens_while_the_database_is_down(
    hospital: Hospital, settings: dict[str, str]
) -> None:
    await hospital.nia.type("hello")
    await hospital.settle()
    with _held(settings["DATABASE_URL"]):
        assert CARD in await hospital.tap(hospital.nia, "Help card")


async def test_the_help_card_of_several_sites_names_each(hospital: Hospital) -> None:
    await hospital.nia.type("hello")
    await hospital.settle()
    words = await hospital.tap(hospital.nia, "Help card")

    assert "Riverbend (invented)" in words
    assert "Hillside (invented)" in words


async def test_home_shows_buttons_and_the_next_message_only(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.nia.open_home()
    await hospital.settle()

    shown = str(hospital.nia.home)
    assert "My next message comes on Monday 2 November, 10:30." in shown
    assert "participation" not in shown


async def test_a_tap_that_nothing_knows_is_answered(hospital: Hospital) -> None:
    await hospital.nia.type("hello")
    await hospital.settle()
    message = hospital.nia.messages[-1]
    button = message.blocks[1]["elements"][0]
    button["action_id"] = "something.old"
    words = await hospital.tap(hospital.nia, "something.old", message=message)

    assert "This button no longer works." in words


@pytest.mark.parametrize("patience", [2.0])
async def test_a_slow_database_is_answered_in_time_and_nothing_is_lost(
    hospital: Hospital, settings: dict[str, str]
) -> None:
    await hospital.cohort_of([hospital.nia])
    with _held(settings["DATABASE_URL"]):
        words = await hospital.nia.command("/resiliency stop")
    await hospital.settle()
    await hospital.until(hospital.sandbox.calendar.now().replace(month=12))

    assert words.splitlines()[0] == "I am slow just now. Please try again in a minute."
    assert [m for m in hospital.nia.messages[1:] if "starts" not in m.text] == []


class _held:  # noqa: N801 -- reads as a verb
    """Holds the SQLite file, so that nobody else can write."""

    def __init__(self, url: str) -> None:
        self._connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)

    def __enter__(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")

    def __exit__(self, *_: object) -> None:
        self._connection.execute("ROLLBACK")
        self._connection.close()


@pytest.mark.parametrize("subcommand", ["help", "stop", "join", "cohort new", "participation"])
async def test_words_of_distress_are_heard_after_any_subcommand(
    hospital: Hospital, subcommand: str
) -> None:
    assert CARD in await hospital.command(hospital.nia, f"{subcommand} i can't take it any more")


async def test_the_help_card_does_not_wait_behind_other_messages(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    hospital.sandbox.fault("chat.postMessage", "ratelimited", retry_after=60)
    hospital.sandbox.calendar.move_to(datetime(2026, 11, 2, 15, 30, tzinfo=UTC))
    await hospital.tick()
    await hospital.nia.type("I want to die")
    await hospital.settle()

    assert CARD in hospital.nia.messages[-1].words()


async def test_an_answer_to_typing_is_tried_again_when_slack_asks_to_wait(
    hospital: Hospital,
) -> None:
    hospital.sandbox.fault("chat.postMessage", "ratelimited", retry_after=1)
    await hospital.nia.type("I want to die")
    await hospital.settle()

    assert CARD in hospital.nia.messages[-1].words()


async def test_the_help_card_opens_from_every_depth_of_windows(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(datetime(2026, 11, 10, 15, 30, tzinfo=UTC))
    await hospital.tap(hospital.nia, "Open")
    await hospital.tap(hospital.nia, "I cannot put it down")
    for choice in ("A lot of it", "I cannot put it down"):
        await hospital.tap(hospital.nia, "Change my answer")
        await hospital.submit(hospital.nia, {"Your answer": choice})
    await hospital.tap(hospital.nia, "Change my answer")

    assert CARD in await hospital.tap(hospital.nia, "Help card")


async def test_home_says_that_somebody_pauses(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.command(hospital.nia, "pause")
    await hospital.nia.open_home()
    await hospital.settle()

    assert "You have asked for quiet." in str(hospital.nia.home)
    assert "My next message" not in str(hospital.nia.home)


@pytest.mark.parametrize("command", ["pause", "stop", "resume", "progress", "puase", "help"])
async def test_the_help_card_is_one_tap_away_on_every_answer(
    hospital: Hospital, command: str
) -> None:
    await hospital.cohort_of([hospital.nia])

    assert "[Help card]" in await hospital.command(hospital.nia, command)


async def test_home_names_the_next_message_however_far_ahead_it_is(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    # The third week is silent; the next check-in comes in the fourth.
    await hospital.until(datetime(2026, 11, 21, tzinfo=UTC))
    await hospital.nia.open_home()
    await hospital.settle()

    assert "My next message comes on Tuesday 1 December, 10:30." in str(hospital.nia.home)


async def test_home_says_when_nothing_more_comes(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(datetime(2027, 4, 24, tzinfo=UTC))
    await hospital.nia.open_home()
    await hospital.settle()

    assert "Nothing more is planned." in str(hospital.nia.home)
