"""The load test: many people at once, and whether anything was lost."""
