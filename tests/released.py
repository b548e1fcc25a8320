"""Releases as they were made, for tests that read them."""

from datetime import date, timedelta

from bot.flows import releases
from bot.rules.figures import Figures, written
from storage.reports import Made


def week(site_id: str, monday: date, figures: Figures, cohort_id: str | None = None) -> Made:
    """The release of one week, of a hospital or of one of its cohorts."""
    kept, definitions = written(figures)
    return Made(
        id=f"{cohort_id or site_id}/{monday}",
        site_id=site_id,
        kind=releases.WEEK,
        starts_on=monday,
        ends_on=monday + timedelta(days=6),
        cohort_id=cohort_id,
        figures=kept,
        definitions=definitions,
    )
