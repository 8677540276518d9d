"""The dock of the race: the present settings against a variant, side by side."""
