"""Who may ask for what: one row for each subcommand, held against the rules and in the sandbox.

A new subcommand gets its row here. `refused` is whose words somebody hears who may not.
"""

from dataclasses import dataclass

from bot.rules.roles import Act

TABLE = """
subcommand     | stranger | roster | trainer | coordinator | refused
help           | yes      | yes    | yes     | yes         | -
hard-shift     | yes      | yes    | yes     | yes         | -
join           | -        | yes    | -       | -           | roster
hour           | -        | yes    | yes     | -           | roster
settings       | -        | yes    | yes     | -           | roster
preview        | -        | yes    | yes     | -           | roster
pause          | -        | yes    | -       | -           | roster
resume         | -        | yes    | -       | -           | roster
stop           | -        | yes    | -       | -           | roster
manager        | -        | yes    | -       | -           | roster
assessments    | -        | yes    | -       | -           | roster
my-data        | -        | yes    | -       | -           | roster
here           | -        | yes    | -       | -           | roster
session list   | -        | yes    | yes     | yes         | roster
session new    | -        | -      | yes     | -           | trainers
session move   | -        | -      | yes     | -           | trainers
session cancel | -        | -      | yes     | -           | trainers
session remind | -        | -      | yes     | -           | trainers
progress       | -        | -      | yes     | -           | trainers
digest         | -        | -      | yes     | -           | trainers
certification  | -        | -      | yes     | yes         | trainers
cohort new     | -        | -      | yes     | -           | trainers
cohort         | -        | -      | yes     | yes         | trainers
site           | -        | -      | yes     | yes         | trainers
participation  | -        | -      | -       | yes         | coordinators
reach          | -        | -      | -       | yes         | coordinators
retention      | -        | -      | -       | yes         | coordinators
report         | -        | -      | -       | yes         | coordinators
rollup         | -        | -      | -       | yes         | coordinators
outcomes       | -        | -      | -       | yes         | coordinators
cohorts        | -        | -      | -       | yes         | coordinators
trainers       | -        | -      | -       | yes         | coordinators
sessions       | -        | -      | -       | yes         | coordinators
ledger         | -        | -      | -       | yes         | coordinators
export         | -        | -      | -       | yes         | coordinators
audit          | -        | -      | -       | yes         | coordinators
people         | -        | -      | -       | yes         | coordinators
trainers add   | -        | -      | -       | yes         | coordinators
"""

WORDS = {
    "roster": "That is for people on a training roster; your trainer can add you.",
    "trainers": "That is for trainers; your programme coordinator can name you as one.",
    "coordinators": "That is for programme coordinators.",
}


@dataclass(frozen=True, slots=True)
class Row:
    """Who may ask for a subcommand, and what the others hear (None: it is for everybody)."""

    act: Act
    allowed: frozenset[str]
    refusal: str | None


def _rows() -> tuple[Row, ...]:
    head, *lines = [
        [cell.strip() for cell in line.split("|")] for line in TABLE.split("\n") if line
    ]
    roles = head[1:-1]
    return tuple(
        Row(
            Act(cells[0]),
            frozenset(role for role, may in zip(roles, cells[1:-1], strict=True) if may == "yes"),
            WORDS.get(cells[-1]),
        )
        for cells in lines
    )


ROWS = _rows()


def of(role: str) -> frozenset[Act]:
    """Return what a role allows, by the table."""
    return frozenset(row.act for row in ROWS if role in row.allowed)
