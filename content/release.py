"""The command `python -m content release`: from here on, each version stands for what it says."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from content.draft import Draft
from content.instruments import Release
from content.load import SHIPPED, survey
from content.released import FILE, record, unrecorded

_HEAD = """\
# What was last released of each instrument. `python -m content` compares it with the files, and
# `python -m content release` writes it anew; nobody else does.
"""


def main(arguments: Sequence[str]) -> int:
    """Return 0 when the record is written; 1, with everything printed, when something is wrong."""
    asked = _parser().parse_args(arguments)
    draft, problems = survey([asked.path])
    # What is new has no record yet, and that is why somebody calls this.
    new = {f"{file}: {what}" for file, what in unrecorded(draft)}
    wrong = [problem for problem in problems if problem not in new]
    if wrong:
        sys.stdout.write("\n".join(wrong) + "\n")
        return 1
    (asked.path / FILE).write_text(text(draft), encoding="utf-8")
    sys.stdout.write(f"{len(draft.instruments)} instruments are released as they are\n")
    return 0


def text(draft: Draft) -> str:
    """Return what the record says of every instrument."""
    records = [record(one) for _, one in sorted(draft.instruments.items())]
    return "\n".join([_HEAD, *map(_table, records)])


def _table(release: Release) -> str:
    return (
        "[[instruments]]\n"
        f'id              = "{release.id}"\n'
        f"version         = {release.version}\n"
        f"scoring_version = {release.scoring_version}\n"
        f"worded          = {str(release.worded).lower()}\n"
        f'words           = "{release.words}"\n'
        f'scoring         = "{release.scoring}"\n'
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m content release",
        description="Record the instruments as released: after this, a change needs a new version.",
    )
    parser.add_argument(
        "--path", type=Path, default=SHIPPED, metavar="DIR", help="record this library instead"
    )
    return parser
