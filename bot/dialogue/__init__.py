"""What Rasa needs to run here: the launcher, the policy, the tracker store and the channel."""
