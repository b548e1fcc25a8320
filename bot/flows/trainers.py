"""Trainers are named, each with a letter."""

from datetime import datetime

from bot.flows import audits, confirmations, members
from bot.flows.tools import Tools
from bot.rules import roles
from bot.rules.asks import NewTrainers
from bot.rules.roles import Act
from storage import deliveries, people
from storage.transactions import Transaction


async def sites_coordinated(tools: Tools, slack_id: str) -> frozenset[str]:
    """Return the sites this person coordinates.

    Raises:
        NotAllowedError: There is none.
        NotConfirmedError: They have confirmed for none of them yet.
    """

    def look(tx: Transaction) -> frozenset[str]:
        speaker, _ = tools.speaker(tx, slack_id)
        roles.require(speaker, Act.TRAINERS_ADD)
        confirmations.require_one(tools, tx, slack_id, speaker.coordinates)
        return speaker.coordinates

    return await tools.database.read(look)


async def name_trainers(
    tools: Tools, slack_id: str, wanted: NewTrainers, now: datetime
) -> tuple[list[str], list[str]]:
    """Make people trainers, and tell each; return who is one now, and who cannot be.

    Raises:
        NotAllowedError: The speaker does not coordinate that site.
        NotConfirmedError: They have not confirmed for it yet.
    """
    found = await members.among(tools, wanted.people)
    site_id = wanted.site

    def keep(tx: Transaction) -> None:
        speaker, _ = tools.speaker(tx, slack_id)
        roles.require_at(speaker, Act.TRAINERS_ADD, site_id)
        confirmations.require_one(tools, tx, slack_id, [site_id])
        for trainer, member in found.items():
            known = members.met(tools, tx, trainer, member, site_id)
            people.name_trainer(tx, known.id, site_id, named_by=slack_id, now=now)
            deliveries.plan(tx, [members.letter("appointment", site_id, known, site_id, now)])
            audits.note(tx, site_id, slack_id, Act.TRAINERS_ADD, trainer, now)

    await tools.database.run(keep)
    return list(found), [person for person in wanted.people if person not in found]
