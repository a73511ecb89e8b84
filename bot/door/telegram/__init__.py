"""Telegram: the same conversation as on the page, through a bot."""
