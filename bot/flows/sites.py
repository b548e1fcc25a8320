"""What the file of sites says of a hospital, for those who train or coordinate there."""

from datetime import datetime

from bot.flows import confirmations
from bot.flows.tools import Tools
from bot.messages.sites import Route, SiteCard
from bot.rules import cadence, keeping, roles
from bot.rules import help as routes
from bot.rules.roles import Act
from storage.transactions import Transaction


async def cards(tools: Tools, slack_id: str, now: datetime) -> list[SiteCard]:
    """Return what is known of each site at which somebody trains or which they coordinate.

    Raises:
        NotAllowedError: They do neither.
        NotConfirmedError: There is something to confirm first.
    """

    def look(tx: Transaction) -> list[SiteCard]:
        speaker, _ = tools.speaker(tx, slack_id)
        roles.require(speaker, Act.SITE)
        theirs = confirmations.require_one(
            tools, tx, slack_id, speaker.trains | speaker.coordinates
        )
        return [_card(tools, site_id, now) for site_id in tools.sites if site_id in theirs]

    return await tools.database.read(look)


def _card(tools: Tools, site_id: str, now: datetime) -> SiteCard:
    site = tools.sites[site_id]
    today = cadence.local_day(now, site.zone)
    return SiteCard(
        name=site.name,
        zone=site.zone,
        coordinators=site.coordinators,
        contact=site.contact,
        routes=[
            Route(one.name, one.checked_on, is_old=routes.is_stale(one, today))
            for one in site.help_routes
        ],
        keeper=tools.key_keeper,
        answers=keeping.ANSWERS_KEPT.days,
        registers=keeping.REGISTERS_KEPT.days,
        lists=keeping.LISTS_KEPT.days,
    )
