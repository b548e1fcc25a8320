import re
from datetime import UTC, datetime

from bot.sandbox import Actor
from tests.hospital import Hospital

# Fifteen minutes before half past eight in New York, on the first training day.
OPENS = datetime(2026, 11, 3, 13, 15, tzinfo=UTC)
BEGINS = datetime(2026, 11, 3, 13, 31, tzinfo=UTC)
REFUSAL = "That was not the code five times. Your trainer can put you on the list."


async def on_day_one(hospital: Hospital, *more: Actor, **filled: object) -> str:
    """Have Tara's training begin in a quarter of an hour; return the code of its room."""
    await hospital.name_trainer()
    await hospital.make_cohort([hospital.nia, *more], **filled)
    await hospital.tara.close()
    await hospital.until(datetime(2026, 11, 2, 15, 1, tzinfo=UTC))
    await hospital.tap(hospital.nia, "I am coming")
    await hospital.until(OPENS)
    found = re.search(r"Room code: \*(\d+)\*", hospital.tara.messages[-1].text)
    assert found is not None
    return found[1]


def wrong(code: str) -> str:
    """Return a code that is not the room's."""
    return f"{(int(code) + 1) % 10_000:04}"


def here(who: Actor) -> str:
    """Return who is there, as a trainer's window shows it."""
    return who.screen().partition("Who is here (optional)\n")[2].partition("\n")[0]


async def kept(hospital: Hospital, *came: Actor) -> tuple[str, str, str]:
    """Have Tara correct and close the register; return who was in it, and what she then sees."""
    await hospital.tap(hospital.tara, "Register")
    filled_in = here(hospital.tara)
    await hospital.submit(hospital.tara, {"Who is here": [person.slack_id for person in came]})
    saved = hospital.tara.screen()
    await hospital.tap(hospital.tara, "Close the register")
    await hospital.submit(hospital.tara, {})
    await hospital.tara.close()
    await hospital.tap(hospital.tara, "Register")
    return filled_in, saved, hospital.tara.screen()


async def test_whoever_enters_the_code_is_there_until_they_have_guessed_five_times(
    hospital: Hospital,
) -> None:
    lee = hospital.sandbox.add_person("Lee Example")
    code = await on_day_one(hospital, lee)
    await hospital.command(lee, "here")
    said = [(await hospital.submit(lee, {"Code": wrong(code)}))["code"] for _ in range(5)]
    await hospital.submit(lee, {"Code": code})
    await hospital.tap(hospital.nia, "I am here")
    await hospital.submit(hospital.nia, {"Code": f" {code} "})
    await hospital.tap(hospital.tara, "Register")

    again = "That is not the code. Please look again; you can try"
    assert said == [f"{again} {n} more times." for n in (4, 3, 2)] + [
        f"{again} once more.",
        REFUSAL,
    ]
    assert REFUSAL in lee.screen()
    assert "Good that you are here. Day 1 is noted for you." in hospital.nia.screen()
    assert here(hospital.tara) == "[Nia Example]"


async def test_a_trainer_corrects_the_register_adds_a_walk_in_and_closes_it_once(
    hospital: Hospital,
) -> None:
    lee, wanda = (hospital.sandbox.add_person(f"{name} Example") for name in ("Lee", "Wanda"))
    gail = hospital.sandbox.add_person("Gail Example", guest=True)
    await on_day_one(hospital, lee)
    await hospital.until(BEGINS)
    filled_in, saved, closed = await kept(hospital, lee, wanda, gail)
    await hospital.until(datetime(2026, 11, 3, 14, 1, tzinfo=UTC))
    await hospital.command(lee, "session list")

    assert filled_in == "[Nia Example]"
    assert "Not added (guests, bots, or people who left Slack): @Gail Example." in saved
    assert closed.splitlines()[1:3] == [
        "Spring, day 1. The register is closed: 2 of 3 were there.",
        "@Lee Example, @Wanda Example",
    ]
    assert "You are on the list" in wanda.messages[-1].text
    assert "You were there on 1 of 3 days of Spring, last on 3 November 2026." in lee.screen()


async def test_a_second_trainer_never_saves_over_what_they_have_not_seen(
    hospital: Hospital,
) -> None:
    lee, tom = (hospital.sandbox.add_person(f"{name} Example") for name in ("Lee", "Tom"))
    await hospital.confirm(hospital.cora)
    await hospital.command(hospital.cora, "trainers add @Tom Example")
    code = await on_day_one(hospital, lee, **{"Second trainer": tom.slack_id})
    await hospital.confirm(tom)
    for trainer in (hospital.tara, tom):
        await hospital.tap(trainer, "Register")
    await hospital.submit(tom, {"Who is here": [lee.slack_id]})
    await hospital.tap(hospital.nia, "I am here")
    await hospital.submit(hospital.nia, {"Code": code})
    await hospital.submit(hospital.tara, {"Who is here": []})

    assert hospital.tara.screen().splitlines()[1:3] == [
        "Another trainer changed the register meanwhile. Yours was not kept; look again.",
        "Now here too: @Lee Example.",
    ]
    assert here(hospital.tara) == "[Nia Example, Lee Example]"


async def test_nobody_sees_a_register_but_its_trainers_and_coordinators(
    hospital: Hospital,
) -> None:
    tom = hospital.sandbox.add_person("Tom Example")
    await hospital.confirm(hospital.cora)
    await hospital.command(hospital.cora, "trainers add @Tom Example")
    await hospital.confirm(tom)
    await on_day_one(hospital)
    await hospital.confirm(hospital.cora)
    seen = {}
    for who in (hospital.cora, hospital.nia, tom):
        await hospital.command(who, "session list")
        seen[who.name] = "[Register of day 1]" in who.screen()
    await hospital.tap(hospital.cora, "Register of day 1")

    assert seen == {"Cora Example": True, "Nia Example": False, "Tom Example": False}
    assert here(hospital.cora) == "[Nia Example]"
