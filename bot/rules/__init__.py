"""Decides: values in, values out. No Slack, no database, no clock, no logging."""
