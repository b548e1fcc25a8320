"""The grammar in which Slack's limits are written: small rules that make larger rules.

A rule takes a value and the JSON pointer where it stands, and yields what is wrong with it.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple


class Problem(NamedTuple):
    """One thing Slack would refuse, and where it stands."""

    pointer: str
    sentence: str


Problems = Iterator[Problem]
Rule = Callable[[Any, str], Problems]


def string(most: int, least: int = 1) -> Rule:
    """Return a rule for a string of `least` to `most` characters."""

    def check(value: Any, where: str) -> Problems:
        if not isinstance(value, str):
            yield Problem(where, "must be a string")
        elif len(value) > most:
            yield Problem(where, f"must be less than {most + 1} characters")
        elif len(value) < least:
            yield Problem(where, f"must be more than {least - 1} characters")

    return check


def number(least: float, most: float) -> Rule:
    """Return a rule for a number between `least` and `most`."""

    def check(value: Any, where: str) -> Problems:
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield Problem(where, "must be a number")
        elif not least <= value <= most:
            yield Problem(where, f"must be between {least} and {most}")

    return check


def flag(value: Any, where: str) -> Problems:
    """Yield a problem unless `value` is true or false."""
    if not isinstance(value, bool):
        yield Problem(where, "must be a boolean")


def one_of(*allowed: str) -> Rule:
    """Return a rule for a value that is one of `allowed`."""

    def check(value: Any, where: str) -> Problems:
        if value not in allowed:
            yield Problem(where, f"must be one of: {', '.join(allowed)}")

    return check


def many(rule: Rule, most: int, least: int = 1) -> Rule:
    """Return a rule for a list of `least` to `most` things that each obey `rule`."""

    def check(value: Any, where: str) -> Problems:
        if not isinstance(value, list):
            yield Problem(where, "must be an array")
            return
        if len(value) > most:
            yield Problem(where, f"no more than {most} items allowed")
        if len(value) < least:
            yield Problem(where, f"no fewer than {least} items allowed")
        for index, item in enumerate(value):
            yield from rule(item, f"{where}/{index}")

    return check


def shape(required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None) -> Rule:
    """Return a rule for an object with these fields and no others."""
    known = {**required, **(optional or {})}

    def check(value: Any, where: str) -> Problems:
        if not isinstance(value, dict):
            yield Problem(where, "must be an object")
            return
        for name in required.keys() - value.keys():
            yield Problem(where, f"missing required field: {name}")
        for name in value.keys() - known.keys():
            yield Problem(where, f"invalid additional property: {name}")
        for name in known.keys() & value.keys():
            yield from known[name](value[name], f"{where}/{name}")

    return check


def typed(
    name: str,
    required: Mapping[str, Rule] | None = None,
    optional: Mapping[str, Rule] | None = None,
) -> Rule:
    """Return a rule for an object whose `type` is `name`."""
    return shape({"type": one_of(name), **(required or {})}, optional)


def by_type(rules: Mapping[str, Rule]) -> Rule:
    """Return a rule that picks the rule by the object's `type`."""

    def check(value: Any, where: str) -> Problems:
        kind = value.get("type") if isinstance(value, dict) else None
        if kind is None:
            yield Problem(where, "missing required field: type")
        elif not isinstance(kind, str) or kind not in rules:
            yield Problem(f"{where}/type", f"unsupported type: {kind}")
        else:
            yield from rules[kind](value, where)

    return check


def every(first: Rule, *further: Rule) -> Rule:
    """Return a rule that asks `further` only of what already has its `first` shape."""

    def check(value: Any, where: str) -> Problems:
        found = list(first(value, where))
        yield from found
        if not found:
            for rule in further:
                yield from rule(value, where)

    return check


def exactly_one(*names: str) -> Rule:
    """Return a rule for an object that has exactly one of the fields `names`."""

    def check(value: Any, where: str) -> Problems:
        if sum(name in value for name in names) != 1:
            yield Problem(where, f"must have exactly one of: {', '.join(names)}")

    return check
