"""Everything that reaches us: Slack, the clock, the command line."""
