"""What the workspace hands out to be used for a while: triggers, tickets, response URLs."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass
from time import monotonic
from typing import Generic, TypeVar

T = TypeVar("T")

# Spent passes are remembered so that they can be told from invented ones.
_REMEMBERED = 20_000


class PassError(Exception):
    """A pass that does not open anything."""


class UnknownPassError(PassError):
    """Never handed out."""


class ExpiredPassError(PassError):
    """Handed out too long ago."""


class SpentPassError(PassError):
    """Used as often as it may be."""


@dataclass(slots=True)
class _Pass(Generic[T]):
    bearer: T
    until: float
    uses: int


class Passes(Generic[T]):
    """A kind of pass: it lasts `seconds` and can be used `uses` times."""

    def __init__(self, seconds: float, uses: int = 1) -> None:
        self._seconds = seconds
        self._uses = uses
        self._passes: OrderedDict[str, _Pass[T]] = OrderedDict()

    def issue(self, bearer: T) -> str:
        """Return a new pass that stands for `bearer`."""
        key = secrets.token_hex(16)
        self._passes[key] = _Pass(bearer, monotonic() + self._seconds, self._uses)
        while len(self._passes) > _REMEMBERED:
            self._passes.popitem(last=False)
        return key

    def use(self, key: str) -> T:
        """Use the pass once and return what it stands for; PassError when it cannot be used."""
        held = self._passes.get(key)
        if held is None:
            raise UnknownPassError
        if held.uses == 0:
            raise SpentPassError
        if monotonic() > held.until:
            raise ExpiredPassError
        held.uses -= 1
        return held.bearer
