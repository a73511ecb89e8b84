"""Rasa's custom actions, one a file: read what was heard, ask the practice (bot/msp), write the records."""
