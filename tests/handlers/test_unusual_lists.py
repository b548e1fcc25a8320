"""People who are in two places, come late, wait, or lead; and who sees their names."""

from datetime import UTC, datetime, timedelta

from storage.dead_letters import OUTAGE
from storage.tables import Delivery
from tests.handlers.test_cohorts import (
    autumn,
    crowd,
    done,
    letters,
    opened,
    sent,
    spring,
    with_theo,
)
from tests.handlers.test_registers import BEGINS, here, on_day_one
from tests.hospital import Hospital
from tests.storage.kit import rows

ON_MONDAY = datetime(2026, 11, 2, 15, 1, tzinfo=UTC)
AFTER_DAY_THREE = datetime(2026, 11, 5, 21, 31, tzinfo=UTC)


async def test_a_coordinator_who_opens_a_register_reads_nobodys_reply(hospital: Hospital) -> None:
    await on_day_one(hospital)
    await hospital.confirm(hospital.cora)
    await hospital.tap(hospital.tara, "Register")
    await hospital.command(hospital.cora, "session list")
    await hospital.tap(hospital.cora, "Register of day 1")

    assert "1 said they come: @Nia Example" in hospital.tara.screen()
    assert "said they" not in hospital.cora.screen()


async def test_whoever_is_moved_away_is_filled_in_no_register_they_replied_to(
    hospital: Hospital,
) -> None:
    ola = hospital.sandbox.add_person("Ola Example")
    await spring(hospital, hospital.nia, ola)
    await hospital.until(ON_MONDAY)
    await hospital.tap(hospital.nia, "I am coming")
    await hospital.tap(ola, "I am coming")
    await done(hospital, hospital.tara, "Move somebody", who=hospital.nia.slack_id, where="off")
    await hospital.tara.close()
    await hospital.until(BEGINS)
    await hospital.tap(hospital.tara, "Register")

    assert here(hospital.tara) == "[Ola Example]"
    assert "Nia" not in hospital.tara.screen()


async def test_a_walk_in_makes_another_trainers_window_an_old_one(hospital: Hospital) -> None:
    theo = await with_theo(hospital)
    wanda = hospital.sandbox.add_person("Wanda Example")
    await on_day_one(hospital, **{"Second trainer": theo.slack_id})
    await hospital.confirm(theo)
    await opened(hospital, theo)
    await hospital.tap(hospital.tara, "Register")
    await hospital.submit(hospital.tara, {"Who is here": [wanda.slack_id]})
    words = await sent(hospital, theo, "Move somebody", who=hospital.nia.slack_id, where="off")

    assert "This cohort has changed since you opened it, so I have left it as it is." in words
    assert "• @Tara Example invited people." in words


async def test_long_after_the_training_nobody_walks_in(hospital: Hospital) -> None:
    wanda, lee = (hospital.sandbox.add_person(f"{name} Example") for name in ("Wanda", "Lee"))
    await on_day_one(hospital)
    await hospital.until(AFTER_DAY_THREE)
    await hospital.command(hospital.tara, "session list")
    await hospital.tap(hospital.tara, "Register of day 3")
    await hospital.submit(hospital.tara, {"Who is here": [wanda.slack_id]})
    that_evening = hospital.tara.screen()
    await hospital.until(AFTER_DAY_THREE + timedelta(days=2))
    await hospital.submit(hospital.tara, {"Who is here": [wanda.slack_id, lee.slack_id]})

    assert "Not added" not in that_evening
    assert "Not added, because the training is over: @Lee Example." in hospital.tara.screen()
    assert here(hospital.tara) == "[Wanda Example]"


async def test_the_first_in_line_gets_the_place_that_is_free_while_the_training_runs(
    hospital: Hospital,
) -> None:
    people = crowd(hospital, 20)
    await spring(hospital, *people[:18], Places="18")
    waiting = [person.slack_id for person in people[18:]]
    await done(hospital, hospital.tara, "Invite people", people=waiting)
    await hospital.until(BEGINS)
    await done(hospital, hospital.tara, "Move somebody", who=people[0].slack_id, where="off")
    second = await done(hospital, hospital.tara, "Invite people", people=waiting[1:])
    first = await done(hospital, hospital.tara, "Invite people", people=waiting[:1])

    assert "@Person19 Example: already on the waiting list" in second
    assert "@Person18 Example: invited" in first


async def test_two_addresses_in_a_line_and_a_name_with_a_comma_are_each_answered(
    hospital: Hospital,
) -> None:
    hospital.sandbox.add_person("Ola Example")
    await spring(hospital, hospital.nia)
    pasted = "Example, Ola <OLA.example@hospital.example> nia.example@hospital.example"
    words = await done(hospital, hospital.tara, "Invite people", emails=pasted)

    assert [line for line in words.splitlines() if line.startswith("• ")] == [
        "• Example, Ola <OLA.example@hospital.example>: invited",
        "• nia.example@hospital.example: already on the list",
    ]


async def test_somebody_in_two_trainings_at_once_enters_the_code_of_each(
    hospital: Hospital,
) -> None:
    theo = await with_theo(hospital)
    await spring(hospital, hospital.nia)
    await hospital.make_cohort([hospital.nia], "Autumn", **{"Second trainer": theo.slack_id})
    await hospital.tara.close()
    await hospital.until(BEGINS)
    codes = {
        message.text.splitlines()[0]: message.text.partition("Room code: *")[2][:4]
        for message in hospital.tara.messages
        if "Room code" in message.text
    }
    said = []
    for _ in codes:
        await hospital.command(hospital.nia, "here")
        for code in codes.values():
            if "Code" in hospital.nia.screen():
                await hospital.submit(hospital.nia, {"Code": code})
        said.append(hospital.nia.screen())
        await hospital.nia.close()

    assert len(codes) == 2
    assert all("Good that you are here." in one for one in said)


async def test_nobody_plans_a_training_on_days_when_none_of_its_trainers_is_free(
    hospital: Hospital,
) -> None:
    theo = await with_theo(hospital)
    await spring(hospital, hospital.nia)
    alone = await hospital.make_cohort([], "Autumn", alone=True)
    await hospital.tara.close()
    together = await hospital.make_cohort([], "Autumn", **{"Second trainer": theo.slack_id})

    then = "Choose another date, or a second trainer who is free."
    assert alone == {
        f"day{number}": f"That overlaps with Spring, day {number}. {then}" for number in (1, 2, 3)
    }
    assert together == {}


async def test_whoever_comes_to_lead_hears_what_is_to_be_put_right_once_and_nobody_else_again(
    hospital: Hospital,
) -> None:
    theo = await with_theo(hospital)
    await spring(hospital, hospital.nia, room="")
    await hospital.tick()
    await done(
        hospital, hospital.tara, "Hand over", trainer=theo.slack_id, instead=hospital.tara.slack_id
    )
    await hospital.tick()
    await hospital.tick()

    wrong = "Spring: there is something that only you can put right."
    heard = [
        [one.words().splitlines()[0] for one in who.messages].count(wrong)
        for who in (hospital.tara, theo)
    ]
    assert heard == [1, 1]


async def test_who_cannot_be_reached_is_named_to_nobody_who_has_not_confirmed_for_the_cohort(
    hospital: Hospital,
) -> None:
    theo = await with_theo(hospital)
    leo = hospital.sandbox.add_person("Leo Example")
    await spring(hospital, hospital.nia, leo, **{"Second trainer": theo.slack_id})
    start = hospital.sandbox.calendar.now()
    await hospital.until(start + timedelta(hours=2))
    hospital.sandbox.deactivate(leo.slack_id)
    hospital.sandbox.calendar.reach(start + timedelta(hours=20))
    for _ in range(8):
        await hospital.tick()

    named = [
        [one for one in who.messages if "Leo Example" in one.words()]
        for who in (hospital.tara, theo)
    ]
    assert [len(one) for one in named] == [1, 0]


async def test_a_coordinator_is_offered_nothing_that_is_for_trainers_alone(
    hospital: Hospital,
) -> None:
    await spring(hospital, hospital.nia)
    await hospital.confirm(hospital.cora)
    listing = await hospital.command(hospital.cora, "cohort")
    window = await opened(hospital, hospital.cora)

    assert "[New cohort]" not in listing
    assert ("[Change]" in window, "[Copy]" in window) == (True, False)
    assert letters(hospital.nia) == []


async def test_a_trainer_of_one_cohort_takes_part_in_another_as_anybody_does(
    hospital: Hospital,
) -> None:
    theo = await with_theo(hospital)
    await spring(hospital, hospital.nia, theo)
    await hospital.until(ON_MONDAY)
    await hospital.tap(theo, "I am coming")
    await hospital.command(theo, "session list")

    assert "[Register of day 1]" not in theo.screen()
    assert "You said that you are coming." in theo.screen()
    assert "Nia" not in theo.screen()


async def test_a_cohort_handed_over_and_back_tells_each_trainer_of_their_own_days_alone(
    hospital: Hospital,
) -> None:
    theo = await with_theo(hospital)
    await spring(hospital, hospital.nia)
    await hospital.until(BEGINS)
    await done(
        hospital, hospital.tara, "Hand over", trainer=theo.slack_id, instead=hospital.tara.slack_id
    )
    await hospital.confirm(theo)
    await hospital.until(BEGINS + timedelta(days=1))
    await done(hospital, theo, "Hand over", trainer=hospital.tara.slack_id, instead=theo.slack_id)
    await hospital.until(BEGINS + timedelta(days=2))

    opened_to = {
        who.name: [
            message.text.splitlines()[0] for message in who.messages if "Room code" in message.text
        ]
        for who in (hospital.tara, theo)
    }
    assert opened_to == {
        "Tara Example": [f"The register of *Spring*, day {day}, is open." for day in (1, 3)],
        "Theo Example": [f"The register of *Spring*, day {day}, is open." for day in (1, 2)],
    }
    assert "Trainers: @Tara Example." in await opened(hospital, hospital.tara)
    await autumn(hospital)


async def test_where_slack_reaches_no_trainer_the_coordinator_is_told_once_and_hands_over(
    hospital: Hospital,
) -> None:
    theo = await with_theo(hospital)
    await spring(hospital, hospital.nia)
    await hospital.tick()
    hospital.sandbox.deactivate(hospital.tara.slack_id)
    await hospital.settle()
    for _ in range(3):
        await hospital.tick()
    told = [one.words() for one in hospital.cora.messages if "put right" in one.words()]
    await hospital.confirm(hospital.cora)
    await done(
        hospital, hospital.cora, "Hand over", trainer=theo.slack_id, instead=hospital.tara.slack_id
    )
    await hospital.confirm(theo)

    assert len(told) == 1
    assert "Slack cannot reach @Tara Example (account closed), who leads it." in told[0]
    assert "Trainers: @Theo Example." in await opened(hospital, theo)


async def test_who_takes_over_after_the_training_is_planned_nothing_of_days_that_are_over(
    hospital: Hospital,
) -> None:
    theo = await with_theo(hospital)
    await spring(hospital, hospital.nia)
    await hospital.until(AFTER_DAY_THREE)
    await done(
        hospital, hospital.tara, "Hand over", trainer=theo.slack_id, instead=hospital.tara.slack_id
    )
    await hospital.until(AFTER_DAY_THREE + timedelta(days=1))
    dropped = await rows(hospital.bot.tools.database, Delivery, "dropped", "kind")

    assert OUTAGE not in {why for why, kind in dropped if kind == "register"}
