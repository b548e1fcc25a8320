"""One path each, through the sandbox; what the rules decide is tested with the rules."""

from datetime import timedelta

from bot.sandbox import Actor
from tests.hospital import Hospital

DAY = timedelta(days=1)
STAGES = (
    "Planned: nobody is invited yet.",
    "Recruiting: the list is open.",
    "Ready: the list is complete.",
    "Running: the training has begun.",
    "Follow-up: the training is over, the companion goes on.",
    "Closed.",
)


async def opened(hospital: Hospital, who: Actor, name: str = "Spring") -> str:
    """Return the words of a cohort's window, which stays open."""
    while who.modal:
        await who.close()
    await hospital.command(who, f"cohort {name}")
    return who.screen()


async def done(hospital: Hospital, who: Actor, button: str, /, **values: object) -> str:
    """Return what somebody reads who does something with Spring, or what is wrong with it."""
    await opened(hospital, who)
    return await sent(hospital, who, button, **values)


async def sent(hospital: Hospital, who: Actor, button: str, /, **values: object) -> str:
    """Return the same of a window that is open."""
    await hospital.tap(who, button)
    if not values:
        return who.screen()
    errors = await hospital.submit(who, dict(values))
    return "\n".join(errors.values()) or who.screen()


async def spring(hospital: Hospital, *people: Actor, **more: object) -> None:
    """Have Tara lead a cohort whose training is on the next three days."""
    await hospital.name_trainer()
    await hospital.make_cohort(list(people), **more)
    await hospital.tara.close()


async def with_theo(hospital: Hospital) -> Actor:
    """Return a second trainer of the site, who has confirmed."""
    theo = hospital.sandbox.add_person("Theo Example")
    await hospital.confirm(hospital.cora)
    await hospital.command(hospital.cora, "trainers add @Theo Example")
    await hospital.confirm(theo)
    return theo


def crowd(hospital: Hospital, size: int) -> list[Actor]:
    return [hospital.sandbox.add_person(f"Person{number} Example") for number in range(size)]


def letters(who: Actor) -> list[str]:
    """Return how each message to somebody begins."""
    return [message.text.splitlines()[0] for message in who.messages]


async def autumn(hospital: Hospital, *people: Actor) -> None:
    await hospital.make_cohort(list(people), name="Autumn")
    await hospital.tara.close()


async def test_a_cohort_goes_from_planned_to_closed(hospital: Hospital) -> None:
    await spring(hospital)
    start = hospital.sandbox.calendar.now()
    stages = [await opened(hospital, hospital.tara)]
    await done(hospital, hospital.tara, "Invite people", people=[hospital.nia.slack_id])
    stages.append(await opened(hospital, hospital.tara))
    stages.append(await hospital.tap(hospital.tara, "The list is complete"))
    await hospital.until(start + DAY)
    stages.append(await opened(hospital, hospital.tara))
    await hospital.until(start + 5 * DAY)
    stages.append(await opened(hospital, hospital.tara))
    stages.append(await hospital.tap(hospital.tara, "Close the cohort"))

    assert [
        next(line for line in words.splitlines() if line in STAGES) for words in stages
    ] == list(STAGES)


async def test_each_line_that_is_pasted_is_answered(hospital: Hospital) -> None:
    hospital.sandbox.add_person("Gail Example", guest=True)
    hospital.sandbox.add_person("Leo Example", deleted=True)
    ola = hospital.sandbox.add_person("Ola Example")
    await spring(hospital, hospital.nia)
    pasted = (
        "Ola <ola.example@hospital.example>; NIA.EXAMPLE@hospital.example\n"
        "gail.example@hospital.example\nleo.example@hospital.example\nola@ward\n"
    )
    words = await done(hospital, hospital.tara, "Invite people", emails=pasted)
    await hospital.tick()

    assert [line for line in words.splitlines() if line.startswith("• ")] == [
        "• Ola <ola.example@hospital.example>: invited",
        "• NIA.EXAMPLE@hospital.example: already on the list",
        "• gail.example@hospital.example: not invited: a guest or a bot",
        "• leo.example@hospital.example: unknown to Slack, or the account is closed",
        "• ola@ward: not an e-mail address",
    ]
    assert letters(ola) == ["Hello. You are on the list for the resiliency training *Spring*."]


async def test_an_account_that_was_closed_meanwhile_is_answered_as_closed(
    hospital: Hospital,
) -> None:
    leo = hospital.sandbox.add_person("Leo Example")
    await spring(hospital)
    await opened(hospital, hospital.tara)
    await hospital.tap(hospital.tara, "Invite people")
    await hospital.tara.fill({"people": [leo.slack_id]})
    hospital.sandbox.deactivate(leo.slack_id)
    await hospital.submit(hospital.tara, {})

    assert "• @Leo Example: not invited: the account is closed" in hospital.tara.screen()


async def test_a_thousand_lines_are_refused_at_the_field_and_nobody_is_looked_up(
    hospital: Hospital,
) -> None:
    await spring(hospital)
    before = len(hospital.sandbox.calls)
    lines = "\n".join(str(number % 1000) for number in range(700))
    words = await done(hospital, hospital.tara, "Invite people", emails=lines)

    assert words == "These are 700 lines. Paste 60 at most, and the rest after that."
    called = {call.method for call in hospital.sandbox.calls[before:]}
    assert "users.lookupByEmail" not in called


async def test_nobody_chosen_is_said_at_the_field(hospital: Hospital) -> None:
    await spring(hospital)
    words = await done(hospital, hospital.tara, "Invite people", emails=" \n")

    assert words == "Choose somebody, or paste addresses below."


async def test_whoever_finds_no_place_waits_and_gets_the_next_that_is_free(
    hospital: Hospital,
) -> None:
    people = crowd(hospital, 20)
    await spring(hospital, *people[:17], Places="18")
    picked = [person.slack_id for person in people[17:]]
    told = await done(hospital, hospital.tara, "Invite people", people=picked)
    moved = await done(
        hospital, hospital.tara, "Move somebody", who=people[0].slack_id, where="off"
    )
    await hospital.tick()

    assert [line.partition(": ")[2] for line in told.splitlines() if line.startswith("• ")] == [
        "invited",
        "on the waiting list: every place is taken",
        "on the waiting list: every place is taken",
    ]
    assert (
        "@Person0 Example is off the list, and is told. "
        "@Person18 Example has a place now, and will be told." in moved
    )
    assert "Waiting for a place, the first in line first: @Person19 Example." in moved
    assert letters(people[18]) == [
        "Hello. You are on the list for the resiliency training *Spring*."
    ]
    assert letters(people[19]) == [
        "Hello. You are on the waiting list for the resiliency training *Spring*."
    ]


async def test_whoever_is_taken_off_gets_a_letter_and_no_more_notices(hospital: Hospital) -> None:
    ola = hospital.sandbox.add_person("Ola Example")
    await spring(hospital, hospital.nia, ola)
    await hospital.tick()
    await done(hospital, hospital.tara, "Move somebody", who=hospital.nia.slack_id, where="off")
    await hospital.until(hospital.sandbox.calendar.now() + DAY)

    off = "You are no longer on the list for the resiliency training *Spring*."
    assert letters(hospital.nia)[1:] == [off]
    assert "Resiliency training *Spring*: day 1 starts today." in letters(ola)


async def test_whoever_is_moved_gets_the_notices_of_the_other_cohort_alone(
    hospital: Hospital,
) -> None:
    await spring(hospital, hospital.nia)
    await autumn(hospital)
    await hospital.tick()
    words = await done(
        hospital,
        hospital.tara,
        "Move somebody",
        who=hospital.nia.slack_id,
        where="Autumn (24 free)",
    )
    await hospital.until(hospital.sandbox.calendar.now() + DAY)

    assert "@Nia Example is on the list of Autumn now, and is told." in words
    assert letters(hospital.nia)[1:] == [
        "Your place is in the resiliency training *Autumn* now.",
        "Resiliency training *Autumn*: day 1 starts tomorrow.",
        "Resiliency training *Autumn*: day 1 starts today.",
    ]


async def test_somebody_who_is_not_on_the_list_cannot_be_moved(hospital: Hospital) -> None:
    ola = hospital.sandbox.add_person("Ola Example")
    await spring(hospital, hospital.nia)
    words = await done(hospital, hospital.tara, "Move somebody", who=ola.slack_id, where="off")

    assert words == "That person is not on this list. Choose somebody who is."


async def test_nobody_is_moved_into_a_full_cohort(hospital: Hospital) -> None:
    await spring(hospital, hospital.nia)
    await hospital.make_cohort(crowd(hospital, 18), name="Autumn", Places="18")
    await hospital.tara.close()
    words = await done(
        hospital, hospital.tara, "Move somebody", who=hospital.nia.slack_id, where="Autumn (0 free)"
    )

    assert words == "Autumn is full: 18 of 18."
    assert "@Nia Example" in await opened(hospital, hospital.tara)


async def test_a_stale_window_changes_nothing_and_says_who_changed_what(
    hospital: Hospital,
) -> None:
    theo = await with_theo(hospital)
    ola = hospital.sandbox.add_person("Ola Example")
    second = {"Second trainer": theo.slack_id}
    await spring(hospital, hospital.nia, ola, **second)
    await hospital.confirm(theo)
    await opened(hospital, theo)
    await done(hospital, hospital.tara, "Move somebody", who=ola.slack_id, where="off")
    words = await sent(hospital, theo, "Move somebody", who=hospital.nia.slack_id, where="off")

    assert "This cohort has changed since you opened it, so I have left it as it is." in words
    assert "• @Tara Example moved somebody, or took them off the list." in words
    assert "@Nia Example" in await hospital.tap(theo, "Look again")


async def test_a_trainer_hands_a_cohort_over_and_sees_it_no_more(hospital: Hospital) -> None:
    theo = await with_theo(hospital)
    await spring(hospital, hospital.nia)
    await hospital.tick()
    words = await done(
        hospital,
        hospital.tara,
        "Hand over",
        trainer=theo.slack_id,
        instead=hospital.tara.slack_id,
    )
    await hospital.tick()

    assert "@Theo Example leads Spring now." in words
    assert letters(theo)[-1] == "You lead the cohort *Spring* now."
    led_by = f"The cohort *Spring* is led by <@{theo.slack_id}> now. Thank you for yours."
    assert letters(hospital.tara)[-1] == led_by
    unconfirmed = await hospital.command(theo, "cohort Spring")
    assert "You can see 1 more group once you have confirmed." in unconfirmed
    assert "@Nia Example" not in unconfirmed
    await hospital.confirm(theo)
    assert "Trainers: @Theo Example." in await opened(hospital, theo)
    assert "You have no cohort yet." in await hospital.command(hospital.tara, "cohort")


async def test_a_window_that_stayed_open_is_of_no_use_to_whoever_stepped_back(
    hospital: Hospital,
) -> None:
    theo = await with_theo(hospital)
    await spring(hospital, hospital.nia, **{"Second trainer": theo.slack_id})
    await opened(hospital, hospital.tara)
    await hospital.confirm(theo)
    places = {"trainer": hospital.cora.slack_id, "instead": hospital.tara.slack_id}
    await hospital.command(hospital.cora, "trainers add @Cora Example")
    await done(hospital, theo, "Hand over", **places)

    words = await hospital.tap(hospital.tara, "Move somebody")
    assert "That is for the trainers of this cohort; your programme coordinator can help." in words


async def test_a_second_trainer_joins_and_can_do_everything(hospital: Hospital) -> None:
    theo = await with_theo(hospital)
    await spring(hospital, hospital.nia)
    await done(hospital, hospital.tara, "Hand over", trainer=theo.slack_id, instead="nobody")
    await hospital.confirm(theo)
    buttons = (await opened(hospital, hospital.tara)).splitlines()[-2]

    assert (await opened(hospital, theo)).splitlines()[-2] == buttons


async def test_a_cohort_is_handed_to_trainers_of_the_site_alone(hospital: Hospital) -> None:
    await spring(hospital, hospital.nia)
    words = await done(
        hospital,
        hospital.tara,
        "Hand over",
        trainer=hospital.nia.slack_id,
        instead=hospital.tara.slack_id,
    )

    assert words == "Choose a trainer of this site. Your programme coordinator can name one."


async def test_a_coordinator_hands_on_the_cohort_of_a_trainer_who_has_left(
    hospital: Hospital,
) -> None:
    theo = await with_theo(hospital)
    await spring(hospital, hospital.nia)
    hospital.sandbox.deactivate(hospital.tara.slack_id)
    await hospital.confirm(hospital.cora)
    await done(
        hospital,
        hospital.cora,
        "Hand over",
        trainer=theo.slack_id,
        instead=hospital.tara.slack_id,
    )
    await hospital.confirm(theo)

    assert "Trainers: @Theo Example." in await opened(hospital, theo)


async def test_a_copy_begins_with_the_next_quarter_and_whoever_waited(hospital: Hospital) -> None:
    people = crowd(hospital, 19)
    await spring(hospital, *people[:18], Places="18")
    await done(hospital, hospital.tara, "Invite people", people=[people[18].slack_id])
    await done(hospital, hospital.tara, "Copy")
    await hospital.submit(hospital.tara, {"Please confirm": "confirmed"})
    words = await opened(hospital, hospital.tara, "Summer")
    before = await opened(hospital, hospital.tara)

    assert "• Day 1: Tuesday 2 February, 08:30 to 16:30 America/New_York time" in words
    assert "On the list: 1 of 18. Free: 17. A training needs 18.\n@Person18 Example" in words
    assert "Waiting for a place" not in before


async def test_notices_go_to_another_channel_from_here_on(hospital: Hospital) -> None:
    first, second = (
        hospital.sandbox.add_channel(name, [hospital.tara.slack_id]) for name in ("one", "two")
    )
    await spring(hospital, Channel=first)
    words = await done(hospital, hospital.tara, "Change", channel=second, name="Early spring")
    await hospital.until(hospital.sandbox.calendar.now() + DAY)

    assert "Saved.\nEarly spring" in words
    told = [(m.channel, m.text.partition(": ")[2]) for m in hospital.tara.messages]
    assert [text for channel, text in told if channel == first] == [""]
    assert "day 1 starts today." in [
        text.splitlines()[0] for channel, text in told if channel == second and text
    ]


async def test_places_cannot_be_fewer_than_people(hospital: Hospital) -> None:
    await spring(hospital, *crowd(hospital, 19))
    words = await done(hospital, hospital.tara, "Change", places="18")

    assert "Please look again: 19 people are on the list. Choose more places." in words


async def test_a_late_joiner_hears_of_the_days_that_are_left(hospital: Hospital) -> None:
    await spring(hospital)
    await hospital.until(hospital.sandbox.calendar.now() + DAY)
    await done(hospital, hospital.tara, "Invite people", people=[hospital.nia.slack_id])
    await hospital.until(hospital.sandbox.calendar.now() + 2 * DAY)

    assert [line.partition(": ")[2] for line in letters(hospital.nia)[1:]] == [
        "day 2 starts today.",
        "day 3 starts today.",
    ]


async def test_after_the_training_nobody_comes_or_goes(hospital: Hospital) -> None:
    await spring(hospital, hospital.nia)
    await opened(hospital, hospital.tara)
    await hospital.tap(hospital.tara, "Invite people")
    await hospital.until(hospital.sandbox.calendar.now() + 4 * DAY)
    await hospital.submit(hospital.tara, {"people": [hospital.cora.slack_id]})

    assert "This training is over, so its list stays as it is." in hospital.tara.screen()


async def test_another_trainers_cohort_is_as_good_as_none(hospital: Hospital) -> None:
    theo = await with_theo(hospital)
    await spring(hospital, hospital.nia)
    words = await hospital.command(theo, "cohort Spring")

    assert words.splitlines()[0] == "There is no cohort yet."
