"""The exercise library, and the private list of what helps."""

import pytest

from bot.flows import copies, likings, rotation
from bot.rules.likings import Mark
from storage import inbox, people
from storage.inbox import Sealed
from storage.tables import Liking
from tests.hospital import FIRST_CHECKIN, Hospital
from tests.storage.kit import rows

CARD = "In danger right now: Call 911"
NEUTRAL = "I have closed this, so that nobody reads along. Nothing is lost."


async def _home(hospital: Hospital, label: str) -> str:
    """What Nia sees after a tap on her Home."""
    await hospital.nia.open_home()
    await hospital.settle()
    await hospital.nia.tap_home(label)
    await hospital.settle()
    return hospital.nia.screen()


async def _look(hospital: Hospital, **wanted: str) -> str:
    """What Nia finds in the library."""
    await _home(hospital, "Exercise library")
    labels = {"minutes": "Time I have", "setting": "Where", "word": "A word in it"}
    await hospital.submit(hospital.nia, {labels[name]: value for name, value in wanted.items()})
    return hospital.nia.screen()


async def _say(hospital: Hospital, label: str) -> str:
    """Have Nia open the an exercise of the library, and say something of it."""
    await _look(hospital)
    await hospital.tap(hospital.nia, "exercise.show:side-by-side")
    return await hospital.tap(hospital.nia, label)


async def _lists(hospital: Hospital) -> list[bytes]:
    found = await rows(hospital.bot.tools.database, Liking, "sealed")
    return [sealed for (sealed,) in found]


async def test_whoever_leaves_all_open_finds_exercises(hospital: Hospital) -> None:
    words = await _look(hospital)

    assert words.count("[Open]") == 15
    assert "more. Choose a time, a place or a part to see fewer." in words


async def test_somebody_with_a_minute_finds_what_takes_a_minute(hospital: Hospital) -> None:
    words = await _look(hospital, minutes="1")

    assert ("1 minute," in words, "minutes," in words) == (True, False)


async def test_whatever_fits_nothing_is_said_so(hospital: Hospital) -> None:
    assert "Nothing fits all of that." in await _look(hospital, word="zanzibar")


async def test_words_of_distress_in_the_library_get_the_help_card(hospital: Hospital) -> None:
    assert CARD in await _look(hospital, word="I want to die")


async def test_what_somebody_looks_for_is_kept_nowhere(hospital: Hospital) -> None:
    await _look(hospital, word="zanzibar")
    await hospital.nia.close()

    assert "zanzibar" not in str(hospital.sandbox.export())


@pytest.mark.parametrize(
    ("label", "said"),
    [("It helped", "*"), ("Neutral", "Neutral"), ("Not for me", "Not for me")],
)
async def test_what_somebody_says_of_an_exercise_is_on_their_list(
    hospital: Hospital, label: str, said: str
) -> None:
    await hospital.cohort_of([hospital.nia])
    await _say(hospital, label)
    words = await hospital.tap(hospital.nia, "What helps me")

    assert "Your list is empty." not in words
    assert said.strip("*") in words


async def test_saying_it_again_replaces_what_was_said(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await _say(hospital, "It helped")
    await hospital.nia.close()
    await hospital.nia.close()
    await _say(hospital, "Not for me")
    words = await hospital.tap(hospital.nia, "What helps me")

    assert ("[Open]" in words, "Not for me" in words) == (False, True)


async def test_a_list_is_sealed_and_says_not_whose_it_is(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await _say(hospital, "It helped")
    known = await hospital.bot.tools.database.read(
        lambda tx: people.find(tx, hospital.nia.slack_id)
    )
    assert known is not None
    (row,) = await rows(hospital.bot.tools.database, Liking, "id", "pseudonym", "sealed")

    assert not any(known.id in str(value) for value in row)


async def test_a_long_list_is_as_long_as_a_short_one(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    lengths = set()
    for exercise_id in hospital.bot.tools.library.exercises:
        await likings.mark(hospital.bot.tools, hospital.nia.slack_id, exercise_id, Mark.HELPED)
        lengths |= {len(sealed) for sealed in await _lists(hospital)}

    assert len(lengths) == 1


async def test_somebody_who_has_left_is_told_how_a_list_begins(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.command(hospital.nia, "my-data")
    await hospital.tap(hospital.nia, "Leave")
    await hospital.nia.close()

    assert "/resiliency join" in await _say(hospital, "It helped")
    assert await _lists(hospital) == []


async def test_somebody_on_no_list_is_kept_none_either(hospital: Hospital) -> None:
    assert "training roster" in await _say(hospital, "It helped")


async def test_a_deleted_list_is_gone(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await _say(hospital, "It helped")
    await hospital.tap(hospital.nia, "What helps me")
    words = await hospital.tap(hospital.nia, "Delete this list")

    assert "Deleted here now; gone from backups by" in words
    assert await _lists(hospital) == []


@pytest.mark.parametrize("label", ["Delete all my answers", "Leave"])
async def test_deleting_everything_deletes_the_list(hospital: Hospital, label: str) -> None:
    await hospital.cohort_of([hospital.nia])
    await hospital.until(FIRST_CHECKIN)
    await hospital.tap(hospital.nia, "Open")
    await hospital.tap(hospital.nia, "I have set it down")
    await hospital.nia.close()
    await _say(hospital, "It helped")
    await hospital.nia.close()
    await hospital.nia.close()
    await hospital.command(hospital.nia, "my-data")
    await hospital.tap(hospital.nia, label)

    assert await _lists(hospital) == []


async def test_a_deleted_list_is_deleted_again_in_a_restored_copy(hospital: Hospital) -> None:
    tools = hospital.bot.tools
    await hospital.cohort_of([hospital.nia])
    await _say(hospital, "It helped")
    (before,) = await rows(tools.database, Liking, *inbox.ROW)
    await hospital.tap(hospital.nia, "What helps me")
    await hospital.tap(hospital.nia, "Delete this list")
    noted = await copies.journal(tools)
    await tools.database.run(lambda tx: inbox.lay(tx, "liking", [Sealed(*before)]))

    assert await copies.reapply(tools, noted, hospital.sandbox.calendar.now()) == 1
    assert await _lists(hospital) == []


async def test_a_list_is_sealed_again_when_keys_change(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await _say(hospital, "It helped")
    rotated = await rotation.rotate(hospital.bot.tools)

    assert (rotated.resealed, rotated.already) == (0, 2)


async def test_a_list_hides_itself(hospital: Hospital) -> None:
    await hospital.cohort_of([hospital.nia])
    await _say(hospital, "It helped")
    await hospital.tap(hospital.nia, "What helps me")
    hospital.bot.tools.tasks.hurry()
    await hospital.settle()

    assert NEUTRAL in hospital.nia.screen()


async def test_what_helps_changes_nothing_that_is_sent(hospital: Hospital) -> None:
    pia = hospital.sandbox.add_person("Pia Example")
    await hospital.cohort_of([hospital.nia, pia])
    await _say(hospital, "Not for me")
    await hospital.until(FIRST_CHECKIN)

    said = [[seen.words() for seen in who.messages] for who in (hospital.nia, pia)]
    assert said[0] == said[1]
