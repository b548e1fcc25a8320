"""The long form: `make attack SEED=7`, or with a rule off, or a table of all of them.

python -m tests.attack --seed 7 [--scenarios 60] [--without RULE | --table]
"""

import argparse
import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial

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
    parser.add_argument("--without", choices=RULES, help="; ".join(map(": ".join, RULES.items())))
    parser.add_argument("--table", action="store_true", help="every rule off in turn")
    asked = parser.parse_args()
    rules = [*RULES, None] if asked.table else [asked.without]
    # With a rule off somebody must be found; with all of them on nobody.
    ends = [_run(asked.seed, asked.scenarios, rule) == (rule is not None) for rule in rules]
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


if __name__ == "__main__":
    sys.exit(main())
