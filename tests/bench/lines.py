"""What a benchmark says: a JSON line on stdout for machines, words on stderr for people."""

import json
import sys
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from statistics import median
from typing import Literal

# Digits that mean something on a shared machine.
DIGITS = 4


@dataclass(frozen=True, slots=True)
class Target:
    """What is hoped for, of a ratio or of a figure by itself, at most or at least."""

    sign: Literal["<=", ">="]
    bound: float

    def met(self, figure: float) -> bool:
        """Whether it is as hoped for."""
        return figure <= self.bound if self.sign == "<=" else figure >= self.bound


@dataclass(frozen=True, slots=True)
class Compared:
    """What was measured of the bot and of its baseline, as many rounds of each."""

    ours: Sequence[float]
    baseline: Sequence[float]


def tell(name: str, case: str, compared: Compared, unit: str, target: Target | None = None) -> None:
    """Print one comparison: medians, and as `spread` the smallest and largest of the rounds."""
    ours, baseline = median(compared.ours), median(compared.baseline)
    ratio = ours / baseline
    line = {
        "name": name,
        "case": case,
        "ours": _shown(ours),
        "baseline": _shown(baseline),
        "ratio": _shown(ratio),
        "unit": unit,
        "target": target.bound if target else None,
        "ok": target.met(ratio) if target else None,
        "spread": {
            "ours": _spread(compared.ours),
            "baseline": _spread(compared.baseline),
            "ratio": _spread([a / b for a, b in zip(*astuple(compared), strict=True)]),
        },
    }
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def tell_alone(
    name: str, case: str, measured: Sequence[float], unit: str, target: Target | None = None
) -> None:
    """Print what is held against a promise and not against a baseline: the median of its rounds."""
    ours = median(measured)
    line = {
        "name": name,
        "case": case,
        "ours": _shown(ours),
        "baseline": None,
        "ratio": None,
        "unit": unit,
        "target": target.bound if target else None,
        "ok": target.met(ours) if target else None,
        "spread": {"ours": _spread(measured)},
    }
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def remark(words: str) -> None:
    """Say something to whoever watches."""
    sys.stderr.write(f"# {words}\n")
    sys.stderr.flush()


def _spread(measured: Sequence[float]) -> list[float]:
    return [_shown(min(measured)), _shown(max(measured))]


def _shown(number: float) -> float:
    return float(f"{number:.{DIGITS}g}")
