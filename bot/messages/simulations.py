"""How made-up people fared in a simulation: a table, or JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """What a simulation tells. `weeks` has the messages of each person and week, in order.

    Of what the protocol `asked` of people who did not pause, so much `came`.
    """

    sent: int
    skipped: Mapping[str, int]
    answered: int
    weeks: Sequence[int]
    in_quiet_hours: int
    in_protected_sleep: int
    over_budget: int
    asked: int
    came: int

    @property
    def contacts_per_week(self) -> dict[str, int]:
        """How many messages people got in a week: in the middle, of the busiest 5 %, at most."""
        return {"p50": self._rank(0.5), "p95": self._rank(0.95), "max": max(self.weeks, default=0)}

    def _rank(self, share: float) -> int:
        """Return the number that so large a share of the weeks does not exceed."""
        return self.weeks[int(share * (len(self.weeks) - 1))] if self.weeks else 0


def as_json(told: Told) -> str:
    """Return what a simulation tells, for a program."""
    keys = ("sent", "skipped", "answered", "contacts_per_week")
    wrong = ("in_quiet_hours", "in_protected_sleep", "over_budget")
    return json.dumps({key: getattr(told, key) for key in (*keys, *wrong)}, indent=2)


def text(told: Told) -> str:
    """Return what a simulation tells, as a table."""
    weeks = ", ".join(f"{name} {number}" for name, number in told.contacts_per_week.items())
    share = 100 * told.came // told.asked if told.asked else 100
    rows = [
        ("Messages sent", told.sent),
        *((f"Skipped: {reason}", number) for reason, number in told.skipped.items()),
        ("Answered", told.answered),
        ("Contacts in a week", weeks),
        ("In quiet hours", told.in_quiet_hours),
        ("In protected sleep", told.in_protected_sleep),
        ("Over the budget", told.over_budget),
        ("Of the protocol, to people who did not pause", f"{share} %"),
    ]
    width = max(len(name) for name, _ in rows)
    return "\n".join(f"{name:{width}}  {value}" for name, value in rows)
