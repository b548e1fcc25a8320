"""How much a library holds, by unit, phase and kind: for the command line."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import get_args

from content import signing
from content.draft import Draft
from content.fields import Phase
from content.signing import Standing


def as_text(draft: Draft) -> str:
    """Return how much there is, in words and tables, and which signatures no longer count."""
    steps = draft.curriculum.steps if draft.curriculum else ()
    return "\n".join(
        [
            f"{len(draft.exercises)} exercises, {len(draft.checkins)} check-ins, "
            f"{len(draft.instruments)} instruments, {len(steps)} steps",
            "",
            *_units(draft),
            "",
            *_phases(draft),
            *_signatures(draft),
        ]
    )


def as_json(draft: Draft, problems: Sequence[str]) -> str:
    """Return how much there is, and every problem, as one JSON object."""
    counts = {
        "exercises": len(draft.exercises),
        "checkins": len(draft.checkins),
        "instruments": len(draft.instruments),
        "by_unit": {
            unit: dict(zip(_KINDS, count, strict=True)) for unit, *count in _by_unit(draft)
        },
        "problems": list(problems),
    }
    return json.dumps(counts, indent=2)


_KINDS = ("exercises", "checkins", "signed")


def _by_unit(draft: Draft) -> Iterator[tuple[str, int, int, int]]:
    stand = signing.by_unit(draft)
    for unit in draft.curriculum.units if draft.curriculum else ():
        yield (
            unit.key,
            sum(item.unit == unit.key for item in draft.exercises.values()),
            sum(item.unit == unit.key for item in draft.checkins.values()),
            stand[unit.key][Standing.SIGNED] if unit.key in stand else 0,
        )


def _units(draft: Draft) -> Iterator[str]:
    rows = [
        (f"{number:2} {unit}", *count) for number, (unit, *count) in enumerate(_by_unit(draft), 1)
    ]
    return _table(("unit", "exercises", "check-ins", "signed"), rows)


def _phases(draft: Draft) -> Iterator[str]:
    rows = [
        (phase, sum(phase in checkin.phases for checkin in draft.checkins.values()))
        for phase in get_args(Phase)
    ]
    return _table(("phase", "check-ins"), rows)


def _signatures(draft: Draft) -> Iterator[str]:
    remarks = [f"remark: {file}: {what}" for file, what in signing.remarks(draft)]
    if remarks:
        yield ""
        yield from remarks


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    for first, *others in (heads, *rows):
        yield f"{first!s:27}" + "".join(f"{other!s:>11}" for other in others)
