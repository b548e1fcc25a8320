"""The command: python -m tests.bench [answer|tick|drain|late|releases ...] [--rounds N].

One JSON line for each comparison on stdout; what else is worth knowing on stderr. It says
how things are and ends well whatever they are: on a shared machine a measured time is
nothing to fail a build for.
"""

import argparse
import asyncio
import signal
import sys
from types import FrameType, ModuleType

from tests.bench import answer, busy, drain, jobs, late, released, rss, scale, tick

BENCHMARKS: dict[str, ModuleType] = {
    "answer": answer,
    "tick": tick,
    "rss": rss,
    "drain": drain,
    "late": late,
    "scale": scale,
    "apscheduler": jobs,
    "busy": busy,
    "releases": released,
}


def main() -> int:
    """Run what was asked for, one after the other, and return the exit code."""
    asked = _parser().parse_args()
    # Told to stop, it leaves its blocks first: no bot and no file stays behind.
    signal.signal(signal.SIGTERM, _leave)
    for benchmark in asked.benchmarks or BENCHMARKS.values():
        further = _further(benchmark, asked)
        asyncio.run(benchmark.measure(asked.rounds or benchmark.ROUNDS, **further))
    return 0


def _further(benchmark: ModuleType, asked: argparse.Namespace) -> dict[str, object]:
    """Return what else one of them is told."""
    if benchmark is late and asked.minutes:
        return {"minutes": asked.minutes}
    return {"on": [asked.database]} if benchmark is released and asked.database else {}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure the bot.")
    parser.add_argument("benchmarks", nargs="*", type=_benchmark, metavar="|".join(BENCHMARKS))
    parser.add_argument("--rounds", type=int, help="instead of each one's own number")
    parser.add_argument("--minutes", type=int, help="how long `late` goes on; the promise is ten")
    parser.add_argument(
        "--database", choices=released.DATABASES, help="of `releases`; without it, both"
    )
    return parser


def _benchmark(name: str) -> ModuleType:
    if name not in BENCHMARKS:
        raise argparse.ArgumentTypeError(f"{name} is none of {', '.join(BENCHMARKS)}")
    return BENCHMARKS[name]


def _leave(_number: int, _frame: FrameType | None) -> None:
    sys.exit(1)


if __name__ == "__main__":
    sys.exit(main())
