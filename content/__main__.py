"""The command line of the content: `python -m content` says what is wrong with a library."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from content import release, score
from content.draft import Draft
from content.load import SHIPPED, survey

_COMMANDS = {"release": release.main, "score": score.main}


def main(arguments: Sequence[str] | None = None) -> int:
    """Return 0 when the library is as it should be, else 1; either way, everything is printed.

    `score` and `release` are commands of their own, with a module each.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    if arguments and arguments[0] in _COMMANDS:
        return _COMMANDS[arguments[0]](arguments[1:])
    asked = _parser().parse_args(arguments)
    draft, problems = survey((asked.path, *asked.pack))
    said = _as_json(draft, problems) if asked.json else _as_text(draft, problems)
    sys.stdout.write(said + "\n")
    return 1 if problems else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m content",
        description="Check the content.",
        epilog="Others: `python -m content score` scores answers, `release` records versions.",
    )
    parser.add_argument(
        "--path", type=Path, default=SHIPPED, metavar="DIR", help="check this library instead"
    )
    parser.add_argument(
        "--pack",
        type=Path,
        action="append",
        default=[],
        metavar="DIR",
        help="lay this pack over the library first; may be repeated",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


def _as_text(draft: Draft, problems: Sequence[str]) -> str:
    if problems:
        return "\n".join(problems)
    steps = draft.curriculum.steps if draft.curriculum else ()
    return f"{len(draft.exercises)} exercises, {len(draft.checkins)} check-ins, {len(steps)} steps"


def _as_json(draft: Draft, problems: Sequence[str]) -> str:
    units = draft.curriculum.units if draft.curriculum else ()
    by_unit = {
        unit.key: {
            "exercises": sum(item.unit == unit.key for item in draft.exercises.values()),
            "checkins": sum(item.unit == unit.key for item in draft.checkins.values()),
        }
        for unit in units
    }
    counts = {"exercises": len(draft.exercises), "checkins": len(draft.checkins)}
    return json.dumps({**counts, "by_unit": by_unit, "problems": list(problems)}, indent=2)


if __name__ == "__main__":
    sys.exit(main())
