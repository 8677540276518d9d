"""The dock of the runs: what was trained, how it went, and the way back to it."""
