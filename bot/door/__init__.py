"""The public server: the chat API, the page and widget, and Telegram."""
