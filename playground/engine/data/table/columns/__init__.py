"""What each column of a table is, by all of its values."""
