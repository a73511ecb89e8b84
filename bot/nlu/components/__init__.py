"""The Rasa graph components, one a file; each hands its work to a plain function of `bot.nlu`."""
