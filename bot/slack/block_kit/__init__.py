"""Slack's building blocks: made, held against its limits, made plainer."""
