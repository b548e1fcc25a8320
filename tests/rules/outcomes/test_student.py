import pytest
from scipy.stats import t

from bot.rules.outcomes.student import quantile


@pytest.mark.parametrize("freedom", [1, 2, 5, 21, 56, 199, 558, 5_000])
def test_the_quantile_is_that_of_students_t(freedom: int) -> None:
    assert quantile(freedom) == pytest.approx(t.ppf(0.975, freedom), rel=1e-9)
