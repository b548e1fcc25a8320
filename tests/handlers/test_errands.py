from datetime import timedelta

from tests.hospital import Hospital


async def test_a_trainer_is_told_once_what_only_they_can_put_right(hospital: Hospital) -> None:
    leo = hospital.sandbox.add_person("Leo Example")
    await hospital.name_trainer()
    await hospital.make_cohort([hospital.nia, leo])
    await hospital.tara.close()
    start = hospital.sandbox.calendar.now()
    await hospital.until(start + timedelta(hours=2))
    before = len(hospital.tara.messages)
    hospital.sandbox.deactivate(leo.slack_id)
    # Tuesday, the first day, begins at 8:30; everybody is looked up in the night before it.
    hospital.sandbox.calendar.reach(start + timedelta(hours=20))
    for _ in range(8):
        await hospital.tick()
    told = [seen.words().splitlines() for seen in hospital.tara.messages[before:]]
    nias = "\n".join(seen.words() for seen in hospital.nia.messages)

    errands = [lines for lines in told if "only you can put right" in lines[0]]
    assert [lines[:2] for lines in errands] == [
        [
            "Spring: there is something that only you can put right.",
            "• Slack cannot reach @Leo Example (account closed). No notice comes to them.",
        ]
    ]
    assert "Leo" not in nias


async def test_without_a_room_a_trainer_is_told_at_once_when_the_day_is_near(
    hospital: Hospital,
) -> None:
    await hospital.name_trainer()
    await hospital.make_cohort([hospital.nia], room="")
    await hospital.tara.close()
    await hospital.tick()
    start = hospital.sandbox.calendar.now()
    (told,) = [one.words() for one in hospital.tara.messages if "put right" in one.words()]

    assert "• Day 1, on Tuesday 3 November, has no room yet." in told
    assert hospital.sandbox.calendar.now() == start
