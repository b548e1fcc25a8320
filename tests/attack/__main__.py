"""The long form: `make attack SEED=7`, or with a rule off, or a table of all of them.

python -m tests.attack --seed 7 [--scenarios 60] [--without RULE | --table]

The rules of outcomes are attacked in scenarios of their own, and are among the others by name.
"""

import argparse
import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from tests.attack.outcomes import OUTCOME_RULES, is_beaten
from tests.attack.scenarios import Outcome, scenario
from tests.attack.switches import ALL_ON, RULES, without

# The machines that run this have two cores.
PROCESSES = 2
# In which a rule that is off must give somebody away.
SCENARIOS = 60


def main() -> int:
    """Attack, print one JSON line a run, and return 1 when a run did not end as it must."""
    parser = argparse.ArgumentParser(prog="python -m tests.attack", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scenarios", type=int, default=SCENARIOS)
    every = {**RULES, **OUTCOME_RULES}
    parser.add_argument("--without", choices=every, help="; ".join(map(": ".join, every.items())))
    parser.add_argument("--table", action="store_true", help="every rule off in turn")
    asked = parser.parse_args()
    rules = [*RULES, *OUTCOME_RULES, None] if asked.table else [asked.without]
    # With a rule off somebody must be found; with all of them on nobody.
    ends = [
        (_run_outcomes if rule in OUTCOME_RULES else _run)(asked.seed, asked.scenarios, rule)
        == (rule is not None)
        for rule in rules
    ]
    if asked.without is None:
        ends.append(not _run_outcomes(asked.seed, asked.scenarios, None))
    return 0 if all(ends) else 1


def workers() -> ProcessPoolExecutor:
    """Return processes that print to stderr: now and then the solver has a line of its own."""
    return ProcessPoolExecutor(PROCESSES, initializer=os.dup2, initargs=(2, 1))


def _run(seed: int, scenarios: int, rule: str | None) -> bool:
    """Attack and print the line; return whether anybody was pinned."""
    attack = partial(scenario, seed, switches=without(rule) if rule else ALL_ON)
    done: list[Outcome] = []
    with workers() as pool:
        futures = [pool.submit(attack, number) for number in range(scenarios)]
        for future in futures:
            done.append(future.result())
            if rule and done[-1].pinned:
                # One is enough.
                pool.shutdown(cancel_futures=True)
                break
    line = {
        "seed": seed,
        "scenarios": len(done),
        "questions": sum(outcome.questions for outcome in done),
        "pinned": sum(len(outcome.pinned) for outcome in done),
    }
    sys.stdout.write(json.dumps(line | ({"without": rule} if rule else {})) + "\n")
    sys.stdout.flush()
    return any(outcome.pinned for outcome in done)


def _run_outcomes(seed: int, scenarios: int, rule: str | None) -> bool:
    """Attack outcomes and print the line; return whether something was certain of anybody.

    They are small, and what a rule's absence shows is seldomer: so there are more of them.
    """
    played, beaten = 0, False
    with workers() as pool:
        attack = partial(is_beaten, seed, rule=rule)
        futures = [pool.submit(attack, number) for number in range(2 * scenarios)]
        for future in futures:
            played, beaten = played + 1, future.result()
            if beaten:
                pool.shutdown(cancel_futures=True)
                break
    line: dict[str, object] = {"seed": seed, "outcomes": played, "certain": int(beaten)}
    sys.stdout.write(json.dumps(line | ({"without": rule} if rule else {})) + "\n")
    sys.stdout.flush()
    return beaten


if __name__ == "__main__":
    sys.exit(main())
