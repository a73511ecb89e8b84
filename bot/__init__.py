"""My Say: a conversation for adults at risk of abuse or neglect."""
