"""Earlier runs, and those of other projects."""
