"""Slack itself: the client, posting, places, text, people."""
