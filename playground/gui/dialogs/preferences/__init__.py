"""The dialog of what a person prefers in every project."""
