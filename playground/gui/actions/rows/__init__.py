"""The rows of each menu."""
