"""The definitions of everything that leaves the house, each with its version."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.rules import figures, point_figures, retention, treatments

DEFINITIONS: Mapping[str, int] = MappingProxyType(
    {
        **figures.DEFINITIONS,
        **point_figures.DEFINITIONS,
        "treatment sessions": treatments.VERSION,
        "retention": retention.VERSION,
    }
)
