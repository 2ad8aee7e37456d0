"""Reads over several rows of the newsroom."""
