"""The attack on outcomes in short; `make attack` is the long form."""

import pytest

from tests.attack.outcomes import OUTCOME_RULES, is_beaten

# The first scenario of seed 1 in which something is certain of somebody without the rule.
BEATEN_IN = {"lists": 3, "nearest": 0, "large": 0, "outermost": 16, "beside": 76, "lots": 5}


@pytest.mark.parametrize("rule", OUTCOME_RULES)
def test_without_a_rule_of_outcomes_something_is_certain_of_somebody(rule: str) -> None:
    assert is_beaten(1, BEATEN_IN[rule], rule)


@pytest.mark.parametrize("number", [0, 1, 3])
def test_with_every_rule_of_outcomes_nothing_is_certain_of_anybody(number: int) -> None:
    assert not is_beaten(1, number)
