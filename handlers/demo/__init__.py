"""The bot at work in a company that fits on a laptop."""
