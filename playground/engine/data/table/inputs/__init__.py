"""Reads a table for a model that was trained on another."""
