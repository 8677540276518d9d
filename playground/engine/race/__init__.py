"""Two runs that differ in a few settings, trained side by side at the same pace."""
