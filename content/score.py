"""The command `python -m content score`: what answers come to, for whoever wants to check it."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from content.instruments import Instrument
from content.load import SHIPPED, survey
from content.scoring import AnswerError, Scored, in_order, score


def main(arguments: Sequence[str]) -> int:
    """Return 0 when there is a score, 1 when there is none, and 2 for answers it cannot take."""
    asked = _parser().parse_args(_joined(arguments))
    answers = [answer.strip() for answer in asked.answers.split(",")]
    try:
        instrument = _instrument(asked.pack, asked.instrument)
        scored = score(instrument, in_order(instrument, answers))
    except AnswerError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(_as_json(scored) + "\n")
    if any(one is not None for one in scored.scores.values()):
        return 0
    sys.stderr.write("".join(f"{reason}\n" for reason in scored.reasons))
    return 1


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        # One sentence, like every other thing this command refuses.
        self.exit(2, f"{message}; see {self.prog} --help\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m content score", description="Score answers.")
    parser.add_argument("instrument", metavar="INSTRUMENT", help="for example who5")
    parser.add_argument(
        "--answers",
        required=True,
        metavar="5,4,-,2,1",
        help="one for each item, in their order, and - where there is none",
    )
    parser.add_argument(
        "--pack",
        type=Path,
        action="append",
        default=[],
        metavar="DIR",
        help="lay this pack over the library first; may be repeated",
    )
    return parser


def _joined(arguments: Sequence[str]) -> list[str]:
    # A row of answers may begin with a minus, which would be taken for an option.
    joined: list[str] = []
    for argument in arguments:
        if joined and joined[-1] == "--answers":
            joined[-1] = f"--answers={argument}"
        else:
            joined.append(argument)
    return joined


def _instrument(packs: Sequence[Path], name: str) -> Instrument:
    draft, problems = survey((SHIPPED, *packs))
    if problems:
        # A score by wrong rules would look like one by right rules.
        raise AnswerError("\n".join(problems))
    if name not in draft.instruments:
        known = ", ".join(sorted(draft.instruments))
        raise AnswerError(f'no instrument is called "{name}"; there are {known}')
    return draft.instruments[name]


def _as_json(scored: Scored) -> str:
    return json.dumps(
        {
            "instrument": scored.instrument,
            "version": scored.version,
            "scores": dict(scored.scores),
            "flags": list(scored.flags),
        }
    )
