"""The words for what coordinators type: on a screen, in a report and in a roll-up."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from bot.rules.retention import Rate, Staff
from bot.rules.treatments import Range, RoleGroup, rounded

GROUPS: Mapping[RoleGroup, str] = MappingProxyType(
    {
        RoleGroup.NURSES: "Nurses",
        RoleGroup.PRESCRIBERS: "Doctors and advanced practice",
        RoleGroup.PSYCHOSOCIAL: "Social work, psychology, chaplaincy",
        RoleGroup.TECHNOLOGISTS: "Radiation and infusion staff",
        RoleGroup.OTHERS: "Others in direct care",
    }
)
STAFF: Mapping[Staff, str] = MappingProxyType(
    {Staff.TOOK_PART: "People who took part", Staff.ALL: "All staff in direct care"}
)

NOT_PATIENTS = "Two participants may have led the same session; sessions are not patients."
LED_BY = "Led by providers who took part; it does not say that any session was better for it."
HOW_PROJECTED = (
    "Projected: people times their posts, times the time they are at work, times the sessions of "
    "a full-time post. Whoever leaves counts for half a year."
)
STAYED = "People who took part stayed at this rate. Why they stayed, nobody can tell from it."
HOW_STAYED = (
    "Of those employed on the first day, how many still were on the last one, at least twelve "
    "months later. Fewer than 50 people, or fewer than 11 who left, have no rate."
)


def together(groups: tuple[RoleGroup, ...]) -> str:
    """Return the name of one role group, or of several that are told as one."""
    return " + ".join(GROUPS[group] for group in groups)


def about(sessions: Range) -> str:
    """Return a projected range, as exact as it is."""
    low, likely, high = map(number, (sessions.low, sessions.likely, sessions.high))
    return likely if low == high else f"{low} to {high}, most likely {likely}"


def number(sessions: int) -> str:
    """Return a projected number as it is told.

    >>> number(288_049)
    '288,000'
    """
    return f"{rounded(sessions):,}"


def day(on: date) -> str:
    """Return a day, e.g. `9 Nov 2026`."""
    return f"{on.day} {on:%b %Y}"


def rate(found: Rate) -> str:
    """Return the rate at which people stayed, with all it takes to check it."""
    low, high = found.interval
    return (
        f"{found.stayed:,} of {found.employed:,} stayed, {found.percent:.1f} % "
        f"(95 % interval {low:.1f} to {high:.1f})"
    )
