"""Measures the bot against what somebody would write in its place; never passes judgement."""
