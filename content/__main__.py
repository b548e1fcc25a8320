"""The command line of the content: `python -m content` says what is wrong with a library."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from content import counts, release, score, sign
from content.load import SHIPPED, survey

_COMMANDS = {"release": release.main, "score": score.main}


def main(arguments: Sequence[str], today: date) -> int:
    """Return 0 when the library is as it should be, else 1; either way, everything is printed.

    `sign`, `score` and `release` are commands of their own, with a module each.
    """
    if arguments and arguments[0] == "sign":
        return sign.main(arguments[1:], today)
    if arguments and arguments[0] in _COMMANDS:
        return _COMMANDS[arguments[0]](arguments[1:])
    asked = _parser().parse_args(arguments)
    draft, problems = survey((asked.path, *asked.pack))
    if asked.json:
        said = counts.as_json(draft, problems)
    else:
        said = "\n".join(problems) or counts.as_text(draft)
    sys.stdout.write(said + "\n")
    return 1 if problems else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m content",
        description="Check the content, and count it.",
        epilog="Others: python -m content sign | score | release, each with --help.",
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


if __name__ == "__main__":
    # The one place where the content reads the clock: a signature has the signer's date.
    sys.exit(main(sys.argv[1:], date.today()))  # noqa: DTZ011 -- as it stands on their calendar
