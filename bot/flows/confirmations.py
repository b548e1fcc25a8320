"""Trainers and coordinators confirm; until then they are asked, and shown nothing of a group."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.flows import audits
from bot.flows.readings import Names
from bot.flows.tools import Tools, new_id
from bot.messages.confirmations import VERSION, Group
from bot.rules import roles
from bot.rules.confirmations import SITE, Missing, NotConfirmedError, Sight
from bot.rules.roles import Act, Speaker
from storage import confirmations, distances, trainings
from storage.confirmations import Confirmed
from storage.trainings import Group as Cohort
from storage.transactions import Transaction


def sight(tx: Transaction, slack_id: str) -> Sight:
    """Return what this trainer or coordinator may see: asked before every figure they get."""
    return Sight(confirmations.of(tx, slack_id), distances.refused_to(tx, slack_id))


def for_anybody(tx: Transaction, seen: Sight, site_ids: Collection[str]) -> Sight:
    """Return what of this may be handed on: nothing that anybody is refused at these sites."""
    refused = (distances.refused_to_anybody(tx, site_id) for site_id in site_ids)
    return replace(seen, refused=frozenset().union(seen.refused, *refused))


def require_one(
    tools: Tools, tx: Transaction, slack_id: str, site_ids: Collection[str]
) -> frozenset[str]:
    """Return those of these sites for which this person has confirmed, one at least.

    Raises:
        NotConfirmedError: There is none; it says what to confirm.
    """
    seen = sight(tx, slack_id)
    confirmed = frozenset(site_id for site_id in site_ids if seen.at(site_id))
    if not confirmed:
        raise NotConfirmedError(Missing(_unconfirmed(tools, seen, site_ids)))
    return confirmed


def for_cohort(tools: Tools, tx: Transaction, slack_id: str, cohort: Cohort) -> Sight:
    """Return what this person may see, who has confirmed for this cohort.

    Raises:
        NotConfirmedError: They have not; it says what to confirm.
    """
    require_one(tools, tx, slack_id, [cohort.site_id])
    seen = sight(tx, slack_id)
    if not seen.of(cohort.site_id, cohort.id):
        raise NotConfirmedError(Missing(cohorts=1))
    return seen


def visible(
    tools: Tools, tx: Transaction, speaker: Speaker, act: Act, names: Names
) -> tuple[Names, Sight]:
    """Return those of `names` of which the speaker may see figures by `act`, and what of them.

    The hospital's own figures are for whoever has confirmed for their role.

    Raises:
        NotConfirmedError: There would be nothing left to see; it says what to confirm.
    """
    seen = sight(tx, speaker.slack_id)
    missing = _missing(tools, tx, speaker, seen, act)
    left = {
        (site_id, cohort_id): name
        for (site_id, cohort_id), name in names.items()
        if (seen.of(site_id, cohort_id) if cohort_id else seen.at(site_id))
    }
    if missing.anything and not left:
        raise NotConfirmedError(missing)
    return left, seen


async def missing(tools: Tools, slack_id: str, act: Act) -> Missing:
    """Return what this person has not confirmed yet of what `act` shows."""

    def look(tx: Transaction) -> Missing:
        speaker, _ = tools.speaker(tx, slack_id)
        return _missing(tools, tx, speaker, sight(tx, slack_id), act)

    return await tools.database.read(look)


async def confirm_role(tools: Tools, slack_id: str, site_id: str, now: datetime) -> None:
    """Keep that somebody confirms for their role at a site; twice counts once.

    Raises:
        NotAllowedError: They neither train nor coordinate there.
    """

    def confirm(tx: Transaction) -> None:
        speaker, _ = tools.speaker(tx, slack_id)
        act = Act.PARTICIPATION if site_id in speaker.coordinates else Act.PROGRESS
        roles.require_at(speaker, act, site_id)
        keep(tx, slack_id, site_id, SITE, now)

    await tools.database.run(confirm)


async def groups(tools: Tools, slack_id: str) -> list[Group]:
    """Return the cohorts of which this person may see figures once they confirm.

    Those that wait come first, then those that are confirmed.
    """

    def look(tx: Transaction) -> list[Group]:
        speaker, _ = tools.speaker(tx, slack_id)
        seen = sight(tx, slack_id)
        return [
            Group(cohort.id, cohort.name, tools.sites[cohort.site_id].name, confirmed)
            for confirmed in (False, True)
            for cohort in _all(tools, tx, speaker, seen)
            if seen.of(cohort.site_id, cohort.id) == confirmed
        ]

    return await tools.database.read(look)


async def tick_groups(
    tools: Tools,
    slack_id: str,
    ticked: Collection[str],
    unticked: Collection[str],
    now: datetime,
) -> None:
    """Keep that somebody confirms for the cohorts they ticked, and no more for the unticked ones.

    What is taken back they see no more, as if they had never confirmed. They stay one of those
    who may ask, whom no release counts: else they could come back into one by taking it back.
    """

    def settle(tx: Transaction) -> None:
        speaker, _ = tools.speaker(tx, slack_id)
        for cohort in _all(tools, tx, speaker, sight(tx, slack_id)):
            if cohort.id in ticked:
                keep(tx, slack_id, cohort.site_id, cohort.id, now)
            elif cohort.id in unticked:
                _take_back(tx, slack_id, cohort, now)

    await tools.database.run(settle)


def keep(tx: Transaction, slack_id: str, site_id: str, subject: str, now: datetime) -> None:
    """Keep a confirmation, and that it was given; one that was given before changes nothing."""
    if confirmations.keep(tx, Confirmed(new_id(), site_id, slack_id, subject, VERSION, now)):
        about = SITE if subject == SITE else f"cohort {subject}"
        audits.note(tx, site_id, slack_id, "confirm", about, now)


def _take_back(tx: Transaction, slack_id: str, cohort: Cohort, now: datetime) -> None:
    """Forget a confirmation, and keep that it was taken back; without one nothing happens."""
    if confirmations.take_back(tx, slack_id, cohort.site_id, cohort.id):
        audits.note(tx, cohort.site_id, slack_id, "take back", f"cohort {cohort.id}", now)


def _missing(tools: Tools, tx: Transaction, speaker: Speaker, seen: Sight, act: Act) -> Missing:
    site_ids = speaker.coordinates if act == Act.PARTICIPATION else speaker.trains
    waiting = [
        cohort
        for cohort in _at_sites(tools, seen, _of(tx, speaker, act))
        if not seen.of(cohort.site_id, cohort.id)
    ]
    return Missing(_unconfirmed(tools, seen, site_ids), len(waiting))


def _unconfirmed(tools: Tools, seen: Sight, site_ids: Collection[str]) -> Mapping[str, str]:
    sites = [site for site in tools.sites.values() if site.id in site_ids]
    return {site.id: site.name for site in sites if not seen.at(site.id)}


def _of(tx: Transaction, speaker: Speaker, act: Act) -> list[Cohort]:
    """Return the cohorts whose figures `act` shows: of the sites they run, or those they lead."""
    if act == Act.PARTICIPATION:
        return trainings.cohorts(tx, speaker.coordinates)
    return trainings.led_by(tx, speaker.person_id or "")


def _at_sites(tools: Tools, seen: Sight, cohorts: Iterable[Cohort]) -> list[Cohort]:
    """Return those of `cohorts` at whose site the role itself has been confirmed."""
    return [
        cohort for cohort in cohorts if cohort.site_id in tools.sites and seen.at(cohort.site_id)
    ]


def _all(tools: Tools, tx: Transaction, speaker: Speaker, seen: Sight) -> list[Cohort]:
    """Return every cohort to be ticked, each once: somebody may lead a cohort and run its site."""
    both = [*_of(tx, speaker, Act.PROGRESS), *_of(tx, speaker, Act.PARTICIPATION)]
    return _at_sites(tools, seen, dict.fromkeys(both))
