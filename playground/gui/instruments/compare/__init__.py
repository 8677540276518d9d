"""Runs side by side: their settings, their metrics, their predictions."""
