"""Holds what the sandbox sends against the shapes of what Slack sends."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tests.sandbox.kit import Json

DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
KINDS: dict[str, str] = DATA["kinds"]

_PLAIN = {"string": str, "boolean": bool, "null": type(None)}


class Problem(NamedTuple):
    """Where something differs from a shape, and how."""

    shape: str
    key: str
    how: str


class Key(NamedTuple):
    """What stands under a key, and whether Slack always sends it."""

    type: str
    always: bool


class Differs(NamedTuple):
    """A difference that is meant, and the reason."""

    problem: Problem
    why: str


DIFFERENCES = [
    Differs(Problem(one["shape"], key, one["how"]), one["why"])
    for one in DATA["differences"]
    for key in one["keys"]
]


def problems(value: Any, kind: str) -> list[Problem]:
    """Return in what `value` differs from what Slack sends as `kind`."""
    return list(_of_type(value, KINDS[kind], Problem(kind, "", "of another type")))


def _of_type(value: Any, wanted: str, otherwise: Problem) -> Iterator[Problem]:
    """Yield the problems of the alternative that fits best; `otherwise` when none is near."""
    tried = [
        (_is_vague(alternative), list(found))
        for alternative in _alternatives(wanted)
        if (found := _of_one(value, alternative, otherwise)) is not None
    ]
    best = min(tried, key=lambda one: (one[0], len(one[1])), default=(False, [otherwise]))
    yield from best[1]


def _is_vague(wanted: str) -> bool:
    """Return whether a shape is only meant where no other is, as it allows anything."""
    return "*" in DATA["shapes"].get(wanted, {}) and DATA["shapes"][wanted]["type"] == "string"


def _alternatives(wanted: str) -> Iterator[str]:
    for name in wanted.split(" | "):
        if name in DATA["unions"]:
            yield from _alternatives(DATA["unions"][name])
        else:
            yield name


def _of_one(value: Any, wanted: str, otherwise: Problem) -> Iterator[Problem] | None:
    """Return the problems of `value` as one alternative; None when it is something else."""
    if wanted in DATA["shapes"]:
        fits = isinstance(value, dict) and _words_fit(value, _keys(wanted))
        return _of_shape(value, wanted, _keys(wanted)) if fits else None
    if wanted.startswith("["):
        return _of_each(value, wanted, otherwise) if isinstance(value, list) else None
    if wanted.startswith("{"):
        fits = isinstance(value, dict)
        return _of_each(list(value.values()), wanted, otherwise) if fits else None
    return iter(()) if _is_plain(value, wanted) else None


def _of_each(values: list[Any], wanted: str, otherwise: Problem) -> Iterator[Problem]:
    for value in values:
        yield from _of_type(value, wanted[1:-1], otherwise)


def _is_plain(value: Any, wanted: str) -> bool:
    if wanted == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if wanted.startswith("'"):
        return bool(value == wanted.strip("'"))
    return wanted == "anything" or isinstance(value, _PLAIN[wanted])


def _of_shape(value: Json, name: str, keys: dict[str, Key]) -> Iterator[Problem]:
    for key, expected in keys.items():
        if key in value:
            yield from _of_type(value[key], expected.type, Problem(name, key, "of another type"))
        elif expected.always:
            yield Problem(name, key, "left out")
    for key in value.keys() - keys.keys():
        if "*" not in keys:
            yield Problem(name, key, "added")


def _words_fit(value: Json, keys: dict[str, Key]) -> bool:
    """Return whether every key that says what a thing is says it as the shape does."""
    return all(
        _is_word(expected.type, value.get(key))
        for key, expected in keys.items()
        if expected.type.startswith("'") and key in ("type", "subtype")
    )


def _is_word(wanted: str, value: Any) -> bool:
    return any(_is_plain(value, word) for word in wanted.split(" | "))


def _keys(name: str) -> dict[str, Key]:
    """Return the keys of a shape, with those it takes over from others."""
    own: dict[str, str] = dict(DATA["shapes"][name])
    keys: dict[str, Key] = {}
    for other in filter(None, own.pop("with", "").split(" + ")):
        keys |= _keys(other)
    return keys | {
        key.removesuffix("?"): Key(wanted, always=not key.endswith(("?", "*")))
        for key, wanted in own.items()
    }
