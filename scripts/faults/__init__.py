"""Whole conversations while everything around them breaks: `make faults`."""
