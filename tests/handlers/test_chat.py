import sqlite3

import pytest

from tests.hospital import Hospital

CARD = "In danger right now: Call 911"


async def test_help_lists_only_what_somebody_may_do(hospital: Hospital) -> None:
    words = await hospital.command(hospital.nia, "")

    assert [line for line in words.splitlines() if line.startswith("•")] == [
        "• /resiliency help: this list"
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


async def test_typing_gets_the_fixed_answer_with_buttons(hospital: Hospital) -> None:
    await hospital.nia.type("hello, zanzibar")
    await hospital.settle()

    _, answer = hospital.nia.messages
    assert answer.words().splitlines() == [
        "Hello. I work with buttons, not with typed words.",
        "I don't keep what you type, but your hospital's Slack does. "
        "Buttons are private; typing isn't.",
        "[What I can do] [Help card]",
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
    button = message.blocks[-1]["elements"][0]
    button["action_id"] = "something.old"
    words = await hospital.tap(hospital.nia, "something.old", message=message)

    assert "This button no longer works." in words


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
