"""Telling others: the outbox's sender with e-mail and webhook, alerts that repeat, and the hand-over as a PDF."""
