"""Work that no file holds, kept while it is done: a process that is killed loses seconds of it."""
