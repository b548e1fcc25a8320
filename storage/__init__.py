"""Remembers: the only room that knows SQL. Imports nothing of ours."""
