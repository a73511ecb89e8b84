"""The bench: My Say beside Rasa's default assistant and a one-rule Rasa, in one run."""
