"""The terms of the field that the window shows, each explained once."""
