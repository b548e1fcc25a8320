"""The table of roles and subcommands, asked through Slack: what is not allowed is refused."""

from bot.sandbox import Actor
from tests.hospital import Hospital
from tests.roles_table import ROWS, WORDS


async def answered(hospital: Hospital, who: Actor, command: str) -> str | None:
    """Return the refusal that somebody hears after a subcommand; None when there is none."""
    while who.modal:
        await who.close()
    words = (await hospital.command(who, command)).splitlines()
    return words[0] if words and words[0] in WORDS.values() else None


async def test_each_role_may_ask_for_what_the_table_says_and_hears_a_refusal_else(
    hospital: Hospital,
) -> None:
    stranger = hospital.sandbox.add_person("Sol Example")
    await hospital.name_trainer()
    await hospital.make_cohort([hospital.nia])
    people = {
        "stranger": stranger,
        "roster": hospital.nia,
        "trainer": hospital.tara,
        "coordinator": hospital.cora,
    }
    heard = {
        (row.act, role): await answered(hospital, who, row.act)
        for row in ROWS
        for role, who in people.items()
    }

    assert heard == {
        (row.act, role): None if role in row.allowed else row.refusal
        for row in ROWS
        for role in people
    }
