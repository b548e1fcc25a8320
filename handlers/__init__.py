"""Hears: a payload or a tick in, one flow called, the answer out."""
