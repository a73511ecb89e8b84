"""Rasa, as it is imported here: without TensorFlow."""

from bot.dialogue import without_tensorflow

without_tensorflow.install()
