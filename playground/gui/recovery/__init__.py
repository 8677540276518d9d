"""Nothing that was done is lost: it is kept while it is done, and offered where it was cut off."""
