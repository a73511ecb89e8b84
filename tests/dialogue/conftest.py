"""Rasa, as it is imported here: without TensorFlow."""

from bot.dialogue import without_the_unused

without_the_unused.install()
