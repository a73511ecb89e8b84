"""Understanding: what a message says about safety, concerns, outcomes and intent, each with the words that say it."""
