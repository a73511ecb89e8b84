"""The practice of Making Safeguarding Personal, in plain Python: no Rasa, no database, no web."""
