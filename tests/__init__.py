"""Promises, one claim each; the tree mirrors the code."""
