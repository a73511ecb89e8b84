"""The screens, one file a group."""
