from datetime import timedelta

from bot.sandbox import Actor
from tests.hospital import Hospital


async def opened(hospital: Hospital, who: Actor, name: str = "Spring") -> str:
    """Return the words of a cohort's window, which stays open."""
    if who.modal:
        await who.close()
    await hospital.command(who, f"cohort {name}")
    return who.screen()


async def invite(hospital: Hospital, who: Actor, **values: object) -> str:
    """Return what somebody is told who invites people to Spring."""
    await opened(hospital, who)
    await hospital.tap(who, "Invite people")
    errors = await hospital.submit(who, {name: value for name, value in values.items()})
    return "\n".join(errors.values()) or who.screen()


async def spring(hospital: Hospital, *people: Actor) -> None:
    await hospital.name_trainer()
    await hospital.make_cohort(list(people))
    await hospital.tara.close()


async def test_a_cohort_of_nobody_is_planned(hospital: Hospital) -> None:
    await spring(hospital)

    assert "Planned: nobody is invited yet." in await opened(hospital, hospital.tara)


async def test_each_line_that_is_pasted_is_answered(hospital: Hospital) -> None:
    hospital.sandbox.add_person("Gail Example", guest=True)
    hospital.sandbox.add_person("Leo Example", deleted=True)
    ola = hospital.sandbox.add_person("Ola Example")
    await spring(hospital, hospital.nia)
    words = await invite(
        hospital,
        hospital.tara,
        emails="Ola <ola.example@hospital.example>; NIA.EXAMPLE@hospital.example\n"
        "gail.example@hospital.example\nleo.example@hospital.example\nola@ward\n",
    )
    await hospital.tick()

    assert [line for line in words.splitlines() if line.startswith("• ")] == [
        "• Ola <ola.example@hospital.example>: invited",
        "• NIA.EXAMPLE@hospital.example: already on the list",
        "• gail.example@hospital.example: not invited: a guest or a bot",
        "• leo.example@hospital.example: unknown to Slack, or the account is closed",
        "• ola@ward: not an e-mail address",
    ]
    assert "You are on the list" in ola.messages[0].text


async def test_a_cohort_goes_from_planned_to_closed(hospital: Hospital) -> None:
    await spring(hospital)
    stages = [(await opened(hospital, hospital.tara)).splitlines()]
    await invite(hospital, hospital.tara, people=[hospital.nia.slack_id])
    stages.append((await opened(hospital, hospital.tara)).splitlines())
    await hospital.tap(hospital.tara, "The list is complete")
    stages.append(hospital.tara.screen().splitlines())
    start = hospital.sandbox.calendar.now()
    await hospital.until(start + timedelta(days=1))
    stages.append((await opened(hospital, hospital.tara)).splitlines())
    await hospital.until(start + timedelta(days=5))
    stages.append((await opened(hospital, hospital.tara)).splitlines())
    await hospital.tap(hospital.tara, "Close")
    stages.append(hospital.tara.screen().splitlines())
    for one in stages:
        print("\n".join(one), "\n-----")
    assert False
