"""Expressions that a person types: read by a small parser of our own, run as torch operations."""
