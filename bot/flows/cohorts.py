"""A cohort as its trainers see it: how it stands, and what changes of it."""

from collections.abc import Mapping
from datetime import datetime

from bot.flows import audits, confirmations, outlooks
from bot.flows.tools import Tools
from bot.messages.cohorts import Entry, Listing, Person, Window
from bot.rules import asks, cohorts, roles
from bot.rules.cohorts import MAY, Changed, Deed, Facts, Seen, Stage, StaleError
from bot.rules.roles import Act, NotAllowedError, Speaker
from storage import cohorts as stored
from storage import trainings, waiting
from storage.cohorts import Someone, Standing
from storage.trainings import Group
from storage.transactions import Transaction

# The same words for a cohort of somebody else's and for one that does not exist.
NOT_YOURS = "That is for the trainers of this cohort; your programme coordinator can help."


async def listed(tools: Tools, slack_id: str, text: str, now: datetime) -> Listing | Window:
    """Return the cohorts this person leads or coordinates; with a name in `text`, that one.

    Raises:
        NotAllowedError: They neither train nor coordinate.
        NotConfirmedError: There is something to confirm first.
        NotUnderstoodError: There is no cohort of that name among theirs.
    """

    def look(tx: Transaction) -> Listing | Window:
        speaker, _ = tools.speaker(tx, slack_id)
        roles.require(speaker, Act.COHORT)
        confirmations.require_one(tools, tx, slack_id, speaker.trains | speaker.coordinates)
        found = _of(tx, speaker)
        named = asks.cohort(text, [group.name for group in found.values()])
        if named is None:
            entries = [_entry(tx, group, now) for group in found.values()]
            return Listing(entries, can_add=bool(speaker.trains))
        group = next(group for group in found.values() if group.name == named)
        return window(tools, tx, slack_id, standing_of(tools, tx, slack_id, group.id), now)

    return await tools.database.read(look)


async def looked_at(tools: Tools, slack_id: str, cohort_id: str, now: datetime) -> Window:
    """Return a cohort as those see it who lead or coordinate it.

    Raises:
        NotAllowedError: They do neither.
        NotConfirmedError: There is something to confirm first.
    """
    return await tools.database.read(
        lambda tx: window(tools, tx, slack_id, standing_of(tools, tx, slack_id, cohort_id), now)
    )


async def complete(tools: Tools, seen: Seen, now: datetime) -> Window:
    """Note that the list of a cohort is complete; return it as it is then.

    Raises:
        NotAllowedError, NotNowError, StaleError: As for `change`.
    """
    return await _set_ready(tools, seen, Deed.COMPLETE, now, now)


async def reopen(tools: Tools, seen: Seen, now: datetime) -> Window:
    """Note that the list of a cohort is not complete after all; return it as it is then.

    Raises:
        NotAllowedError, NotNowError, StaleError: As for `change`.
    """
    return await _set_ready(tools, seen, Deed.REOPEN, None, now)


async def _set_ready(
    tools: Tools, seen: Seen, deed: Deed, ready_at: datetime | None, now: datetime
) -> Window:
    def keep(tx: Transaction) -> Window:
        change(tools, tx, seen, deed, now)
        stored.set_ready(tx, seen.cohort_id, ready_at)
        return after(tools, tx, seen, now)

    return await tools.database.run(keep)


async def close(tools: Tools, seen: Seen, now: datetime) -> Window:
    """Close a cohort, of which nothing changes then, and return it; the companion goes on.

    Raises:
        NotNowError: Its training is under way, or lies ahead of somebody.
        NotAllowedError, StaleError: As for `change`.
    """

    def keep(tx: Transaction) -> Window:
        _, found = change(tools, tx, seen, Deed.CLOSE, now)
        days = outlooks.training_days(tx, seen.cohort_id)
        cohorts.require_closable(found, sum(day.ends_at > now for day in days))
        stored.close(tx, seen.cohort_id, now)
        return after(tools, tx, seen, now)

    return await tools.database.run(keep)


def change(
    tools: Tools, tx: Transaction, seen: Seen, deed: Deed, now: datetime
) -> tuple[Standing, Stage]:
    """Return a cohort and where it stands, to somebody who may change it in this way now.

    That they do is noted: whatever they change is to be changed in this transaction.

    Raises:
        NotAllowedError: They neither lead nor coordinate it.
        NotNowError: It stands where that cannot be done.
        StaleError: Somebody has changed it since.
    """
    standing, found = able(tools, tx, seen, deed, now)
    changed(tx, standing, seen, deed, now)
    return standing, found


def able(
    tools: Tools, tx: Transaction, seen: Seen, deed: Deed, now: datetime
) -> tuple[Standing, Stage]:
    """Return a cohort and where it stands, where this can be done, by somebody who may.

    Raises:
        NotAllowedError: They neither lead nor coordinate it.
        NotNowError: It stands where that cannot be done.
    """
    standing = standing_of(tools, tx, seen.slack_id, seen.cohort_id)
    found = stage(tx, standing.id, now)
    cohorts.require(found, deed)
    return standing, found


def standing_of(tools: Tools, tx: Transaction, slack_id: str, cohort_id: str) -> Standing:
    """Return how a cohort stands, to somebody who leads or coordinates it: either can do all.

    Raises:
        NotAllowedError: They do neither, or there is no such cohort.
        NotConfirmedError: They have not confirmed for it yet.
    """
    speaker, _ = tools.speaker(tx, slack_id)
    roles.require(speaker, Act.COHORT)
    standing = stored.standing(tx, cohort_id)
    if standing is None or cohort_id not in _of(tx, speaker):
        raise NotAllowedError(NOT_YOURS)
    confirmations.for_cohort(tools, tx, slack_id, standing.group)
    return standing


def changed(tx: Transaction, standing: Standing, seen: Seen, deed: Deed, now: datetime) -> None:
    """Note a change of a cohort by somebody who has seen the one before, and keep who made it.

    Raises:
        StaleError: Somebody has changed it since; it says who, and what.
    """
    if not stored.change(tx, standing.id, seen.revision):
        missed = range(seen.revision + 1, standing.revision + 1)
        found = stored.changes(tx, standing, [subject(standing.id, at) for at in missed])
        raise StaleError(standing.id, [Changed(one.actor, one.act) for one in found])
    about = subject(standing.id, seen.revision + 1)
    audits.note(tx, standing.site_id, seen.slack_id, f"cohort {deed}", about, now)


def list_grew(tx: Transaction, slack_id: str, group: Group, now: datetime) -> None:
    """Note that a trainer has put people on a list, whatever of it they had seen.

    Whoever looks at the list without them has an old view of it from here on.
    """
    standing = stored.standing(tx, group.id)
    assert standing is not None  # noqa: S101 -- people were put on its list just now
    changed(tx, standing, Seen(slack_id, group.id, standing.revision), Deed.INVITE, now)


def takes_walk_ins(tx: Transaction, cohort_id: str, now: datetime) -> bool:
    """Return whether somebody who came to a day without being on the list can be put on it."""
    standing = stored.standing(tx, cohort_id)
    return standing is not None and cohorts.takes_walk_ins(facts(tx, standing), now)


def after(tools: Tools, tx: Transaction, seen: Seen, now: datetime) -> Window:
    """Return a cohort as it stands after a change."""
    standing = stored.standing(tx, seen.cohort_id)
    assert standing is not None  # noqa: S101 -- it was changed just now
    return window(tools, tx, seen.slack_id, standing, now)


def subject(cohort_id: str, revision: int) -> str:
    """Return how the audit names a change of a cohort."""
    return f"cohort {cohort_id}/{revision}"


def facts(tx: Transaction, standing: Standing) -> Facts:
    """Return what the stage of a cohort follows from."""
    return cohorts.facts(
        outlooks.training_days(tx, standing.id),
        listed=stored.taken(tx, standing.id),
        ready=standing.ready_at is not None,
        closed_at=standing.closed_at,
    )


def stage(tx: Transaction, cohort_id: str, now: datetime) -> Stage:
    """Return where a cohort stands; one that does not exist is closed."""
    standing = stored.standing(tx, cohort_id)
    return cohorts.stage(facts(tx, standing), now) if standing else Stage.CLOSED


def window(
    tools: Tools, tx: Transaction, slack_id: str, standing: Standing, now: datetime
) -> Window:
    """Return a cohort as its trainers see it; a coordinator who trains nobody there copies none."""
    found = cohorts.stage(facts(tx, standing), now)
    speaker, _ = tools.speaker(tx, slack_id)
    beyond = frozenset() if standing.site_id in speaker.trains else frozenset({Deed.COPY})
    return Window(
        id=standing.id,
        revision=standing.revision,
        name=standing.name,
        stage=found,
        deeds=MAY[found] - beyond,
        days=outlooks.training_days(tx, standing.id),
        trainers=_people(stored.leaders(tx, standing.id)),
        people=_people(stored.listed(tx, standing.id)),
        waiting=_people(waiting.in_line(tx, standing.id)),
        places=standing.places,
        channel_id=standing.channel_id,
    )


def _people(found: list[Someone]) -> tuple[Person, ...]:
    return tuple(Person(one.slack_id, one.out_of_reach) for one in found)


def _entry(tx: Transaction, group: Group, now: datetime) -> Entry:
    days = outlooks.training_days(tx, group.id)
    return Entry(group.id, group.name, stage(tx, group.id, now), days[0].on if days else None)


def _of(tx: Transaction, speaker: Speaker) -> Mapping[str, Group]:
    """Return the cohorts somebody leads or coordinates, by id, in the order of their names."""
    led = trainings.led_by(tx, speaker.person_id or "")
    both = {group.id: group for group in [*led, *trainings.cohorts(tx, speaker.coordinates)]}
    return dict(sorted(both.items(), key=lambda item: item[1].name.casefold()))
