from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.flows import confirmations, trainings
from bot.messages.confirmations import OF_A_GROUP, OF_THE_ROLE
from bot.rules.forms import FieldsError
from bot.rules.roles import NotAllowedError
from bot.sandbox import Actor
from storage.tables import Audit, Cohort, Confirmation, columns
from tests.hospital import Hospital

THURSDAY = datetime(2026, 11, 19, 15, 0, tzinfo=UTC)
TABLE = "Participation, all groups, last 8 weeks"
FOR_TRAINERS = "That is for trainers; your programme coordinator can name you as one."
FOR_COORDINATORS = "That is for programme coordinators."
FOR_THE_ROSTER = "That is for people on a training roster; your trainer can add you."
GROUPS = "You can see 1 more group once you have confirmed."
COMMANDS = ("cohort new", "progress", "participation", "trainers add @Nia Example", "manager")

# What somebody is shown first, whether the cohort is in it, and whether they are asked to confirm.
Outcome = tuple[str, bool, bool]

NO_TRAINER: Outcome = (FOR_TRAINERS, False, False)
NO_COORDINATOR: Outcome = (FOR_COORDINATORS, False, False)
NOT_LISTED: Outcome = (FOR_THE_ROSTER, False, False)
A_FORM: Outcome = ("Resiliency", False, False)
NAMED: Outcome = ("One moment, I am looking everybody up.", False, False)
SITE_ONLY: Outcome = (TABLE, False, True)
EVERYTHING: Outcome = (TABLE, True, False)
ASKED, ASKED_AT_HILLSIDE = (
    (f"For {site} (invented), please confirm first: “{OF_THE_ROLE}”", False, True)
    for site in ("Riverbend", "Hillside")
)

# What each gets to see of each command, in the order of COMMANDS.
OUTCOMES = {
    "a stranger": (NO_TRAINER, NO_TRAINER, NO_COORDINATOR, NO_COORDINATOR, NOT_LISTED),
    "on the roster": (NO_TRAINER, NO_TRAINER, NO_COORDINATOR, NO_COORDINATOR, A_FORM),
    "a trainer": (ASKED, ASKED, NO_COORDINATOR, NO_COORDINATOR, NOT_LISTED),
    "a confirmed trainer": (A_FORM, SITE_ONLY, NO_COORDINATOR, NO_COORDINATOR, NOT_LISTED),
    "the group's trainer": (A_FORM, EVERYTHING, NO_COORDINATOR, NO_COORDINATOR, NOT_LISTED),
    "a coordinator": (
        NO_TRAINER,
        NO_TRAINER,
        ASKED_AT_HILLSIDE,
        ASKED_AT_HILLSIDE,
        NOT_LISTED,
    ),
    "a confirmed coordinator": (NO_TRAINER, NO_TRAINER, SITE_ONLY, NAMED, NOT_LISTED),
    "the group's coordinator": (NO_TRAINER, NO_TRAINER, EVERYTHING, NAMED, NOT_LISTED),
}


async def outcome(hospital: Hospital, who: Actor, command: str) -> Outcome:
    words = await hospital.command(who, command) or who.screen()
    if who.modal:
        await who.close()
    return words.splitlines()[0], "Spring" in words, "[Confirm]" in words


async def somebody(hospital: Hospital, role: str) -> Actor:
    """Return one of the hospital, a week of whose only cohort has been released."""
    theo = hospital.sandbox.add_person("Theo Example")
    await hospital.name_trainer()
    await hospital.command(hospital.cora, "trainers add @Theo Example")
    if role == "a confirmed trainer":
        await hospital.confirm(theo)
    await hospital.make_cohort([hospital.nia], **{"Second trainer": theo.slack_id})
    await hospital.tara.close()
    if role == "the group's coordinator":
        await hospital.confirm(hospital.cora)
    await hospital.until(THURSDAY)
    return {
        "a stranger": hospital.sandbox.add_person("Olga Example"),
        "on the roster": hospital.nia,
        "a trainer": theo,
        "a confirmed trainer": theo,
        "the group's trainer": hospital.tara,
        "a coordinator": hospital.sandbox.add_person("Hal Example", slack_id="U0COORD02"),
        "a confirmed coordinator": hospital.cora,
        "the group's coordinator": hospital.cora,
    }[role]


@pytest.mark.parametrize("role", OUTCOMES)
async def test_what_is_not_confirmed_or_not_allowed_is_refused_in_the_same_words(
    hospital: Hospital, role: str
) -> None:
    who = await somebody(hospital, role)

    found = tuple([await outcome(hospital, who, command) for command in COMMANDS])
    assert found == OUTCOMES[role]


@pytest.mark.parametrize(
    ("role", "command"),
    [
        ("a confirmed trainer", "progress cohort Spring"),
        ("a confirmed coordinator", "participation cohort Spring"),
    ],
)
async def test_a_question_about_a_group_that_is_not_confirmed_shows_no_table(
    hospital: Hospital, role: str, command: str
) -> None:
    who = await somebody(hospital, role)

    assert await outcome(hospital, who, command) == (GROUPS, False, True)


async def test_a_named_trainer_confirms_in_the_letter(hospital: Hospital) -> None:
    await hospital.confirm(hospital.cora)
    await hospital.command(hospital.cora, "trainers add @Tara Example")
    await hospital.tick()
    words = await hospital.tap(hospital.tara, "Confirm", hospital.tara.messages[0])

    assert words.splitlines()[0].startswith("Thank you, that is noted.")
    assert (await outcome(hospital, hospital.tara, "progress"))[0] == TABLE


async def test_a_group_that_is_not_ticked_stays_out_of_the_table(hospital: Hospital) -> None:
    cora = await somebody(hospital, "a confirmed coordinator")
    await hospital.command(cora, "participation")
    words = await hospital.tap(cora, "Confirm")
    await hospital.submit(cora, {})
    await cora.close()

    assert f"“{OF_A_GROUP}”" in words
    assert await outcome(hospital, cora, "participation") == SITE_ONLY


async def test_a_role_is_confirmed_site_by_site(hospital: Hospital) -> None:
    hal = hospital.sandbox.add_person("Hal Example", slack_id="U0COORD02")
    tara = hospital.tara
    for coordinator in (hospital.cora, hal):
        await hospital.command(coordinator, "trainers add @Tara Example")
        await hospital.tap(coordinator, "Confirm")
        await hospital.command(coordinator, "trainers add @Tara Example")
    both = await hospital.command(tara, "cohort new")
    await hospital.tap(tara, "confirm.role:riverbend")
    await hospital.command(tara, "cohort new")
    form = tara.screen()
    await tara.close()
    words = await hospital.command(tara, "progress")

    assert [line.split(",")[0] for line in both.splitlines() if "please confirm" in line] == [
        "For Riverbend (invented)",
        "For Hillside (invented)",
    ]
    assert ("Riverbend" in form, "Hillside" in form) == (True, False)
    assert words.splitlines()[0] == TABLE
    assert "For Hillside (invented), please confirm first" in words


async def test_a_button_that_is_left_over_from_another_role_says_that_there_is_no_group(
    hospital: Hospital,
) -> None:
    cora = await somebody(hospital, "a confirmed coordinator")
    await hospital.command(cora, "participation")
    left_over = cora.whispers[-1]
    tools = hospital.bot.tools
    # The group is of another hospital now, where she coordinates nothing.
    moved = update(Cohort).values(site_id="hillside")
    await tools.database.run(lambda tx: tx.run(moved))

    words = await hospital.tap(cora, "Confirm", left_over)
    assert "There is no group here for you to confirm." in words


async def test_the_digest_of_a_trainer_who_has_not_confirmed_asks_and_shows_no_figure(
    hospital: Hospital,
) -> None:
    theo = await somebody(hospital, "a confirmed trainer")

    (tara, theos) = (who.messages[-1].words().splitlines()[0] for who in (hospital.tara, theo))
    assert (tara, theos) == ("Your group last week. How many answered at least once:", GROUPS)


async def test_nobody_can_make_a_cohort_without_the_tick(hospital: Hospital) -> None:
    await hospital.name_trainer()
    await hospital.tara.command("/resiliency cohort new")
    await hospital.settle()
    now = hospital.sandbox.calendar.now()
    days = {f"day{number}": str((now + timedelta(days=number)).date()) for number in (1, 2, 3)}
    filled = {"name": "Spring", "site": "riverbend", "people": [hospital.nia.slack_id]} | days

    with pytest.raises(FieldsError) as error:
        await trainings.described(
            hospital.bot.tools, hospital.tara.slack_id, filled | {"starts_at": "08:30"}, now
        )
    assert error.value.problems == {"confirmed": "Tick this, or let a colleague make this cohort."}


async def test_every_confirmation_is_kept_once_and_written_to_the_audit(
    hospital: Hospital,
) -> None:
    await hospital.name_trainer()
    await hospital.tick()
    await hospital.tap(hospital.tara, "Confirm", hospital.tara.messages[0])
    await hospital.make_cohort([hospital.nia])
    entry, kept = columns(Audit), columns(Confirmation)
    tara, database = hospital.tara.slack_id, hospital.bot.tools.database
    audited = await database.read(
        lambda tx: tx.all(select(entry.subject).where(entry.act == "confirm", entry.actor == tara))
    )
    confirmed = await database.read(
        lambda tx: tx.all(select(kept.subject).where(kept.slack_id == tara))
    )

    (cohort,) = {row.subject for row in confirmed} - {"site"}
    assert sorted(row.subject for row in audited) == sorted(["site", f"cohort {cohort}"])
    assert len(confirmed) == 2


async def test_nobody_confirms_for_a_role_they_do_not_have(hospital: Hospital) -> None:
    now = hospital.sandbox.calendar.now()
    with pytest.raises(NotAllowedError, match="That is for trainers"):
        await confirmations.confirm_role(
            hospital.bot.tools, hospital.nia.slack_id, "riverbend", now
        )


async def test_nobody_confirms_for_a_group_they_have_nothing_to_do_with(
    hospital: Hospital,
) -> None:
    await hospital.cohort_of([hospital.nia])
    kept = columns(Confirmation)
    database = hospital.bot.tools.database
    before = await database.read(lambda tx: tx.all(select(kept.id, kept.subject)))
    cohorts = [row.subject for row in before if row.subject != "site"]
    for who in (hospital.nia.slack_id, "U0COORD02", "U0STRANGER"):
        now = hospital.sandbox.calendar.now()
        await confirmations.tick_groups(hospital.bot.tools, who, cohorts, (), now)

    assert await database.read(lambda tx: tx.all(select(kept.id, kept.subject))) == before
