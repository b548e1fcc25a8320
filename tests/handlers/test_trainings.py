from datetime import timedelta

import pytest

from tests.hospital import Hospital


async def test_a_coordinator_names_trainers(hospital: Hospital) -> None:
    await hospital.confirm(hospital.cora)
    words = await hospital.command(hospital.cora, "trainers add @Tara Example")

    assert "Trainer now: @Tara Example. I tell each of them how to begin." in words


async def test_nobody_else_names_trainers(hospital: Hospital) -> None:
    words = await hospital.command(hospital.tara, "trainers add @Tara Example")

    assert words.splitlines()[0] == "That is for programme coordinators."


async def test_a_guest_and_somebody_who_left_are_not_named(hospital: Hospital) -> None:
    hospital.sandbox.add_person("Gail Example", guest=True)
    hospital.sandbox.add_person("Leo Example", deleted=True)
    await hospital.confirm(hospital.cora)
    words = await hospital.command(
        hospital.cora, "trainers add @Tara Example @Gail Example @Leo Example"
    )

    named = "Not named (guests, bots, or people who left Slack): @Gail Example, @Leo Example."
    assert named in words


async def test_naming_nobody_is_answered_with_an_example(hospital: Hospital) -> None:
    await hospital.confirm(hospital.cora)
    words = await hospital.command(hospital.cora, "trainers add Tara")

    assert words.splitlines()[0] == "Name people with @, for example: /resiliency trainers add @Ada"


async def test_only_a_trainer_makes_a_cohort(hospital: Hospital) -> None:
    words = await hospital.command(hospital.nia, "cohort new Spring")

    assert (
        words.splitlines()[0]
        == "That is for trainers; your programme coordinator can name you as one."
    )


async def test_every_field_that_cannot_be_is_named_at_once(hospital: Hospital) -> None:
    await hospital.name_trainer()
    await hospital.tara.command("/resiliency cohort new")
    await hospital.settle()
    errors = await hospital.submit(
        hospital.tara,
        {
            "Name": "Spring",
            "People": [hospital.nia.slack_id],
            "Please confirm": "confirmed",
            "Training day 1": "2026-11-01",
            "Training day 2": "2026-11-04",
            "Training day 3": "2026-11-04",
        },
    )

    assert errors == {
        "day1": "Choose a date after today.",
        "day3": "Choose a later date.",
    }


async def test_a_name_is_taken_once_whatever_its_capitals(hospital: Hospital) -> None:
    await hospital.name_trainer()
    await hospital.make_cohort([hospital.nia], name="Spring")
    await hospital.tara.close()
    errors = await hospital.make_cohort([hospital.nia], name="SPRING")

    assert errors == {"name": "There is a cohort of that name; choose another."}


async def test_a_second_trainer_must_be_one(hospital: Hospital) -> None:
    await hospital.name_trainer()
    second = {"Second trainer": hospital.nia.slack_id}
    errors = await hospital.make_cohort([hospital.nia], **second)

    assert errors == {"second_trainer": "Choose a trainer of this site, or nobody."}


async def test_whom_slack_cannot_reach_is_named_and_left_out(hospital: Hospital) -> None:
    gail = hospital.sandbox.add_person("Gail Example", guest=True)
    await hospital.name_trainer()
    await hospital.make_cohort([hospital.nia, gail])

    assert "Spring is made. 1 person is on the list" in hospital.tara.screen()
    assert "people who left Slack): @Gail Example." in hospital.tara.screen()


async def test_a_channel_the_bot_is_not_in_is_said_at_the_field_and_nothing_is_made(
    hospital: Hospital,
) -> None:
    channel = hospital.sandbox.add_channel("spring", [hospital.tara.slack_id], bot_is_member=False)
    await hospital.name_trainer()
    await hospital.make_cohort([hospital.nia], Channel=channel, room="2-114")
    said = hospital.tara.screen()
    await hospital.tara.close()

    assert (
        "Please look again: I cannot see that channel. "
        "Type /invite @resiliency in it first, or choose no channel.\nChannel" in said
    )
    assert "[2-114]" in said
    assert "You have no cohort yet." in await hospital.command(hospital.tara, "cohort")
    assert hospital.nia.messages == []


async def test_a_public_channel_is_taken_once_the_trainer_knows_what_it_tells(
    hospital: Hospital,
) -> None:
    channel = hospital.sandbox.add_channel("spring", [hospital.tara.slack_id], private=False)
    await hospital.name_trainer()
    await hospital.make_cohort([hospital.nia], Channel=channel)
    asked = hospital.tara.screen()
    await hospital.submit(hospital.tara, {"Please confirm": "confirmed", "public": "public"})

    assert "its list of members tells colleagues who attends." in asked
    assert "Spring is made." in hospital.tara.screen()
    (hello,) = [m.text for m in hospital.tara.messages if m.channel == channel]
    assert hello == "Notices of the resiliency training *Spring* will appear here."


@pytest.mark.parametrize(
    ("change", "errors"),
    [
        pytest.param(
            {"Name": "Secondary trauma"},
            {"name": "Choose a name without “trauma”: phones show it when locked."},
            id="too loud a name",
        ),
        pytest.param(
            {"Training day 3": "2072-11-04"},
            {"day3": "That is more than two years ahead. Please look at the year."},
            id="a slip in the year",
        ),
        pytest.param(
            {"Training day 3": "2027-03-14", "Each day starts at (the site's time)": "02:30"},
            {"starts_at": "The clocks skip 02:30 on 14 March. Choose 03:30 or another hour."},
            id="an hour that the clocks skip",
        ),
    ],
)
async def test_what_cannot_be_is_said_at_its_field(
    hospital: Hospital, change: dict[str, object], errors: dict[str, str]
) -> None:
    await hospital.name_trainer()

    assert await hospital.make_cohort([], **change) == errors


async def test_more_people_than_places_are_too_many(hospital: Hospital) -> None:
    people = [hospital.sandbox.add_person(f"P{number} Example") for number in range(19)]
    await hospital.name_trainer()

    assert await hospital.make_cohort(people, Places="18") == {
        "people": "These are 19 people, and there are 18 places. "
        "Choose fewer; invite the others later, onto the waiting list."
    }


async def test_the_channel_gets_each_notice_once(hospital: Hospital) -> None:
    channel = hospital.sandbox.add_channel("spring", [hospital.tara.slack_id])
    await hospital.name_trainer()
    await hospital.make_cohort([hospital.nia], Channel=channel)
    await hospital.until(hospital.sandbox.calendar.now() + timedelta(days=7))

    _, *notices = [m.text for m in hospital.tara.messages if m.channel == channel]
    assert [text.splitlines()[0].partition(": ")[2] for text in notices] == [
        "day 1 starts tomorrow.",
        "day 1 starts today.",
        "day 2 starts today.",
        "day 3 starts today.",
    ]


@pytest.mark.parametrize("name", ["<!channel>", "=1+1", "*bold* & <b>"])
async def test_a_name_is_shown_as_it_was_written(hospital: Hospital, name: str) -> None:
    await hospital.name_trainer()
    await hospital.make_cohort([hospital.nia], name=name)
    await hospital.tick()

    text = hospital.nia.messages[0].text
    escaped = name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert f"training *{escaped}*." in text


async def test_the_invited_of_the_night_are_written_to_in_the_morning(hospital: Hospital) -> None:
    await hospital.name_trainer()
    hospital.sandbox.calendar.move_by(timedelta(hours=14))
    await hospital.make_cohort([hospital.nia])
    await hospital.tick()

    assert hospital.nia.messages == []
    await hospital.until(hospital.sandbox.calendar.now() + timedelta(hours=10, minutes=1))
    assert "You are on the list" in hospital.nia.messages[0].text


async def test_an_invitation_that_an_outage_has_made_late_waits_for_the_morning(
    hospital: Hospital,
) -> None:
    await hospital.name_trainer()
    await hospital.make_cohort([hospital.nia])
    # The bot was down from noon on, and is back at half past two in the morning.
    hospital.sandbox.calendar.move_by(timedelta(hours=17, minutes=30))
    await hospital.tick()
    at_night = [message.text for message in hospital.nia.messages]
    await hospital.until(hospital.sandbox.calendar.now() + timedelta(hours=6, minutes=31))

    assert at_night == []
    assert "You are on the list" in hospital.nia.messages[-1].text


async def test_a_new_trainer_is_told_how_to_begin(hospital: Hospital) -> None:
    await hospital.name_trainer()
    await hospital.tick()

    assert "You are a trainer at Riverbend (invented) now." in hospital.tara.messages[0].words()
