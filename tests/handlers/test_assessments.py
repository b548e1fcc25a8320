from datetime import timedelta

from bot.sandbox import Actor
from tests.hospital import EVERY_PART, Hospital

NEUTRAL = "A few short questions are ready for you, whenever it suits."


async def _joined(hospital: Hospital, *people: Actor, days_ahead: int = 10) -> None:
    """Have these people on a roster, with assessments, some days before their training."""
    today = hospital.sandbox.calendar.now().date()
    days: dict[str, object] = {
        f"Training day {number}": str(today + timedelta(days=days_ahead + number))
        for number in range(3)
    }
    days = {f"Training day {n + 1}": days[f"Training day {n}"] for n in range(3)}
    await hospital.name_trainer()
    await hospital.make_cohort(list(people), **days)
    await hospital.tara.close()
    await hospital.tick()
    for person in people:
        await hospital.join(person, "10:30", *EVERY_PART)
    await hospital.tick()


async def test_pre_first(hospital: Hospital) -> None:
    await _joined(hospital, hospital.nia)
    await hospital.until(hospital.sandbox.calendar.now() + timedelta(days=2))
    print(hospital.nia.messages[-1].words())
    print(await hospital.tap(hospital.nia, "Open"))
    print(await hospital.submit(hospital.nia, {"came-back": ["None of these"]}))
    print(hospital.nia.screen())
    await hospital.nia.close()
    print(await hospital.tap(hospital.nia, "Open"))
    print(await hospital.submit(hospital.nia, {}))
    print(await hospital.submit(hospital.nia, {}))
    print(hospital.nia.screen())
    assert 0
