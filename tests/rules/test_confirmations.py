from dataclasses import dataclass
from datetime import date

import pytest

from bot.rules.confirmations import SITE, Missing, Sight
from bot.rules.figures import Figures
from bot.rules.shown import WITHHELD, Band, Share

WEEK, NEXT_WEEK = date(2026, 11, 9), date(2026, 11, 16)
ROLE, OF_SPRING = ("riverbend", SITE), ("riverbend", "spring")
EVERYTHING = frozenset({ROLE, OF_SPRING})
SHOWN = Figures(Band.SOME, 1)
REFUSED = frozenset({("riverbend", "spring", "week", WEEK)})


@dataclass(frozen=True)
class Release:
    cohort_id: str | None = "spring"
    starts_on: date = WEEK
    site_id: str = "riverbend"
    figures: str = '{"participation": "band:some", "asked": 1}'


SITE_SHARE = Release(cohort_id=None, figures='{"participation": "share:45"}')


@pytest.mark.parametrize(
    ("confirmed", "release", "shown"),
    [
        pytest.param(EVERYTHING, Release(), SHOWN, id="a cohort that is confirmed"),
        pytest.param({ROLE}, Release(), None, id="a cohort that is not"),
        pytest.param({OF_SPRING}, Release(), None, id="a cohort without the role"),
        pytest.param(EVERYTHING, Release(site_id="hillside"), None, id="a cohort elsewhere"),
        pytest.param(set(), Release(cohort_id=None), SHOWN, id="a site"),
    ],
)
def test_a_cohort_is_seen_by_whoever_confirmed_for_it_and_for_their_role(
    confirmed: frozenset[tuple[str, str]], release: Release, shown: Figures | None
) -> None:
    assert Sight(confirmed, frozenset()).shown(release, "week") == shown


@pytest.mark.parametrize(
    ("release", "kind", "shown"),
    [
        pytest.param(Release(), "week", Figures(WITHHELD, 1), id="that release"),
        pytest.param(Release(), "four-weeks", SHOWN, id="one of another kind"),
        pytest.param(Release(starts_on=NEXT_WEEK), "week", SHOWN, id="another week"),
        pytest.param(
            Release(cohort_id=None),
            "week",
            Figures(WITHHELD, 1),
            id="the site's own, which would tell the cohort's",
        ),
        pytest.param(SITE_SHARE, "week", Figures(Share(45)), id="a share of the site"),
    ],
)
def test_somebody_kept_at_a_distance_is_refused_those_releases_of_the_cohort_only(
    release: Release, kind: str, shown: Figures
) -> None:
    assert Sight(EVERYTHING, REFUSED).shown(release, kind) == shown


def test_nobody_learns_of_a_distance_from_a_cohort_they_have_not_confirmed() -> None:
    assert Sight(frozenset({ROLE}), REFUSED).shown(Release(), "week") is None


@pytest.mark.parametrize(
    ("missing", "anything"),
    [
        (Missing(), False),
        (Missing({"riverbend": "Riverbend"}), True),
        (Missing({}, 1), True),
    ],
)
def test_what_is_missing_is_a_site_or_a_cohort(missing: Missing, anything: bool) -> None:
    assert missing.anything is anything
