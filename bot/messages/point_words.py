"""The words for outcomes: measures, definitions, time points, and what figures cannot say."""

from collections.abc import Mapping

from bot.messages.shown import WORDS
from bot.rules.outcomes.definitions import Definition
from bot.rules.shown import WITHHELD

MEASURES: Mapping[str, str] = {
    "total": "reactions, all of them",
    "intrusion": "what came back",
    "avoidance": "what was kept away",
    "mood": "feeling and thinking",
    "alertness": "being on guard",
    "effectiveness-compromised": "stress made it harder to do the job well",
    "considered-leaving": "thought about leaving this kind of work",
    "relevance": "how well the training fits the work",
    "impact": "how much the training has helped",
}
DEFINITIONS: Mapping[str, str] = {
    Definition.SELF_REPORTED: "say that it is better than before the training",
    Definition.ANY: "have fewer reactions than before, by however little",
    Definition.RELIABLE: "have so many fewer that it is more than noise",
    Definition.MCID: "improved by as much as matters, or more",
    Definition.CLINICAL: "improved reliably, and crossed the cut-off",
}
POINTS: Mapping[str, str] = {
    "pre": "before the training",
    "end": "at the end of the training",
    "month_1": "a month later",
    "month_3": "three months later",
    "month_6": "six months later",
}
HEAD = ("Measure and definition", "Of those who answered", "Of everybody listed", "Change")
REFUSED = WORDS[WITHHELD]
LIMITS = (
    "Limits: there is no comparison group, people report on themselves, and whoever begins far "
    "from the average comes nearer to it without any training. Those who answer later may differ "
    "from those who do not. Seasons and staffing change too. Numbers changed after the training; "
    "nothing here says that the training changed them."
)
ROUNDING = (
    "Exact figures need 11 people or more in every part; else they are bands. Counts are then to "
    "the nearest five, and lower where nearly everybody answered. The lower bound of an interval "
    "is rounded down to five. Cells under 11 are withheld. Groups of cohorts are released once "
    "and never counted again; a total is drawn from them."
)
CLEAR = (
    "Clear: the 95 % interval leaves out what chance alone would do, which is half for any "
    "decrease and one in forty for a reliable improvement. Everything else is within chance."
)
VERSIONS = "Our own checklist of 16 reactions, version 1; fewer is better."


def name_of(measure: str) -> str:
    """Return a measure as people read it."""
    return MEASURES.get(measure, measure.replace("_", " ").replace("-", " "))
