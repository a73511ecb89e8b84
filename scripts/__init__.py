"""Commands of the Makefile that are neither the product nor its tests."""
