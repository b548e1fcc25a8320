from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from bot.messages import talk
from bot.messages.help import TYPING
from handlers import hearing
from handlers import talk as talk_handlers
from tests.hospital import FIRST_CHECKIN, Hospital

A_DAY = timedelta(days=1)
CARD = "In danger right now: Call 911"
# What somebody may type, and how the answer begins.
ANSWERS = {
    "breathe": talk.READY,
    "2 minutes": talk.READY,
    "check in": talk.NO_QUESTION,
    "hard shift": talk.READY,
    "not now": "That is fine. I am quiet until Monday 2 November, 21:00.",
    "in an hour": "That is fine. I am quiet until Monday 2 November, 10:00.",
    "off today": "Enjoy it. Nothing from me today",
    "on nights": "Noted until Sunday 8 November.",
    "too much": "Thank you for saying so.",
    "settings": talk.READY,
    "pause": "Quiet until you type /resiliency resume.",
    "pause until Monday": "Quiet until Monday 9 November, 00:00.",
    "stop": "Done. I send no more questions and exercises.",
    "my data": talk.READY,
    "help": "People who can help",
    "who sees this": "Nobody at work can learn what you answered",
    "español": "Por ahora solo hablo inglés.",
}


async def said_to(hospital: Hospital, words: str) -> str:
    """What the bot writes to Nia who types."""
    await hospital.nia.type(words)
    await hospital.settle()
    return hospital.nia.messages[-1].words()


@pytest.mark.parametrize("typed", ANSWERS)
async def test_plain_words_in_the_chat_are_answered(hospital: Hospital, typed: str) -> None:
    await hospital.cohort_of([hospital.nia])

    assert (await said_to(hospital, typed)).startswith(ANSWERS[typed])


@pytest.mark.parametrize("typed", [*ANSWERS, "zanzibar", "I want to die", "pause until yesterday"])
async def test_every_answer_to_typing_says_that_typing_is_kept_by_slack(
    hospital: Hospital, typed: str
) -> None:
    await hospital.cohort_of([hospital.nia])

    assert TYPING in await said_to(hospital, typed)


async def test_the_first_message_says_that_typing_is_kept_by_slack(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])

    assert TYPING in hospital.nia.messages[0].words()


@pytest.mark.parametrize("typed", ["breathe", "2 minutes", "hard shift"])
async def test_what_opens_shows_an_exercise(hospital: Hospital, typed: str) -> None:
    await said_to(hospital, typed)
    words = await hospital.tap(hospital.nia, "Open")

    assert "\n1. " in words
    assert "[Another one]" in words


async def test_another_exercise_takes_the_place_of_the_first(hospital: Hospital) -> None:
    await said_to(hospital, "breathe")
    shown = [await hospital.tap(hospital.nia, name) for name in ("Open", *["Another one"] * 3)]

    assert len(set(shown)) == 3
    assert shown[0] == shown[3]


async def test_check_in_brings_the_question_that_is_open(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(FIRST_CHECKIN)
    asked = await hospital.tap(hospital.nia, "Open")
    await hospital.nia.close()
    assert (await said_to(hospital, "check in")).startswith(talk.READY)

    assert await hospital.tap(hospital.nia, "Open") == asked


async def test_a_question_can_be_answered_after_typing_check_in(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(FIRST_CHECKIN)
    await said_to(hospital, "check in")
    await hospital.tap(hospital.nia, "Open")

    assert "Only you see this." in await hospital.tap(hospital.nia, "I have set it down")


async def test_the_answer_to_check_in_is_the_same_before_and_after_an_answer(
    hospital: Hospital,
) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(FIRST_CHECKIN)
    before = await said_to(hospital, "check in")
    await hospital.tap(hospital.nia, "Open")
    await hospital.tap(hospital.nia, "I have set it down")
    await hospital.nia.close()

    assert await said_to(hospital, "check in") == before


async def test_my_data_opens_ones_own_answers(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await said_to(hospital, "my data")

    assert "There is nothing here" in await hospital.tap(hospital.nia, "Open")


async def test_complaint_11_cannot_leave_a_word_ends_all_of_the_companion(
    hospital: Hospital,
) -> None:
    await hospital.cohort_of([hospital.nia])
    await said_to(hospital, "stop")
    before = len(hospital.nia.messages)
    await hospital.until(datetime(2026, 12, 31, tzinfo=UTC))

    assert [m.text for m in hospital.nia.messages[before:] if "training" not in m.text] == []


async def messages_after(hospital: Hospital, *said: str, within: Sequence[timedelta]) -> list[int]:
    """How many messages Nia, who typed this before her check-in, has got so long after its time."""
    await hospital.cohort_of([hospital.nia])
    await hospital.until(FIRST_CHECKIN - timedelta(minutes=10))
    for words in said:
        await said_to(hospital, words)
    before = len(hospital.nia.messages)
    found = []
    for later in within:
        await hospital.until(FIRST_CHECKIN + later)
        found.append(len(hospital.nia.messages) - before)
    return found


async def test_complaint_18_not_now_is_missing_in_an_hour_moves_what_is_due_by_an_hour(
    hospital: Hospital,
) -> None:
    an_hour_from_then = timedelta(minutes=50)
    around = [an_hour_from_then - timedelta(minutes=1), an_hour_from_then]

    assert await messages_after(hospital, "in an hour", within=around) == [0, 1]


async def test_complaint_18_not_now_is_missing_it_skips_what_is_due_and_queues_nothing(
    hospital: Hospital,
) -> None:
    assert await messages_after(hospital, "not now", within=[A_DAY]) == [0]


async def test_a_shorter_wish_does_not_end_a_longer_one(hospital: Hospital) -> None:
    assert await messages_after(hospital, "not now", "in an hour", within=[A_DAY]) == [0]


async def test_resume_ends_being_left_alone(hospital: Hospital) -> None:
    at_once = timedelta()

    assert await messages_after(hospital, "hard shift", "resume", within=[at_once]) == [1]


async def test_a_pause_until_yesterday_names_what_is_wrong_with_an_example(
    hospital: Hospital,
) -> None:
    await hospital.cohort_of([hospital.nia])

    assert (await said_to(hospital, "pause until yesterday")).splitlines()[0] == (
        "The end of a pause must be a day to come, within a year, for example: until Monday"
    )


async def test_a_pause_until_yesterday_changes_nothing(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await said_to(hospital, "pause until yesterday")
    before = len(hospital.nia.messages)
    await hospital.until(FIRST_CHECKIN)

    assert len(hospital.nia.messages) > before


async def test_a_very_long_message_gets_one_sentence_with_an_example(hospital: Hospital) -> None:
    assert (await said_to(hospital, "zanzibar " * 444)).splitlines()[0] == (
        "That is too long for me. I only know short words, such as breathe or pause 2 weeks."
    )


async def test_words_of_distress_in_a_very_long_message_get_the_help_card(
    hospital: Hospital,
) -> None:
    assert CARD in await said_to(hospital, "zanzibar " * 222 + " i can't go on " + "word " * 300)


async def test_spanish_gets_the_help_card(hospital: Hospital) -> None:
    assert CARD in await said_to(hospital, "Español")


async def test_somebody_on_no_roster_is_told_so_in_the_chat(hospital: Hospital) -> None:
    assert (await said_to(hospital, "pause")).splitlines()[0] == (
        "That is for people on a training roster; your trainer can add you."
    )


async def test_somebody_the_bot_does_not_write_to_is_left_alone_anyway(hospital: Hospital) -> None:
    assert (await said_to(hospital, "not now")).splitlines()[0] == (
        "That is fine. Nothing from me is on its way to you."
    )


async def test_a_file_gets_one_sentence_with_an_example(hospital: Hospital) -> None:
    event = {"user": "U0NIA", "channel": "D1", "channel_type": "im", "subtype": "file_share"}
    heard = hearing.typed({"event": event | {"text": "breathe", "files": [{"id": "F1"}]}})
    assert heard is not None
    reply = await talk_handlers.answer(heard, hospital.bot.tools, FIRST_CHECKIN)

    assert reply.message is not None
    assert reply.message.text == (
        "I cannot open a file. I only know short words, such as *breathe* or *pause 2 weeks*."
    )


@pytest.mark.parametrize("words", ["stop smoking group", "stop or rather not"])
async def test_other_words_after_the_command_stop_nothing(hospital: Hospital, words: str) -> None:
    await hospital.cohort_of([hospital.nia])

    assert await hospital.command(hospital.nia, words) == (
        "To end my questions and exercises, type only: /resiliency stop\n[Help card]"
    )


@pytest.mark.parametrize("words", ["stop", "Stop please!", "stop writing to me"])
async def test_what_means_stop_stops_by_command_too(hospital: Hospital, words: str) -> None:
    await hospital.cohort_of([hospital.nia])

    assert (await hospital.command(hospital.nia, words)).startswith("Done. I send no more")
