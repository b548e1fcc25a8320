"""Breaks the bot as machines, networks and Slack do, and counts what people would have noticed."""
