from datetime import timedelta

from bot.sandbox import Actor
from tests.hospital import Hospital

DAYS = ("Move", "Call off", "Remind", "Register")


async def leading(hospital: Hospital, *people: Actor, **more: object) -> None:
    """Have Tara lead a cohort of these people, who have had their first message."""
    await hospital.name_trainer()
    await hospital.make_cohort(list(people) or [hospital.nia], **more)
    await hospital.tara.close()
    await hospital.tick()


async def open_move(hospital: Hospital, day: int) -> None:
    """Have Tara open the form in which one of her days is changed."""
    await hospital.command(hospital.tara, "session move")
    buttons = [
        block["accessory"]["value"]
        for block in hospital.tara.modal["blocks"]
        if "accessory" in block
    ]
    del buttons
    await hospital.tap(hospital.tara, f"session.move:{day}")


async def test_everybody_is_told_once_of_a_day_that_moves(hospital: Hospital) -> None:
    await leading(hospital)
    await hospital.command(hospital.tara, "session list")
    print(hospital.tara.screen())
    await hospital.command(hospital.tara, "session move")
    print(hospital.tara.screen())
    await hospital.tap(hospital.tara, "Move day 1")
    print(hospital.tara.screen())
    date = hospital.sandbox.calendar.now().date() + timedelta(days=1)
    print(
        await hospital.submit(
            hospital.tara, {"Date": str(date), "From": "09:30", "Place, or a link": "Room 4"}
        )
    )
    print(hospital.tara.screen())
    print(await hospital.submit(hospital.tara, {}))
    print(hospital.tara.screen())
    await hospital.tick()
    for m in hospital.nia.messages:
        print(m.words())
        print("--")
    assert 0
