"""What an instrument asks everybody before and after, and what is known of its measures."""

from fractions import Fraction

from bot.rules.assessments import Point
from bot.rules.outcomes.change import Better, Norm
from bot.rules.outcomes.definitions import Criteria
from bot.rules.points import EARLIER, Asked
from content.instruments import Instrument
from content.model import Site


def asked(instrument: Instrument, site: Site, point: Point) -> Asked:
    """Return what an instrument asks everybody at a time point, and what a site knows of it."""
    here = {item.id for item in instrument.items if point in item.time_points}
    scored = {item for one in instrument.subscales for item in one.items}
    single = [item for item in instrument.items if item.id in here - scored]
    before = {item.id for item in instrument.items if EARLIER in item.time_points}
    scales = {scale.id: scale for scale in instrument.scales}
    return Asked(
        {
            one.id: _criteria(site, one.id, Better(one.better))
            for one in instrument.subscales
            if set(one.items) <= here
        },
        [item.id for item in single if item.id in before],
        [item.id for item in single if scales[item.scale].lowest == 0 and item.id not in before],
        next((item.id for item in single if scales[item.scale].lowest < 0), ""),
        max((scales[item.scale].highest for item in single), default=0),
    )


def _criteria(site: Site, measure: str, better: Better) -> Criteria:
    """Return what is known of a measure at a site: from a published norm, or not at all."""
    known = next((one for one in site.norms if one.measure == measure), None)
    if known is None:
        return Criteria(better)
    norm = Norm(Fraction(known.sd), Fraction(known.reliability), known.source)
    return Criteria(better, norm, Fraction(known.mcid) if known.mcid else None)
