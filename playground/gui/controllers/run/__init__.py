"""The run of the window: commands, frames, and what other threads report."""
