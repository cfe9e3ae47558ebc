"""A Slack workspace that fits on a laptop; it knows nothing of the bot."""
