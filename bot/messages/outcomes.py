"""The table of an evaluation as JSON; every name in it is in docs/outcomes.md."""

import json
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from bot.rules.outcomes.change import Norm
from bot.rules.outcomes.definitions import MEANINGS, Definition
from bot.rules.outcomes.paired import Change, Scores
from bot.rules.outcomes.reliability import ENOUGH_PAIRS
from bot.rules.outcomes.shares import Share, Shares
from bot.rules.outcomes.table import Flow, Table

LIMITS = (
    "There is no comparison group: scores changed, but nothing here says that the training "
    "changed them.",
    "Whoever begins far from the average comes nearer to it without any training.",
    "Those who answer later may differ from those who do not: report completers and "
    "intention_to_treat side by side.",
)
NO_SOURCE = "Say where --sd and --reliability are from (--source)."
SMALL_MCID = (
    "--mcid is smaller than points_needed: in one person a change of that size may be noise."
)


def as_json(table: Table) -> str:
    """Return a table as JSON."""
    return json.dumps(_table(table), indent=2, allow_nan=False)


def _table(table: Table) -> dict[str, Any]:
    told = _what_changed(table) | _behind_it(table)
    return told | {"remarks": _remarks(table), "limits": LIMITS}


def _what_changed(table: Table) -> dict[str, Any]:
    """Return what most people look for."""
    change, norm = table.change, table.criteria.norm
    return {
        "from": table.earlier,
        "to": table.later,
        "better": table.criteria.better,
        "n_pairs": table.flow.pairs,
        "s_diff": norm and norm.s_diff,
        "points_needed": norm and norm.points_needed,
        "mean_change": change.mean,
        "mean_change_ci95": change.ci95,
        "d_z": table.effects.d_z,
        "g_av": table.effects.g_av,
        "classes": table.classes,
        "definitions": {name: _definition(table, name) for name in Definition},
        "deteriorated": table.deteriorated and _shares(table.deteriorated, "worst_case"),
        "not_computable": table.not_computable,
    }


def _behind_it(table: Table) -> dict[str, Any]:
    """Return of whom it is, by which criteria, and every other figure."""
    criteria = table.criteria
    return {
        "flow": _flow(table.flow),
        "norm": criteria.norm and _norm(criteria.norm),
        "mcid": _number(criteria.mcid),
        "cutoff": _number(criteria.cutoff),
        "scores": {"from": _scores(table.before), "to": _scores(table.after)},
        "change": _change(table.change),
        "effect_sizes": asdict(table.effects),
        "mcnemar": table.switches and asdict(table.switches),
        "adjusted_classes": table.adjusted_classes,
        "global_change": table.scale and asdict(table.scale) | {"unchanged": table.scale.unchanged},
        "retest": {
            "n_pairs": table.retest.pairs,
            "n_pairs_needed": ENOUGH_PAIRS,
            "norm": table.retest.norm and _norm(table.retest.norm),
        },
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "median": change.median,
        "sd": change.sd,
        "correlation": change.correlation,
        "t_test": change.t and asdict(change.t),
        "wilcoxon": change.wilcoxon and asdict(change.wilcoxon),
    }


def _definition(table: Table, name: Definition) -> dict[str, Any] | None:
    shares = table.definitions.get(name)
    return None if shares is None else {"meaning": MEANINGS[name]} | _shares(shares, "best_case")


def _shares(shares: Shares, with_missing: str) -> dict[str, Any]:
    return {
        "completers": _share(shares.completers),
        "intention_to_treat": _share(shares.intention_to_treat),
        "baseline_denominator": _share(shares.baseline_denominator),
        with_missing: _share(shares.with_missing),
    }


def _share(share: Share) -> dict[str, Any]:
    return asdict(share) | {"share": share.share, "wilson95": share.wilson95}


def _flow(flow: Flow) -> dict[str, Any]:
    return {
        "enrolled": flow.enrolled,
        "subjects": flow.subjects,
        "from": flow.at_earlier,
        "to": flow.at_later,
        "pairs": flow.pairs,
        "follow_up_rate": flow.pairs / flow.enrolled if flow.enrolled else None,
    }


def _norm(norm: Norm) -> dict[str, Any]:
    return {
        "sd": float(norm.sd),
        "reliability": float(norm.reliability),
        "source": norm.source,
        "sem": norm.sem,
        "half_sd": float(norm.half_sd),
        "points_needed": norm.points_needed,
    }


def _scores(scores: Scores) -> dict[str, Any]:
    return asdict(scores) | {"at_maximum": scores.at_maximum and _share(scores.at_maximum)}


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _remarks(table: Table) -> list[str]:
    norm, mcid = table.criteria.norm, table.criteria.mcid
    found = []
    if norm is not None and norm.source is None:
        found.append(NO_SOURCE)
    if norm is not None and mcid is not None and not norm.is_reliable(mcid):
        found.append(SMALL_MCID)
    return found
