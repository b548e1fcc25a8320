from datetime import date, timedelta

from bot.sandbox import Actor
from storage import certifications, people
from storage.certifications import Confirmed
from storage.tables import Audit
from storage.transactions import Transaction
from tests.hospital import COORDINATOR, Hospital
from tests.storage.kit import rows

FOR_TRAINERS = "That is for trainers; your programme coordinator can name you as one."


async def certified(hospital: Hospital) -> None:
    """Have Tara named, watched once, and certified today, a Monday."""
    await hospital.name_trainer()
    await hospital.command(hospital.cora, "certification")
    await hospital.tap(hospital.cora, "Record")
    watched = {"What they did": "lead", "Unit": "closing", "Who watched": hospital.nia.slack_id}
    assert await hospital.submit(hospital.cora, watched | {"score": "85"}) == {}
    await hospital.cora.close()
    await hospital.tap(hospital.cora, "Confirm a step")
    step = {"Step": "certified", "Please confirm": "read"}
    assert await hospital.submit(hospital.cora, step) == {}


async def test_a_coordinator_records_and_confirms_and_both_are_in_the_audit(
    hospital: Hospital,
) -> None:
    await certified(hospital)
    said = hospital.cora.screen()
    await hospital.cora.close()
    words = await hospital.command(hospital.tara, "certification")
    tara, cora = hospital.tara.slack_id, hospital.cora.slack_id
    audited = await rows(hospital.bot.tools.database, Audit, "act", "actor", "subject")

    assert "Confirmed: @Tara Example, Certified. It runs until 2 November 2027." in said
    assert words.splitlines()[0] == "You: Certified until 2 November 2027."
    assert "• 2 November 2026: led, " in words
    assert ("certification", cora, f"{tara} certified") in audited
    assert ("evidence", cora, tara) in audited


async def test_what_was_recorded_wrongly_is_taken_back_once_and_the_audit_says_so(
    hospital: Hospital,
) -> None:
    await certified(hospital)
    await hospital.cora.close()
    await hospital.command(hospital.cora, "certification")
    await hospital.tap(hospital.cora, "Take back")
    (line,) = [option["text"]["text"] for option in recorded(hospital.cora)]
    await hospital.submit(hospital.cora, {"Recorded": line})
    said = hospital.cora.screen()
    await hospital.cora.close()
    words = await hospital.command(hospital.tara, "certification")
    again = await hospital.command(hospital.cora, "certification")
    audited = await rows(hospital.bot.tools.database, Audit, "act", "actor", "subject")

    assert "Taken back for @Tara Example." in said
    assert ("2 November 2026: led" in line, ": led" in words) == (True, False)
    assert "[Take back]" not in again
    subject = ("evidence taken back", hospital.cora.slack_id, hospital.tara.slack_id)
    assert subject in audited


def recorded(who: Actor) -> list[dict[str, dict[str, str]]]:
    """Return what somebody can choose from who takes something back."""
    assert who.modal is not None
    (field,) = [block["element"] for block in who.modal["blocks"] if block["type"] == "input"]
    options: list[dict[str, dict[str, str]]] = field["options"]
    return options


async def test_nobody_confirms_their_own_step_or_one_at_another_hospital(
    hospital: Hospital,
) -> None:
    await hospital.confirm(hospital.cora)
    await hospital.command(hospital.cora, "trainers add @Cora Example @Tara Example")
    hal = hospital.sandbox.add_person("Hal Example", slack_id="U0COORD02")
    own = await hospital.command(hospital.cora, "certification")
    others = await hospital.command(hal, "certification")
    stranger = await hospital.command(hospital.nia, "certification")

    assert own.count("[Confirm a step]") == 1
    assert "Tara" not in others
    assert stranger.splitlines()[0] == FOR_TRAINERS
    assert "@Tara Example: Nothing is recorded yet." in own


async def test_what_ends_is_told_to_the_trainer_and_the_coordinator_once_each_time(
    hospital: Hospital,
) -> None:
    await certified(hospital)
    await hospital.cora.close()
    await hospital.tick()
    ends = date(2026, 11, 2) + timedelta(days=60)
    database = hospital.bot.tools.database
    known = await database.read(lambda tx: people.find(tx, hospital.tara.slack_id))
    assert known is not None
    before = [len(who.messages) for who in (hospital.tara, hospital.cora)]
    await database.run(lambda tx: _backdate(tx, known.id, ends))
    for _ in range(3):
        await hospital.until(hospital.sandbox.calendar.now() + timedelta(days=1))

    told = [
        [seen.words().splitlines()[0] for seen in who.messages[already:]]
        for who, already in zip((hospital.tara, hospital.cora), before, strict=True)
    ]
    assert told == [
        ["Your certification runs until 1 January 2027."],
        ["The certification of @Tara Example runs until 1 January 2027."],
    ]


async def test_when_it_is_over_running_groups_pass_on_and_no_new_one_is_opened(
    hospital: Hospital,
) -> None:
    theo = hospital.sandbox.add_person("Theo Example")
    await certified(hospital)
    await hospital.cora.close()
    await hospital.command(hospital.cora, "trainers add @Theo Example")
    await hospital.make_cohort([hospital.nia], **{"Second trainer": theo.slack_id})
    await hospital.tara.close()
    await hospital.tick()
    database = hospital.bot.tools.database
    known = await database.read(lambda tx: people.find(tx, hospital.tara.slack_id))
    assert known is not None
    yesterday = hospital.sandbox.calendar.now().date() - timedelta(days=1)
    await database.run(lambda tx: _backdate(tx, known.id, yesterday))
    await hospital.until(hospital.sandbox.calendar.now() + timedelta(days=1, hours=3))
    words = await hospital.command(hospital.tara, "cohort new")
    audited = await rows(database, Audit, "act", "actor")

    assert words.startswith("Your certification has lapsed, so you can open no cohort now.")
    assert ("cohort pass on", "bot") in audited
    assert "Your certification ended on 1 November 2026." in said_to(hospital.tara)
    assert "The certification of @Tara Example ended on" in said_to(hospital.cora)


def said_to(who: Actor) -> str:
    """All that the bot wrote to somebody."""
    return "\n".join(seen.words() for seen in who.messages)


def _backdate(tx: Transaction, person_id: str, ends: date) -> None:
    confirmed_on = ends.replace(year=ends.year - 1)
    certifications.confirm(
        tx, Confirmed(person_id, "riverbend", "certified", COORDINATOR, confirmed_on, ends)
    )
