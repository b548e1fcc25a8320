"""The command line of the content: `python -m content` says what is wrong with a library."""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from content import counts, sign
from content.load import SHIPPED, survey


def main(arguments: Sequence[str], today: date) -> int:
    """Return 0 when the library is as it should be, else 1; either way, everything is printed.

    `sign` is a command of its own, with a module of its own.
    """
    if arguments and arguments[0] == "sign":
        return sign.main(arguments[1:], today)
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
        epilog="python -m content sign --help: write who stands by a text beneath it.",
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
