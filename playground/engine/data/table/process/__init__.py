"""Reads tables in a process of its own, beside the window."""
